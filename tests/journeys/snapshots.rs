//! Documents that many changes have made long: saved whole, and taken whole by whoever comes later.

use api::{Approve, Code, GetReview, ReadLog};
use domain::id::InitiativeId;
use domain::record::Part;
use domain::role::Stage;
use testkit::{Person, School};

const LAN: &str = "Nguyễn Thị Lan";
const KHOI: &str = "Lưu Đình Khôi";
const VINH: &str = "Đinh Quang Vinh";

/// Writes so often that a snapshot is due without waiting for the document to rest.
async fn writes_much(person: &Person, id: InitiativeId, what: &str) {
    for turn in 0..66 {
        person.types(id, "problem", &format!("{what}, lần {turn}")).await;
    }
}

async fn counts(person: &Person, id: InitiativeId, kind: &str) -> usize {
    let log = person.does(ReadLog { id: Some(id), limit: 10_000 }).await;
    log.iter().filter(|entry| entry.kind == kind).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_reads_the_snapshot_at_once_and_decides_when_the_signed_changes_are_there() {
    let mut school = School::with(&[LAN]).await;
    let lan = school.take(LAN);
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    writes_much(&lan, id, "Đầu năm").await;
    lan.syncs().await;
    assert_eq!(counts(&lan, id, "snapshot").await, 1);
    lan.types(id, "solution", "Thẻ lỗi sai cho từng em").await;
    lan.syncs().await;

    let khoi = school.joins(KHOI).await;
    let seen = khoi.sees(id).await;
    assert_eq!(seen.heads, lan.sees(id).await.heads, "the whole document, and what came after the snapshot");
    assert_eq!(counts(khoi, id, "change").await, 1, "what the snapshot stands for did not come");
    let heads = khoi.does(GetReview { id }).await.initiative.heads;
    let (part, stage) = (Part::Registration, Stage::Department);
    let approve = Approve { id, part, stage, heads, text: String::new() };
    assert_eq!(
        khoi.is_refused(approve).await,
        Code::HistoryComing,
        "whose changes these are is not known yet"
    );

    khoi.syncs().await;
    assert_eq!(counts(khoi, id, "change").await, counts(&lan, id, "change").await);
    khoi.approves(id, stage).await;
    khoi.syncs().await;
    lan.syncs().await;
    assert_eq!(lan.sees(id).await.summary.waiting_for, [Stage::Union, Stage::Leadership]);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_of_who_was_away_while_a_snapshot_was_made_merges_with_it() {
    let mut school = School::with(&[LAN]).await;
    let id = school.person(LAN).registers("Thẻ lỗi sai").await;
    school.person(LAN).hands_in(id).await;
    school.syncs().await;
    school.joins(LAN).await;
    let (lan, second) = (school.person(LAN), school.person(&format!("{LAN} (2)")));

    second.types(id, "solution", "Viết trên máy ở nhà").await;
    writes_much(lan, id, "Viết ở trường").await;
    lan.syncs().await;
    assert_eq!(counts(lan, id, "snapshot").await, 1);
    school.joins(VINH).await;
    let (lan, second) = (school.person(LAN), school.person(&format!("{LAN} (2)")));
    second.syncs().await;

    for person in [lan, school.person(VINH)] {
        person.syncs().await;
        let seen = person.sees(id).await;
        let text = (seen.problem.as_str(), seen.solution.as_str());
        assert_eq!(text, ("Viết ở trường, lần 65", "Viết trên máy ở nhà"), "{}", person.name);
    }
}
