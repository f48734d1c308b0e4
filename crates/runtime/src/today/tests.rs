use api::{DutyKind, GetMovement, MilestoneState};
use domain::calendar::DueState;
use domain::role::Role;
use rstest::rstest;

use super::{movement, state, view};
use crate::card::tests::sample;
use crate::card::{Card, Words};
use crate::session::Session;
use crate::tests::School;

#[rstest]
#[case::over(&[DueState::Past, DueState::Past], MilestoneState::Past)]
#[case::to_come(&[DueState::Coming], MilestoneState::Coming)]
#[case::some_months_over(&[DueState::Past, DueState::Coming], MilestoneState::Now)]
#[case::under_way(&[DueState::Now], MilestoneState::Now)]
fn a_milestone_stands(#[case] states: &[DueState], #[case] expected: MilestoneState) {
    assert_eq!(state(states), expected);
}

fn lan_with(card: Card) -> std::sync::Arc<Session> {
    let lan = School::an_binh().joins("Nguyễn Thị Lan", Some("Toán – Tin"), &[Role::Staff]);
    lan.commit(|work| {
        work.session.cards.stage(card.doc(), Some(card));
        Ok(())
    })
    .expect("writable");
    lan
}

fn kinds(session: &Session) -> Vec<DutyKind> {
    view(session, api::GetToday {}).expect("readable").duties.into_iter().map(|duty| duty.kind).collect()
}

fn mine() -> Card {
    Card { mine: true, ..sample(1) }
}

fn words() -> Words {
    let author = crate::card::tests::author(2, Some(1));
    Words {
        member: author.member, name: "Lưu Đình Khôi".to_owned(), text: "Thiếu mốc đầu".to_owned()
    }
}

#[test]
fn the_words_of_a_return_come_with_the_duty() {
    let lan = lan_with(Card { approved: false, returned: Some(words()), ..mine() });
    let view = view(&lan, api::GetToday {}).expect("readable");
    let duty = view.duties.iter().find(|duty| duty.kind == DutyKind::Returned).expect("it came back");

    assert_eq!((duty.person.as_str(), duty.note.as_str()), ("Lưu Đình Khôi", "Thiếu mốc đầu"));
}

#[rstest]
#[case::two_values_wait(Card { conflicts: 1, ..mine() }, DutyKind::Choose)]
#[case::somebody_remarked(Card { remark: Some(words()), ..mine() }, DutyKind::Remarked)]
#[case::a_result_has_no_evidence(Card { results_without_evidence: 1, ..mine() }, DutyKind::AddEvidence)]
#[case::everything_for_the_dossier_is_there(Card { missing_dossier: 0, ..mine() }, DutyKind::HandInDossier)]
#[case::a_draft_is_nearly_complete(
    Card { approved: false, registered: false, status: domain::status::Status::Draft, ..mine() },
    DutyKind::HandIn
)]
fn an_author_is_asked(#[case] card: Card, #[case] kind: DutyKind) {
    assert!(kinds(&lan_with(card)).contains(&kind));
}

#[test]
fn what_somebody_else_wrote_is_no_duty_of_mine() {
    let others = kinds(&lan_with(Card { conflicts: 1, returned: Some(words()), ..sample(1) }));

    assert!(others.iter().all(|kind| *kind == DutyKind::Register), "{others:?}");
}

#[test]
fn every_milestone_of_the_plan_is_in_the_calendar() {
    let lan = School::an_binh().joins("Nguyễn Thị Lan", Some("Toán – Tin"), &[Role::Staff]);
    let view = movement(&lan, GetMovement {}).expect("readable");

    assert_eq!(view.calendar.len(), view.movement.milestones.len());
    assert_eq!(view.months.len(), 9, "from September to May");
}
