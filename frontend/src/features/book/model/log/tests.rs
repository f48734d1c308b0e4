use domain::decimal::Decimal;
use domain::id::{EntryId, InitiativeId};

use super::{Fault, LogDraft};

fn id() -> InitiativeId {
    "0123456789abcdef0123456789abcdef".parse().expect("an id")
}

fn entry() -> EntryId {
    "00000000000000a1".parse().expect("an id")
}

fn month() -> domain::date::Month {
    "2026-11".parse().expect("a month")
}

#[test]
fn an_empty_month_is_not_logged() {
    let draft = LogDraft { lesson: "  ".into(), ..LogDraft::default() };
    assert_eq!(draft.to_request(id(), month(), Vec::new()), Err(Fault::Empty));
    assert!(draft.to_request(id(), month(), vec!["photo".into()]).is_ok());
}

#[test]
fn a_quantity_and_one_sentence_suffice() {
    let draft = LogDraft {
        work_done: " Sửa lỗi theo cặp ".into(),
        quantities: [(entry(), "1.240".to_owned())].into(),
        ..LogDraft::default()
    };
    let request = draft.to_request(id(), month(), Vec::new()).expect("complete");
    assert_eq!(request.work_done, "Sửa lỗi theo cặp");
    assert_eq!(request.quantities[0].number, Decimal::from(1_240));
    assert_eq!(request.difficulty, None);
}

#[test]
fn a_number_that_could_be_two_is_named() {
    let draft = LogDraft { quantities: [(entry(), "1.5".to_owned())].into(), ..LogDraft::default() };
    assert_eq!(draft.to_request(id(), month(), Vec::new()), Err(Fault::Quantity(entry())));
    let draft = LogDraft { interim: [(entry(), ("14".into(), "x".into()))].into(), ..LogDraft::default() };
    assert_eq!(draft.to_request(id(), month(), Vec::new()), Err(Fault::Interim(entry())));
}

#[test]
fn a_difficulty_that_i_handle_asks_nobody() {
    let draft = LogDraft {
        difficulty: "Thiếu nước tưới".into(),
        request: "máy bơm".into(),
        wanted_by: "2026-12-01".into(),
        ..LogDraft::default()
    };
    let note = draft.to_request(id(), month(), Vec::new()).expect("complete").difficulty.expect("noted");
    assert_eq!((note.request.as_str(), note.wanted_by), ("", None));
    let asked = LogDraft { needs_help: true, ..draft };
    let note = asked.to_request(id(), month(), Vec::new()).expect("complete").difficulty.expect("noted");
    assert_eq!((note.request.as_str(), note.wanted_by.is_some()), ("máy bơm", true));
}

#[test]
fn a_draft_survives_storage() {
    let draft = LogDraft { interim: [(entry(), ("14".into(), "151".into()))].into(), ..LogDraft::default() };
    let kept = serde_json::to_string(&draft).expect("plain data");
    assert_eq!(serde_json::from_str::<LogDraft>(&kept).expect("the same"), draft);
}
