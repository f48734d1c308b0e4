//! The relay has room for so many files: text goes on, and what has no room stays where it is.

use api::{AttachEvidence, Code, EraseEvidence, FetchFile, GetDelivery, QuotaOf};
use domain::id::InitiativeId;
use domain::role::Stage;
use testkit::{Person, School};

const LAN: &str = "Nguyễn Thị Lan";
const KHOI: &str = "Lưu Đình Khôi";

/// A PDF of about 1.5 MB, another one for each number.
async fn attaches(school: &School, person: &Person, id: InitiativeId, number: u32) {
    let path = school.folder().join(format!("bang-diem-{number}.pdf"));
    let grain = (0..380_000_u32).flat_map(|at| (at ^ number << 28).wrapping_mul(2_654_435_761).to_le_bytes());
    std::fs::write(&path, b"%PDF-1.7\n".iter().copied().chain(grain).collect::<Vec<_>>()).unwrap();
    let path = Some(path.to_str().unwrap().into());
    let (title, caption) = (format!("Bảng điểm {number}"), String::new());
    person.does(AttachEvidence { id, upload: None, path, title, caption, supports: vec![] }).await;
}

/// Lan hands in an initiative with two files, of which one has room; Khôi approves it.
async fn with_one_too_many(school: &mut School) -> InitiativeId {
    school.relay.restart_with_room_of(2);
    let lan = school.person(LAN);
    let id = lan.registers("Thẻ lỗi sai").await;
    attaches(school, lan, id, 1).await;
    attaches(school, lan, id, 2).await;
    lan.hands_in(id).await;
    school.syncs().await;
    school.person(KHOI).approves(id, Stage::Department).await;
    school.syncs().await;
    id
}

/// How many of Lan's files have no room, by her own machine.
async fn held(school: &School) -> u32 {
    let delivery = school.person(LAN).does(GetDelivery {}).await;
    assert_eq!((delivery.unsent, delivery.trouble), (0, None), "text is sent as usual");
    let held = delivery.over_quota.map_or(0, |over| over.files);
    assert_eq!((delivery.unsent_files, delivery.safe_to_shut_down), (held, held == 0));
    held
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_room_stays_on_its_machine_which_says_so_and_the_decision_goes_on() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = with_one_too_many(&mut school).await;

    assert_eq!(held(&school).await, 1);
    let over = school.person(LAN).does(GetDelivery {}).await.over_quota.unwrap();
    assert_eq!((over.of, over.limit), (QuotaOf::Member, 2 << 20));
    let hers = school.person(LAN).sees(id).await;
    assert_eq!(hers.evidence.iter().map(|piece| piece.over_quota).collect::<Vec<_>>(), [false, true]);
    assert!(hers.evidence[1].here && !hers.summary.waiting_for.contains(&Stage::Department));
    let khoi = school.person(KHOI);
    let his = khoi.sees(id).await;
    let [first, second] = [0, 1].map(|at| his.evidence[at].blob.unwrap());
    khoi.does(FetchFile { blob: first }).await;
    khoi.does(FetchFile { blob: second }).await;
    assert!(khoi.sees(id).await.evidence[0].here && !khoi.sees(id).await.evidence[1].here);
    assert_eq!(khoi.is_refused(api::ReadFile { blob: second, offset: 0 }).await, Code::FileNotHere);
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_a_file_lets_the_next_one_go_by_itself() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = with_one_too_many(&mut school).await;
    let lan = school.person(LAN);
    let (evidence, text) = (lan.sees(id).await.evidence[0].id, "Không cần nữa".to_owned());

    lan.does(EraseEvidence { id, evidence, text }).await;
    school.syncs().await;
    school.syncs().await;
    assert_eq!(held(&school).await, 0);
    assert!(!lan.sees(id).await.evidence[1].over_quota);
    let khoi = school.person(KHOI);
    let blob = khoi.sees(id).await.evidence[1].blob.unwrap();
    khoi.does(FetchFile { blob }).await;
    assert!(khoi.sees(id).await.evidence[1].here);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_who_gives_more_room_needs_nobodys_hand() {
    let mut school = School::with(&[LAN, KHOI]).await;
    with_one_too_many(&mut school).await;
    assert_eq!(held(&school).await, 1);
    let lan = school.take(LAN).restarts().await;
    school.put(LAN, lan);
    school.relay.restart_with_room_of(4);
    school.syncs().await;
    assert_eq!(held(&school).await, 0);
}
