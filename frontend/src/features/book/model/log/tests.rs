use domain::decimal::Decimal;
use domain::id::{EntryId, InitiativeId};

use super::LogDraft;

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
    assert_eq!(draft.to_request(id(), month(), Vec::new()), None);
    assert!(draft.to_request(id(), month(), vec!["photo".into()]).is_some());
}

#[test]
fn a_quantity_suffices_and_can_be_emptied() {
    let mut draft = LogDraft { work_done: " Sửa lỗi theo cặp ".into(), ..LogDraft::default() };
    draft.count(entry(), Some(Decimal::from(1_240)));
    let request = draft.to_request(id(), month(), Vec::new()).expect("complete");
    assert_eq!(request.work_done, "Sửa lỗi theo cặp");
    assert_eq!(request.quantities[0].number, Decimal::from(1_240));
    assert_eq!(request.difficulty, None);

    draft.count(entry(), None);
    assert!(draft.quantities.is_empty());
}

#[test]
fn a_whole_without_its_part_is_no_value() {
    let draft =
        LogDraft { interim: [(entry(), (None, Some(Decimal::from(151))))].into(), ..LogDraft::default() };
    assert!(draft.is_empty());
    let draft = LogDraft { work_done: "x".into(), ..draft };
    assert_eq!(draft.to_request(id(), month(), Vec::new()).expect("complete").interim, []);
}

#[test]
fn a_difficulty_that_i_handle_asks_nobody() {
    let draft = LogDraft {
        difficulty: "Thiếu nước tưới".into(),
        request: "máy bơm".into(),
        wanted_by: "2026-12-01".parse().ok(),
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
    let values = (Some(Decimal::from(14)), Some(Decimal::from(151)));
    let draft = LogDraft { interim: [(entry(), values)].into(), ..LogDraft::default() };
    let kept = serde_json::to_string(&draft).expect("plain data");
    assert_eq!(serde_json::from_str::<LogDraft>(&kept).expect("the same"), draft);
}
