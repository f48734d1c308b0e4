use api::{DifficultyState, Figure, ListInitiatives, OverviewView};
use domain::date::{Date, Moment};
use domain::id::{DepartmentId, EntryId};
use domain::overview::UnitAmount;
use domain::role::Role;
use domain::status::Status;

use super::view;
use crate::card::tests::{author, sample};
use crate::card::{Card, Difficulty};
use crate::lists;
use crate::session::Session;
use crate::tests::School;

/// Cards in many states: one author, co-authors of two departments, leadership, logged and silent.
fn cards(count: u8) -> Vec<Card> {
    let areas = ["environment", "teaching", "research", "ict", "experience", "learning-society"];
    let card = |number: u8| {
        let mut card = sample(number);
        card.content_area = Some(areas[usize::from(number) % areas.len()].to_owned());
        card.authors = match number % 5 {
            0 => vec![author(number, None)],
            1 => vec![author(number, Some(1)), author(number, Some(2))],
            _ => vec![author(number, Some(2))],
        };
        card.status = [Status::InProgress, Status::Differing, Status::Withdrawn, Status::Approved]
            [usize::from(number) % 4]
            .clone();
        card.approved = matches!(card.status, Status::InProgress | Status::Approved);
        card.registered = !number.is_multiple_of(7);
        card.changes = u32::from(number) % 2;
        let typed = if number.is_multiple_of(2) { "2026-09-15" } else { "2026-10-15" };
        let typed = Moment::start_of(typed.parse().expect("a date"));
        card.log = [("2026-09".parse().expect("a month"), vec![typed])].into();
        card.quantities = vec![UnitAmount { unit: "thẻ".to_owned(), planned: 60.into(), done: 30.into() }];
        card.difficulties = vec![Difficulty {
            id: EntryId::from_bytes([number; 8]),
            text: "Thiếu máy".to_owned(),
            state: DifficultyState::Open,
            addressed_to: None,
            due: Some(Date::new(2026, 10, number % 28 + 1).expect("a day")),
            days_to_answer: None,
        }];
        card
    };
    (1..=count).map(card).collect()
}

fn head_with(cards: Vec<Card>) -> std::sync::Arc<Session> {
    let mut school = School::an_binh();
    let head = school.joins("Lưu Đình Khôi", Some("Toán – Tin"), &[Role::Staff, Role::DepartmentHead]);
    head.commit(|work| {
        for card in cards {
            work.session.cards.stage(card.doc(), Some(card));
        }
        let departments = ["Toán – Tin", "Ngữ văn"].into_iter().zip(1..).map(|(name, number)| {
            store::department::Department { id: DepartmentId::from_bytes([number; 8]), name: name.to_owned() }
        });
        let departments: Vec<_> = departments.collect();
        store::department::replace(work.connection(), &departments).map_err(crate::error::from_store)
    })
    .expect("writable");
    head
}

fn overview(session: &Session) -> OverviewView {
    view(session, api::GetOverview::default()).expect("readable")
}

fn opens(session: &Session, figure: &Figure) -> u32 {
    let request = ListInitiatives { limit: 1_000, ..figure.filter.clone() };
    lists::filtered(session, request).expect("readable").len() as u32
}

#[test]
fn every_figure_opens_as_many_initiatives_as_it_counts() {
    let session = head_with(cards(60));
    let view = overview(&session);

    let cells = view.departments.iter().flat_map(|row| row.cells.iter().chain([&row.total]));
    let months = view.months.iter().flat_map(|month| [&month.in_time, &month.later, &month.silent]);
    let statuses = view.statuses.iter().map(|one| &one.figure);
    let areas = view.areas.iter().map(|area| &area.total);
    let single = [&view.total, &view.changed, &view.difficulties_open, &view.difficulties_overdue];
    let figures: Vec<_> = cells.chain(months).chain(statuses).chain(areas).chain(single).collect();
    assert!(figures.len() > 30);
    for figure in figures {
        assert_eq!(opens(&session, figure), figure.count, "{:?}", figure.filter);
    }
}

#[test]
fn a_co_authored_initiative_counts_once_for_the_school_and_once_for_each_department() {
    let mut card = sample(1);
    card.authors = vec![author(1, Some(1)), author(2, Some(2))];
    let view = overview(&head_with(vec![card]));

    assert_eq!(view.total.count, 1);
    let rows: Vec<_> = view.departments.iter().map(|row| (row.name.as_str(), row.total.count)).collect();
    assert_eq!(rows[..2], [("Toán – Tin", 1), ("Ngữ văn", 1)]);
    assert_eq!(view.participants, 2);
}

#[test]
fn quantities_of_one_unit_add_up() {
    let two = vec![cards(1).remove(0), cards(3).remove(2)];
    let view = overview(&head_with(two));

    let unit = &view.quantities[0];
    assert_eq!((unit.unit.as_str(), unit.initiatives, unit.completion), ("thẻ", 2, Some(500)));
}

#[test]
fn an_approved_initiative_with_a_month_over_and_nothing_logged_is_silent() {
    let card = sample(1);
    let movement = domain::movement::Movement::parse(domain::movement::builtin()[0].1).expect("sound");
    let movement = movement.for_year("2026-2027".parse().expect("a year"));
    let today = "2026-11-23".parse().expect("a date");
    let silent = |card: &Card| {
        super::month_states(card, &movement, today)
            .values()
            .filter(|one| **one == super::LogState::Silent)
            .count()
    };

    assert_eq!(silent(&card), 2, "September and October");
    assert_eq!(silent(&Card { approved: false, ..card }), 0, "nobody asks for a log before the approval");
}

#[test]
fn a_thousand_initiatives_are_counted_in_time() {
    let patterns = cards(250);
    let many = (0..1_000_u32).map(|number| {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        let pattern = patterns[number as usize % patterns.len()].clone();
        Card { id: domain::id::InitiativeId::from_bytes(id), ..pattern }
    });
    let session = head_with(many.collect());
    let began = std::time::Instant::now();
    let view = overview(&session);

    assert!(view.total.count > 500);
    assert!(
        began.elapsed().as_millis() < 500,
        "the figure is 50 ms in a release build: {:?}",
        began.elapsed()
    );
}
