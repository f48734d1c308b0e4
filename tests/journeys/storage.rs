//! What lies on a machine, and how much of it may: originals go and come again, nothing else does.

use api::{
    AppendUpload, AttachEvidence, BeginUpload, Code, FetchFile, FreeSpace, GetStorage, LimitOriginals,
    ReadFile,
};
use base64::Engine as _;
use domain::id::{BlobId, InitiativeId};
use testkit::{Person, School};

const LAN: &str = "Nguyễn Thị Lan";
const KHOI: &str = "Lưu Đình Khôi";

/// Bytes of one file; larger than what comes by itself.
const SIZE: usize = 5 << 20;

/// Attaches a film, as a telephone would hand it over.
async fn films(person: &Person, id: InitiativeId, number: u8) {
    let mut film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    film.extend((0..SIZE - film.len()).map(|place| (place / 7) as u8 ^ number));
    let begun = person.does(BeginUpload { name: format!("{number}.mp4"), size: film.len() as u64 }).await;
    for (index, piece) in film.chunks(1 << 20).enumerate() {
        let base64 = base64::prelude::BASE64_STANDARD.encode(piece);
        let (upload, offset) = (begun.upload.clone(), (index << 20) as u64);
        person.does(AppendUpload { upload, offset, base64 }).await;
    }
    let request = AttachEvidence {
        id,
        upload: Some(begun.upload),
        path: None,
        title: format!("Giờ {number}"),
        caption: String::new(),
        supports: Vec::new(),
    };
    person.does(request).await;
}

async fn files(person: &Person, id: InitiativeId) -> Vec<(BlobId, bool)> {
    let items = person.sees(id).await.evidence;
    items.into_iter().map(|item| (item.blob.expect("a file"), item.here)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn originals_come_on_demand_make_room_for_each_other_and_come_again() {
    let school = School::with(&[LAN, KHOI]).await;
    let (lan, khoi) = (school.person(LAN), school.person(KHOI));
    let id = lan.registers("Thẻ lỗi sai").await;
    for number in 1..=3 {
        films(lan, id, number).await;
    }
    lan.hands_in(id).await;
    school.syncs().await;
    khoi.does(LimitOriginals { bytes: Some(2 * SIZE as u64) }).await;
    let all = files(khoi, id).await;
    assert!(all.iter().all(|(_, here)| !here), "nothing came that nobody asked for");

    for (blob, _) in &all {
        khoi.does(FetchFile { blob: *blob }).await;
        khoi.does(ReadFile { blob: *blob, offset: 0 }).await;
    }
    let here: Vec<bool> = files(khoi, id).await.into_iter().map(|(_, here)| here).collect();
    assert_eq!(here, [false, true, true], "the one that was opened first made room");
    assert_eq!(khoi.is_refused(ReadFile { blob: all[0].0, offset: 0 }).await, Code::FileNotHere);
    khoi.does(FetchFile { blob: all[0].0 }).await;
    let again = khoi.does(ReadFile { blob: all[0].0, offset: 0 }).await;
    assert_eq!(again.size, SIZE as u64, "it came again, whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn freeing_space_leaves_what_the_relay_does_not_have() {
    let mut school = School::with(&[LAN]).await;
    let lan = school.person(LAN);
    let id = lan.registers("Thẻ lỗi sai").await;
    films(lan, id, 1).await;
    lan.hands_in(id).await;
    lan.syncs().await;
    school.relay.kill();
    let lan = school.person(LAN);
    films(lan, id, 2).await;
    let before = lan.does(GetStorage {}).await;
    assert_eq!((before.spare.count, before.only_here.count), (1, 1));

    let after = lan.does(FreeSpace {}).await;
    assert_eq!((after.originals.count, after.only_here.count, after.previews), (1, 1, before.previews));
    let kept = files(lan, id).await;
    lan.does(ReadFile { blob: kept[1].0, offset: 0 }).await;
    assert_eq!(lan.is_refused(ReadFile { blob: kept[0].0, offset: 0 }).await, Code::FileNotHere);
}
