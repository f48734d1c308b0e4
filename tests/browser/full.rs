//! A browser whose disk is full.

use api::{EditInitiative, FreeSpace, GetInitiative, GetStorage, ListMyInitiatives};
use domain::id::InitiativeId;
use domain::sheet::Value as Field;
use serde_json::json;

use crate::storage::attaches;
use crate::{Browser, LAN, Scene, TURN};

/// Begins initiatives and fills a field of each with words that do not pack, until one is refused;
/// gives what was answered, and the refusal.
const FILL: &str = "\
const [done] = arguments;
const ask = async (name, request) => JSON.parse(await window.soSangKien.call(name, JSON.stringify(request)));
const words = seed => {
  let text = '';
  while (text.length < 19000) {
    seed = seed * 48271 % 2147483647;
    text += seed.toString(36) + ' ';
  }
  return text.trim();
};
(async () => {
  const kept = [];
  try {
    for (let number = 1; number < 400; number++) {
      const begun = await ask('create_initiative', { title: `Số ${number}`, content_area: null, period: null });
      kept.push([begun.summary.id, '']);
      const text = words(number);
      const edits = [{ path: 'support_needed', value: { text } }];
      await ask('edit_initiative', { id: begun.summary.id, edits });
      kept.at(-1)[1] = text;
    }
    done({ kept, error: null });
  } catch (error) {
    done({ kept, error: JSON.parse(error) });
  }
})();";

impl Browser {
    /// Lets the address have so many more bytes than it has; none for as many as the disk has.
    async fn has_room_for(&self, scene: &Scene, more: Option<u64>) {
        let usage = self.works("return (await navigator.storage.estimate()).usage").await;
        let origin = scene.address("");
        let limited =
            more.map(|more| json!({ "origin": origin, "quotaSize": usage.as_u64().unwrap() + more }));
        self.devtools("Storage.overrideQuotaForOrigin", limited.unwrap_or(json!({ "origin": origin }))).await;
    }

    /// Fills the disk; gives every initiative that was begun, with the words that were saved in it.
    async fn fills_the_disk(&self) -> Vec<(InitiativeId, String)> {
        let filled = self.client.execute_async(FILL, Vec::new()).await.expect("it ends");
        assert_eq!(filled["error"]["code"], "disk_full", "{}", filled["error"]);
        let kept: Vec<(InitiativeId, String)> = serde_json::from_value(filled["kept"].clone()).unwrap();
        assert!(kept.len() > 1, "there was no room from the beginning");
        kept
    }

    /// Looks whether everything that was answered is there, and nothing besides.
    async fn has_exactly(&self, kept: &[(InitiativeId, String)], when: &str) {
        for (id, words) in kept {
            assert_eq!(self.does(GetInitiative { id: *id }).await.support_needed, *words, "{when}");
        }
        let all = self.does(ListMyInitiatives {}).await.len();
        assert_eq!(all, kept.len() + 1, "{when}: what was refused is not half there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_keeps_everything_that_was_saved_and_takes_more_once_there_is_room() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.keeps_the_application().await;
    let id = lan.begins().await;
    attaches(&lan, id).await;
    lan.has_room_for(&scene, Some(300_000)).await;

    let kept = lan.fills_the_disk().await;
    lan.has_exactly(&kept, "while it is full").await;
    lan.loads_anew().await;
    lan.sees("go-book").await;
    lan.has_exactly(&kept, "after a start with a full disk").await;
    lan.does(FreeSpace {}).await;
    lan.does(GetStorage {}).await;

    lan.has_room_for(&scene, None).await;
    let words = Field::Text("Đã đủ chỗ".to_owned());
    let edits = vec![api::Edit { path: "support_needed".to_owned(), value: words }];
    lan.does(EditInitiative { id, edits }).await;
    assert_eq!(lan.does(GetInitiative { id }).await.support_needed, "Đã đủ chỗ");
    lan.closes().await;
}
