use std::sync::Arc;

use api::{Code, GetInitiative};
use domain::role::Role;
use protocol::Prepared;

use super::sign_waiting;
use crate::session::Session;
use crate::tests::{School, fills_in, submits};
use crate::{book, error};

const TEACHER: &[Role] = &[Role::Staff];

/// Lan hands in on a machine whose key signs later.
fn handed_in() -> (School, Arc<Session>) {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let tablet = school.machine_that_signs_later("Lan");
    school.syncs(&[&lan, &tablet]);
    let id = fills_in(&tablet, "Thẻ lỗi sai").summary.id;
    submits(&tablet, id);
    (school, tablet)
}

fn unsigned(session: &Session) -> usize {
    let read = session.read(|work| ledger::unsigned(work.connection(), 1_000).map_err(error::from_ledger));
    read.expect("the book can be read").len()
}

#[tokio::test]
async fn work_is_kept_before_its_signature_and_every_relay_takes_it_after() {
    let (mut school, tablet) = handed_in();
    assert!(unsigned(&tablet) > 1, "the call was answered, and the key was not asked yet");
    sign_waiting(&tablet).await.expect("the key is there");
    assert_eq!(unsigned(&tablet), 0);
    // Panics where one is not admitted.
    school.syncs(&[&tablet]);
}

#[tokio::test]
async fn signing_changes_no_name_and_no_version() {
    let (_school, tablet) = handed_in();
    let read = || tablet.read(|work| ledger::unsent(work.connection(), 99).map_err(error::from_ledger));
    let before = read().expect("the book can be read");
    sign_waiting(&tablet).await.expect("the key is there");
    for (one, other) in before.iter().zip(read().expect("the book can be read")) {
        assert_eq!((one.env_id, &one.header_bytes), (other.env_id, &other.header_bytes));
        assert!(
            !one.to_envelope().expect("ours").is_signed() && other.to_envelope().expect("ours").is_signed()
        );
    }
}

#[tokio::test]
async fn nobody_else_takes_what_is_not_signed() {
    let (school, tablet) = handed_in();
    let waiting = tablet.read(|work| ledger::unsigned(work.connection(), 1).map_err(error::from_ledger));
    let envelope = waiting.expect("the book can be read")[0].to_envelope().expect("ours");
    let prepared = Prepared::new(envelope);
    assert_eq!(school.judges(&prepared), protocol::Admission::Refuse(protocol::Code::BadSignature));
}

#[tokio::test]
async fn without_its_key_a_machine_reads_and_signs_nothing() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let gone = school.machine_without_its_key("Lan");
    let draft = fills_in(&gone, "Vòng tay cảnh báo").summary.id;
    let refused = book::share_with_authors(&gone, api::ShareWithAuthors { id: draft });
    assert_eq!(refused.expect_err("nobody can sign").code, Code::KeyGone);
    assert_eq!(
        book::get(&gone, GetInitiative { id: draft }).expect("it can be read").summary.title,
        "Vòng tay cảnh báo"
    );
    assert!(book::get(&lan, GetInitiative { id }).is_ok());
}
