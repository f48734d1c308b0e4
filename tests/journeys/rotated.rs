//! The relay gets another key: by agreement while it runs, or because folder and key are lost.

use std::process::Command;
use std::time::Duration;

use api::{
    AgreeToProposal, ChangeRelay, Code, GetDelivery, ListPeople, LookAtRelay, ReadProposal, RelayKeyView,
    RelayStanding, SetRegistrars, SetRelay, SharedAct, SyncNow,
};
use domain::id::InitiativeId;
use domain::role::{Role, Stage};
use testkit::{Network, Person, School, binary};

const LAN: &str = "Nguyễn Thị Lan";
const KHOI: &str = "Lưu Đình Khôi";
const VINH: &str = "Đinh Quang Vinh";
const BACH: &str = "Trịnh Xuân Bách";

/// What the relay's own command line says of its keys.
fn relay_key(school: &School, act: &[&str]) -> String {
    let data = school.relay.data().to_str().unwrap();
    let said = Command::new(binary("relay")).arg("key").args(act).args(["--data", data]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap()
}

/// A registrar looks who answers where the school's relay is.
async fn looks(person: &Person) -> RelayKeyView {
    person.does(LookAtRelay { address: String::new() }).await
}

/// The entry of a key, with the key on paper.
fn enter(key: &str, recovery: &str) -> ChangeRelay {
    ChangeRelay { address: String::new(), key: key.to_owned(), recovery_key: Some(recovery.to_owned()) }
}

fn lose(school: &mut School, files: &[&str]) {
    school.relay.kill();
    for file in files {
        let path = school.relay.data().join(file);
        let lost = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        lost.unwrap();
    }
    school.relay.restart();
}

/// An initiative of Lan's that Khôi has approved; all of it is at the relay.
async fn approved(school: &School) -> InitiativeId {
    let id = school.person(LAN).registers("Thẻ lỗi sai").await;
    school.person(LAN).hands_in(id).await;
    school.syncs().await;
    school.person(KHOI).approves(id, Stage::Department).await;
    school.syncs().await;
    id
}

/// Lan's words reach Khôi, his approval counts, and nothing waits anywhere.
async fn goes_on(school: &School, id: InitiativeId, words: &str) {
    let (lan, khoi) = (school.person(LAN), school.person(KHOI));
    lan.types(id, "support_needed", words).await;
    school.syncs().await;
    let seen = khoi.sees(id).await;
    assert_eq!(seen.support_needed, words);
    assert!(!seen.summary.waiting_for.contains(&Stage::Department), "the approval counts");
    for person in [&school.registrar, lan, khoi] {
        let delivery = person.does(GetDelivery {}).await;
        assert_eq!((delivery.unsent, delivery.trouble), (0, None), "{}", person.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_changed_while_the_relay_runs_and_the_old_one_ends() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = approved(&school).await;
    assert_eq!(looks(&school.registrar).await.standing, RelayStanding::Ours);
    let old = std::fs::read(school.relay.data().join("relay.key")).unwrap();
    let said = relay_key(&school, &["new"]);
    let next = looks(&school.registrar).await;
    assert_eq!(next.standing, RelayStanding::Next);
    assert!(said.contains(&format!("its next key {}", next.fingerprint)), "{said}");

    school.registrar.does(enter(&next.key, &school.recovery_key)).await;
    school.person(LAN).syncs().await;
    goes_on(&school, id, "Khoá cũ còn dùng").await;
    school.relay.restart();
    goes_on(&school, id, "Khoá mới").await;
    school.joins(BACH).await;
    assert_eq!(school.person(LAN).does(GetDelivery {}).await.relay_fingerprint, next.fingerprint);

    school.relay.kill();
    std::fs::write(school.relay.data().join("relay.key"), old).unwrap();
    school.relay.restart();
    assert_eq!(school.person(LAN).is_refused(SyncNow {}).await, Code::NotOurRelay, "the old key is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_away_while_the_key_changed_learns_it_from_the_control_log() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = approved(&school).await;
    let khoi = school.take(KHOI);
    relay_key(&school, &["new"]);
    let next = looks(&school.registrar).await;
    school.registrar.does(enter(&next.key, &school.recovery_key)).await;
    school.joins(BACH).await;
    school.relay.restart();
    khoi.types(khoi.registers("Viết khi đi vắng").await, "problem", "Có thêm chữ").await;
    school.put(KHOI, khoi);

    goes_on(&school, id, "Sau khi đổi khoá").await;
    let khoi = school.take(KHOI).restarts().await;
    khoi.syncs().await;
    assert_eq!(khoi.does(GetDelivery {}).await.relay_fingerprint, next.fingerprint, "it is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_lost_its_folder_and_its_key_is_filled_again_by_the_registrar() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = approved(&school).await;
    let secret = format!("https://{}", school.relay.address());
    school.person(LAN).does(SetRelay { address: secret }).await;
    school.person(LAN).syncs().await;
    lose(&mut school, &["schools", "relay.key", "tls"]);
    let lan = school.person(LAN);
    lan.types(id, "problem", "Viết khi trạm đã mất").await;
    // It speaks by TLS, with a key that is gone too.
    assert!(lan.tries(SyncNow {}).await.is_err());
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::NotOurRelay);
    let found = looks(&school.registrar).await;
    assert_eq!(found.standing, RelayStanding::Another);
    assert!(relay_key(&school, &[]).contains(&found.fingerprint), "that is what the relay says");

    school.registrar.does(enter(&found.key, &school.recovery_key)).await;
    school.syncs().await;
    goes_on(&school, id, "Trạm mới").await;
    assert_eq!(school.person(KHOI).sees(id).await.problem, "Viết khi trạm đã mất");
    school.joins(KHOI).await;
    assert_eq!(school.person("Lưu Đình Khôi (2)").sees(id).await.support_needed, "Trạm mới");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_lost_a_second_time() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = approved(&school).await;
    for words in ["Lần thứ nhất", "Lần thứ hai"] {
        lose(&mut school, &["schools", "relay.key"]);
        let found = looks(&school.registrar).await;
        school.registrar.does(enter(&found.key, &school.recovery_key)).await;
        school.syncs().await;
        goes_on(&school, id, words).await;
    }
    lose(&mut school, &["schools"]);
    school.registrar.syncs().await;
    goes_on(&school, id, "Mất sổ mà còn khoá").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_registrars_do_it_without_the_key_on_paper() {
    let mut school = School::with(&[LAN, KHOI, VINH]).await;
    let members = vec![school.member("Hạnh").await, school.member("Vinh").await];
    let recovery_key = school.recovery_key.clone();
    school.registrar.does(SetRegistrars { members, recovery_key }).await;
    let id = approved(&school).await;
    lose(&mut school, &["schools", "relay.key"]);
    let found = looks(&school.registrar).await;

    let change = ChangeRelay { address: String::new(), key: found.key.clone(), recovery_key: None };
    let text = school.registrar.does(change).await.proposal.expect("a second one must agree").text;
    assert_eq!(school.person(LAN).is_refused(SyncNow {}).await, Code::NotOurRelay, "one alone is not enough");
    let vinh = school.person(VINH);
    let read = vinh.does(ReadProposal { text: text.clone() }).await;
    assert_eq!((read.act, read.fingerprint), (SharedAct::Relay(found.key), found.fingerprint));
    let people = vinh.does(AgreeToProposal { text }).await;
    assert!(people.members.iter().any(|one| one.roles.contains(&Role::Registrar)));
    goes_on(&school, id, "Hai người cùng ký").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_has_the_schools_folder_and_no_entry_gets_nothing() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = approved(&school).await;
    lose(&mut school, &["relay.key"]);
    let wire = Network::to(school.relay.address()).await;
    let lan = school.person(LAN);
    lan.does(SetRelay { address: wire.url() }).await;
    let words = "Những chữ chỉ trạm của trường được nhận. ".repeat(400);
    lan.types(id, "support_needed", &words).await;

    assert_eq!(lan.is_refused(SyncNow {}).await, Code::NotOurRelay);
    assert!(wire.passed().0 < 4_000, "only what opens a session: {:?}", wire.passed());
    let delivery = lan.does(GetDelivery {}).await;
    assert!(delivery.unsent > 0 && !delivery.safe_to_shut_down, "it is kept");
    let found = looks(&school.registrar).await;
    let wrong = protocol::RecoverySecret::from_seed([8; 32]).to_string();
    assert_eq!(school.registrar.is_refused(enter(&found.key, &wrong)).await, Code::BadRecoveryKey);
    assert_eq!(lan.is_refused(enter(&found.key, &school.recovery_key)).await, Code::NotAllowed);
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::NotOurRelay, "nothing has changed by trying");
    school.registrar.does(enter(&found.key, &school.recovery_key)).await;
    goes_on(&school, id, "Nay đã có người ghi khoá").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_that_are_open_follow_by_themselves() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = approved(&school).await;
    let lan = school.take(LAN);
    lan.application().keep_in_sync();
    lose(&mut school, &["schools", "relay.key"]);
    lan.types(id, "support_needed", "Không ai bấm gì").await;
    let found = looks(&school.registrar).await;
    school.registrar.does(enter(&found.key, &school.recovery_key)).await;
    for _ in 0..300 {
        if lan.does(GetDelivery {}).await.safe_to_shut_down {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(lan.does(GetDelivery {}).await.safe_to_shut_down);
    assert!(lan.does(ListPeople {}).await.members.len() > 3);
    school.put(LAN, lan);
    school.syncs().await;
    assert_eq!(school.person(KHOI).sees(id).await.support_needed, "Không ai bấm gì");
}
