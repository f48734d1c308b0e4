use api::ListInitiatives;
use domain::date::{Date, Moment};
use domain::movement::{Movement, builtin};
use domain::period::Period;
use domain::status::Status;
use rstest::rstest;

use super::alike;
use super::filter::Filter;
use super::summary::months_due;
use crate::card::Card;
use crate::card::tests::{author, sample};

fn movement() -> Movement {
    let movement = Movement::parse(builtin()[0].1).expect("the template is sound");
    movement.for_year("2026-2027".parse().expect("a school year"))
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn card() -> Card {
    let mut card = sample(1);
    card.title = "“Thẻ lỗi sai” trong Toán 8".to_owned();
    card.campaigns = ["self-study".to_owned()].into();
    card.log = [("2026-10".parse().expect("a month"), vec![Moment::start_of(day("2026-10-20"))])].into();
    card.results.met = 1;
    card.changes = 2;
    card
}

fn ask() -> ListInitiatives {
    ListInitiatives::default()
}

#[rstest]
#[case::nothing(ask(), true)]
#[case::its_area(ListInitiatives { content_area: Some("teaching".to_owned()), ..ask() }, true)]
#[case::another_area(ListInitiatives { content_area: Some("ict".to_owned()), ..ask() }, false)]
#[case::its_campaign(ListInitiatives { campaign: Some("self-study".to_owned()), ..ask() }, true)]
#[case::another_period(ListInitiatives { period: Some(Period::SemesterI), ..ask() }, false)]
#[case::its_department(ListInitiatives { department: Some(author(1, Some(1)).department.expect("one")), ..ask() }, true)]
#[case::another_department(ListInitiatives { department: author(1, Some(2)).department, ..ask() }, false)]
#[case::leadership(ListInitiatives { leadership: true, ..ask() }, false)]
#[case::its_status(ListInitiatives { statuses: vec![Status::InProgress], ..ask() }, true)]
#[case::another_status(ListInitiatives { statuses: vec![Status::Draft], ..ask() }, false)]
#[case::words_of_the_title(ListInitiatives { words: Some("the loi".to_owned()), ..ask() }, true)]
#[case::words_of_title_and_author(ListInitiatives { words: Some("lan the loi".to_owned()), ..ask() }, true)]
#[case::other_words(ListInitiatives { words: Some("vườn".to_owned()), ..ask() }, false)]
#[case::results_met(ListInitiatives { having: Some("results_met".to_owned()), ..ask() }, true)]
#[case::results_not_met(ListInitiatives { having: Some("results_not_met".to_owned()), ..ask() }, false)]
#[case::changed(ListInitiatives { having: Some("changed".to_owned()), ..ask() }, true)]
#[case::open_difficulties(ListInitiatives { having: Some("difficulties_open".to_owned()), ..ask() }, false)]
#[case::logged_in_time(month("2026-10", "in_time"), true)]
#[case::logged_later(month("2026-10", "later"), false)]
#[case::silent(month("2026-09", "silent"), true)]
#[case::not_silent_yet(month("2026-11", "silent"), false)]
#[case::its_unit(ListInitiatives { unit: Some("thẻ".to_owned()), ..ask() }, false)]
fn a_filter_admits_a_card(#[case] request: ListInitiatives, #[case] expected: bool) {
    let movement = movement();

    assert_eq!(Filter::new(&request, &movement, day("2026-11-23")).admits(&card()), expected);
}

fn month(month: &str, state: &str) -> ListInitiatives {
    let month = Some(month.parse().expect("a month"));
    ListInitiatives { month, month_state: Some(state.to_owned()), ..ask() }
}

#[rstest]
#[case::a_draft_is_its_authors(Card { registered: false, status: Status::Draft, ..sample(1) }, vec![], false)]
#[case::a_draft_when_asked_for(Card { registered: false, status: Status::Draft, ..sample(1) }, vec![Status::Draft], true)]
#[case::what_was_withdrawn(Card { status: Status::Withdrawn, ..sample(1) }, vec![], false)]
#[case::withdrawn_when_asked_for(Card { status: Status::Withdrawn, ..sample(1) }, vec![Status::Withdrawn], true)]
#[case::in_review_at_any_stage(
    Card { status: Status::InReview { stages: vec![domain::role::Stage::Union] }, ..sample(1) },
    vec![Status::InReview { stages: vec![] }],
    true
)]
fn statuses_are_asked_for_by_name(#[case] card: Card, #[case] statuses: Vec<Status>, #[case] expected: bool) {
    let (movement, request) = (movement(), ListInitiatives { statuses, ..ask() });

    assert_eq!(Filter::new(&request, &movement, day("2026-11-23")).admits(&card), expected);
}

#[test]
fn months_that_are_over_and_months_that_are_logged_are_due() {
    let months: Vec<_> =
        months_due(&card(), &movement(), day("2026-11-23")).iter().map(ToString::to_string).collect();

    assert_eq!(months, ["2026-09", "2026-10"], "November is not over");
}

#[rstest]
#[case::an_empty_queue(vec![], vec![])]
#[case::each_has_its_own(vec!["a", "b"], vec![None, None])]
#[case::two_and_one(vec!["a", "b", "a"], vec![Some(1), None, Some(1)])]
#[case::two_pairs_in_the_order_of_the_queue(vec!["b", "a", "a", "b"], vec![Some(1), Some(2), Some(2), Some(1)])]
#[case::without_a_name_each_is_alone(vec!["", "", "a"], vec![None, None, None])]
fn items_that_share_a_name_share_a_number(
    #[case] names: Vec<&'static str>,
    #[case] expected: Vec<Option<u32>>,
) {
    assert_eq!(alike::numbers(names.into_iter()), expected);
}
