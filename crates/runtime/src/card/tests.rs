use std::collections::BTreeSet;

use api::{Code, CreateInitiative, Error, ListMyInitiatives, Search};
use domain::date::Moment;
use domain::id::{DepartmentId, InitiativeId, MemberId};
use domain::period::Period;
use domain::role::Role;
use domain::status::Status;

use super::{Card, Cards, Person};
use crate::session::Session;
use crate::tests::School;
use crate::{book, card, lists, searching};

/// A card of an approved initiative of the whole year, to be changed by each test.
pub(crate) fn sample(number: u8) -> Card {
    Card {
        id: InitiativeId::from_bytes([number; 16]),
        title: format!("Giải pháp {number}"),
        authors: vec![author(number, Some(1))],
        sponsor: None,
        department: Some(DepartmentId::from_bytes([1; 8])),
        department_name: "Toán – Tin".to_owned(),
        content_area: Some("teaching".to_owned()),
        campaigns: BTreeSet::new(),
        period: Some(Period::WholeYear),
        kind: None,
        status: Status::InProgress,
        registered: true,
        approved: true,
        dossier_submitted: false,
        changes: 0,
        log: std::collections::BTreeMap::new(),
        last_log: String::new(),
        results: domain::overview::ResultCounts::default(),
        results_without_evidence: 0,
        quantities: Vec::new(),
        difficulties: Vec::new(),
        evidence: 0,
        conflicts: 0,
        missing_registration: 0,
        missing_dossier: 9,
        submissions: Vec::new(),
        waiting: Vec::new(),
        differing: None,
        returned: None,
        remark: None,
        updated_at: Moment::from_millis(i64::from(number)),
        mine: false,
        seen: false,
        heads: Vec::new(),
    }
}

/// An author in the department of this number, or in none.
pub(crate) fn author(number: u8, department: Option<u8>) -> Person {
    Person {
        member: MemberId::from_bytes([number; 16]),
        name: "Nguyễn Thị Lan".to_owned(),
        department: department.map(|number| DepartmentId::from_bytes([number; 8])),
    }
}

fn begins(session: &Session, title: &str) -> InitiativeId {
    let request = CreateInitiative { title: title.to_owned(), content_area: None, period: None };
    book::create(session, request).expect("drafts need nobody").summary.id
}

fn titles(session: &Session) -> Vec<String> {
    let mine = lists::mine(session, ListMyInitiatives {}).expect("readable");
    mine.into_iter().map(|summary| summary.title).collect()
}

#[test]
fn a_card_comes_back_from_its_file_as_it_was() {
    let card = sample(1);
    let json = serde_json::to_string(&card).expect("plain data");

    assert_eq!(serde_json::from_str::<Card>(&json).expect("plain data"), card);
}

#[test]
fn a_staged_card_is_seen_when_it_is_published_and_never_when_it_is_discarded() {
    let cards = Cards::default();
    let doc = sample(1).doc();
    cards.stage(doc, Some(sample(1)));
    assert!(cards.get(doc).is_none(), "the transaction may still fail");
    cards.discard();
    cards.publish();
    assert!(cards.get(doc).is_none(), "the transaction failed");

    cards.stage(doc, Some(sample(1)));
    cards.publish();
    assert_eq!(cards.title(doc), "Giải pháp 1");
    cards.stage(doc, None);
    cards.publish();
    assert!(cards.all().is_empty());
}

#[test]
fn an_equal_title_is_found_whatever_its_marks_and_quotes() {
    let cards = Cards::default();
    for (number, title) in [(1, "“Thẻ lỗi sai” trong Toán 8"), (2, "the loi sai trong toan 8"), (3, "")]
    {
        cards.stage(sample(number).doc(), Some(Card { title: title.to_owned(), ..sample(number) }));
    }
    cards.publish();

    let same = cards.same_title(sample(1).doc(), "“Thẻ lỗi sai” trong Toán 8");
    assert_eq!(same.iter().map(|one| one.id).collect::<Vec<_>>(), [sample(2).id]);
    assert!(cards.same_title(sample(1).doc(), " ").is_empty());
}

#[test]
fn a_new_draft_is_in_the_book_and_in_the_search_at_once() {
    let lan = School::an_binh().joins("Nguyễn Thị Lan", Some("Toán – Tin"), &[Role::Staff]);
    begins(&lan, "“Thẻ lỗi sai” trong Toán 8");

    assert_eq!(titles(&lan), ["“Thẻ lỗi sai” trong Toán 8"]);
    let hits = searching::find(&lan, Search { words: "the loi".to_owned() }).expect("readable");
    assert_eq!(hits[0].title, "“Thẻ lỗi sai” trong Toán 8");
    let hits = searching::find(&lan, Search { words: "nguyen lan".to_owned() }).expect("readable");
    assert!(matches!(hits[0].target, api::SearchTarget::Member(_)), "people come before initiatives");
}

#[test]
fn a_failed_step_leaves_lists_as_they_were() {
    let lan = School::an_binh().joins("Nguyễn Thị Lan", Some("Toán – Tin"), &[Role::Staff]);
    let id = begins(&lan, "Một");
    let failed: Result<(), Error> = lan.commit(|work| {
        card::forget(work, crate::ids::Same::same(&id))?;
        Err(Error::new(Code::DiskFull))
    });

    assert!(failed.is_err());
    assert_eq!(titles(&lan), ["Một"]);
}

#[test]
fn cards_that_are_missing_are_made_again() {
    let lan = School::an_binh().joins("Nguyễn Thị Lan", Some("Toán – Tin"), &[Role::Staff]);
    let id = begins(&lan, "Một");
    lan.commit(|work| card::forget(work, crate::ids::Same::same(&id))).expect("writable");
    assert!(titles(&lan).is_empty());

    card::complete(&lan).expect("writable");
    assert_eq!(titles(&lan), ["Một"]);
}
