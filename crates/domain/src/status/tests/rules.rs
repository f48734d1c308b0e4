use super::school::{BACH, HIEN, KHOI, LAN, NGOC, PHUONG, SON, Story, VINH, member};
use crate::difference::Changes;
use crate::movement::LatePolicy;
use crate::record::{Outcome, Part};
use crate::role::{ParticipantKind, Role, Stage};
use crate::stage::Desk;
use crate::status::{ClosedPeriod, Standing, Status, VoidReason};
use rstest::rstest;
use std::collections::BTreeSet;

fn in_review(stages: &[Stage]) -> Status {
    Status::InReview { stages: stages.to_vec() }
}

fn void_reasons(story: &Story) -> Vec<VoidReason> {
    story.state().voids.into_iter().map(|voided| voided.why).collect()
}

#[test]
fn nothing_handed_in_is_a_draft() {
    let state = Story::new().state();

    assert_eq!((state.shown, state.registration.status), (Status::Draft, Status::Draft));
    assert_eq!(state.registration.waiting, []);
}

#[test]
fn the_chain_asks_the_department_first_and_then_union_and_leadership_in_any_order() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    assert_eq!(story.state().shown, in_review(&[Stage::Department]));

    let department = story.approves(KHOI, 1, &[submit]);
    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));

    story.approves(VINH, 1, &[department]);
    assert_eq!(story.state().shown, in_review(&[Stage::Union]));

    story.approves(SON, 1, &[department]);
    assert_eq!(story.state().shown, Status::InProgress);
    assert_eq!(story.state().registration.status, Status::Approved);
}

#[test]
fn a_stage_that_falls_away_is_not_asked() {
    let mut story = Story::new();
    story.fallen_away = BTreeSet::from([Stage::Department]);
    story.submits(LAN, 1, &[]);

    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
}

#[test]
fn t_1_an_author_cannot_approve_their_own() {
    let mut story = Story::new();
    story.versions.authors.insert(1, vec![LAN, KHOI]);
    let submit = story.submits(LAN, 1, &[]);
    story.approves(KHOI, 1, &[submit]);

    assert_eq!(void_reasons(&story), [VoidReason::Conflict]);
    assert_eq!(story.state().shown, in_review(&[Stage::Department]));
}

#[test]
fn ci_6_a_co_author_added_later_voids_nothing() {
    let mut story = Story::new();
    story.versions.authors.insert(2, vec![LAN, KHOI]);
    story.versions.now = 2;
    let submit = story.submits(LAN, 1, &[]);
    story.approves(KHOI, 1, &[submit]);

    assert_eq!(void_reasons(&story), []);
    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
}

#[test]
fn t_1_a_record_whose_hash_does_not_fit_counts_for_nothing() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let approval = story.approves(KHOI, 1, &[submit]);
    story.versions.broken.insert(approval);

    assert_eq!(void_reasons(&story), [VoidReason::Broken]);
    assert_eq!(story.state().shown, in_review(&[Stage::Department]));
}

#[test]
fn t_1_a_stage_is_not_decided_by_another_role() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    story.approves(SON, 1, &[submit]);
    story.records[1].stage = Some(Stage::Department);

    assert_eq!(void_reasons(&story), [VoidReason::WrongCapacity]);
}

#[test]
fn ci_2_leadership_may_stand_in_for_a_stage() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    story.approves(VINH, 1, &[submit]);
    story.records[1].stage = Some(Stage::Department);

    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
    assert_eq!(
        story.state().registration.waiting[1].desk,
        Desk::Holders { members: vec![member(HIEN)] },
        "Vinh filled the department stage, so Hiền is asked (CI-4)"
    );
}

#[test]
fn ci_4_one_person_fills_one_stage_while_somebody_else_is_there() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let first = story.approves(SON, 1, &[submit]);
    story.records[1].stage = Some(Stage::Department);
    story.records[1].capacity = Role::DepartmentHead;
    story.approves(SON, 1, &[first]);
    assert_eq!(void_reasons(&story), [VoidReason::SecondStage { first }]);

    story.versions.alone_at_the_stage.insert(SON);
    assert_eq!(void_reasons(&story), []);
}

#[test]
fn ci_3_a_collective_is_acknowledged_by_its_meeting() {
    let mut story = Story::new();
    story.kind = ParticipantKind::Department;
    let submit = story.submits(KHOI, 1, &[]);
    let approval = story.approves(NGOC, 1, &[submit]);
    assert_eq!(void_reasons(&story), [VoidReason::CollectiveEntry]);
    assert_eq!(
        story.state().registration.waiting[0].desk,
        Desk::Meeting { members: vec![member(KHOI), member(NGOC)] }
    );

    story.acknowledges(KHOI, (5, 5, 4), &[submit, approval]);
    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
}

#[rstest]
#[case::more_in_favour_than_present((5, 3, 4))]
#[case::more_present_than_members((5, 6, 4))]
#[case::nobody_in_favour((5, 5, 0))]
fn ci_3_an_impossible_count_acknowledges_nothing(#[case] counts: (u32, u32, u32)) {
    let mut story = Story::new();
    story.kind = ParticipantKind::Department;
    let submit = story.submits(KHOI, 1, &[]);
    story.acknowledges(KHOI, counts, &[submit]);

    assert_eq!(void_reasons(&story), [VoidReason::ImpossibleCount]);
}

#[test]
fn t_1_a_revoked_approval_no_longer_counts() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let approval = story.approves(KHOI, 1, &[submit]);
    let revocation = story.revokes(KHOI, approval, &[approval]);

    assert_eq!(void_reasons(&story), [VoidReason::Revoked { by: revocation }]);
    assert_eq!(story.state().shown, in_review(&[Stage::Department]));

    story.revokes(KHOI, revocation, &[revocation]);
    assert_eq!(
        story.state().shown,
        in_review(&[Stage::Union, Stage::Leadership]),
        "the revocation was revoked"
    );
}

#[test]
fn t_1_nobody_revokes_what_another_signed() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let approval = story.approves(KHOI, 1, &[submit]);
    story.revokes(NGOC, approval, &[approval]);

    assert_eq!(void_reasons(&story), [VoidReason::NotOwn]);
}

#[test]
fn t_1_a_return_that_was_answered_by_a_new_submission_is_not_revoked() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let returned = story.returns(KHOI, 1, &[submit]);
    let again = story.submits(LAN, 1, &[returned]);
    story.revokes(KHOI, returned, &[again]);

    assert_eq!(void_reasons(&story), [VoidReason::ReliedOn { by: again }]);
}

#[test]
fn t_2_a_reviewer_changes_her_mind() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let returned = story.returns(KHOI, 1, &[submit]);
    assert_eq!(story.state().shown, Status::Returned { stage: Stage::Department });

    story.approves(NGOC, 1, &[returned]);
    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
    assert_eq!(story.state().registration.opinions[0].standing, Standing::Superseded);
}

#[test]
fn t_3_w_13_two_submissions_that_did_not_know_each_other_are_one() {
    let mut story = Story::new();
    let first = story.submits(LAN, 1, &[]);
    story.submits(BACH, 2, &[]);
    story.approves(KHOI, 1, &[first]);
    let state = story.state();
    let submission = state.registration.submission.unwrap();

    assert_eq!((submission.records.len(), submission.heads.len()), (2, 2));
    assert_eq!(submission.at, story.records[0].at, "dated by the earlier");
    assert_eq!(state.shown, in_review(&[Stage::Union, Stage::Leadership]));
}

#[test]
fn t_3_an_opinion_on_an_earlier_submission_does_not_decide_the_latest() {
    let mut story = Story::new();
    story.versions.material.insert(2, 1);
    let first = story.submits(LAN, 1, &[]);
    story.submits(LAN, 2, &[first]);
    story.approves(KHOI, 1, &[first]);

    assert_eq!(story.state().shown, in_review(&[Stage::Department]));
    assert_eq!(story.state().registration.opinions[0].standing, Standing::Earlier);
}

#[test]
fn t_4_a_new_submission_starts_again_at_the_stage_that_returned() {
    let mut story = Story::new();
    story.versions.editorial.insert(2, 1);
    let submit = story.submits(LAN, 1, &[]);
    let department = story.approves(KHOI, 1, &[submit]);
    let returned = story.returns(SON, 1, &[department]);
    assert_eq!(story.state().shown, Status::Returned { stage: Stage::Union });

    story.submits(LAN, 2, &[returned]);
    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
    assert!(story.state().registration.stages[0].carried, "only editorial fields changed");
}

#[test]
fn t_4_an_approval_falls_where_a_material_field_changed() {
    let mut story = Story::new();
    story.versions.material.insert(2, 3);
    let submit = story.submits(LAN, 1, &[]);
    let department = story.approves(KHOI, 1, &[submit]);
    let returned = story.returns(SON, 1, &[department]);
    story.submits(LAN, 2, &[returned]);
    let state = story.state();

    assert_eq!(state.shown, in_review(&[Stage::Department, Stage::Union]));
    assert_eq!(state.registration.stages[0].changed, Some(Changes { material: 3, editorial: 0 }));
}

#[test]
fn t_5_w_4_two_opinions_that_did_not_know_each_other_differ() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let approved = story.approves(KHOI, 1, &[submit]);
    let returned = story.returns(PHUONG, 1, &[submit]);
    let state = story.state();

    assert_eq!(state.shown, Status::Differing);
    assert_eq!(BTreeSet::from_iter(state.registration.differing), BTreeSet::from([approved, returned]));
}

#[rstest]
#[case::approved(Outcome::Approved, in_review(&[Stage::Leadership]))]
#[case::returned(Outcome::Returned, Status::Returned { stage: Stage::Department })]
fn t_5_a_settlement_ends_the_difference(#[case] outcome: Outcome, #[case] expected: Status) {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let approved = story.approves(KHOI, 1, &[submit]);
    let returned = story.returns(PHUONG, 1, &[submit]);
    story.settles(VINH, &[approved, returned], outcome);

    assert_eq!(story.state().shown, expected);
    assert_eq!(story.state().registration.differing, []);
}

#[test]
fn t_5_opinions_that_knew_each_other_do_not_differ() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let approved = story.approves(KHOI, 1, &[submit]);
    story.returns(PHUONG, 1, &[approved]);

    assert_eq!(story.state().shown, Status::Returned { stage: Stage::Union });
}

#[test]
fn t_5_one_stage_can_differ_with_itself() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    story.approves(KHOI, 1, &[submit]);
    story.returns(NGOC, 1, &[submit]);

    assert_eq!(story.state().shown, Status::Differing);
}

#[test]
fn t_5_nobody_settles_a_difference_of_their_own() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let returned = story.returns(VINH, 1, &[submit]);
    let approved = story.approves(KHOI, 1, &[submit]);
    story.settles(VINH, &[approved, returned], Outcome::Returned);

    assert_eq!(void_reasons(&story), [VoidReason::NotNeutral]);
    assert_eq!(story.state().shown, Status::Differing);
}

#[test]
fn t_5_without_a_difference_there_is_nothing_to_settle() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let returned = story.returns(KHOI, 1, &[submit]);
    story.settles(VINH, &[returned], Outcome::Approved);

    assert_eq!(void_reasons(&story), [VoidReason::NothingToSettle]);
    assert_eq!(story.state().shown, Status::Returned { stage: Stage::Department });
}

#[test]
fn t_5_two_settlements_that_did_not_know_each_other_differ_again() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let (approved, returned) = (story.approves(KHOI, 1, &[submit]), story.returns(PHUONG, 1, &[submit]));
    let first = story.settles(VINH, &[approved, returned], Outcome::Approved);
    let second = story.settles(HIEN, &[approved, returned], Outcome::Returned);
    assert_eq!(story.state().shown, Status::Differing);

    story.revokes(HIEN, second, &[first, second]);
    assert_eq!(story.state().shown, in_review(&[Stage::Leadership]));
}

#[test]
fn t_5_a_revocation_ends_the_difference() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    story.approves(KHOI, 1, &[submit]);
    let returned = story.returns(PHUONG, 1, &[submit]);
    story.revokes(PHUONG, returned, &[returned]);

    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
}

#[test]
fn t_6_a_withdrawal_wins_over_an_approval_that_did_not_know_it() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let withdrawal = story.withdraws(LAN, &[submit]);
    story.approves(KHOI, 1, &[submit]);
    let state = story.state();

    assert_eq!((state.shown, state.registration.withdrawn_by), (Status::Withdrawn, Some(withdrawal)));
    assert_eq!(state.registration.opinions.len(), 1, "the approval stays visible");

    story.submits(LAN, 1, &[withdrawal]);
    assert_eq!(story.state().shown, in_review(&[Stage::Union, Stage::Leadership]));
}

#[test]
fn t_7_a_material_change_after_an_approval_is_counted() {
    let mut story = Story::new();
    story.versions.material.insert(2, 1);
    story.versions.editorial.insert(2, 2);
    let submit = story.submits(LAN, 1, &[]);
    story.approves(KHOI, 1, &[submit]);
    let changed = |story: &Story| story.state().registration.changed_since_approval;
    assert_eq!(changed(&story), Some(Changes::default()));

    story.versions.now = 2;
    assert_eq!(changed(&story), Some(Changes { material: 1, editorial: 2 }));
    assert_eq!(
        story.state().shown,
        in_review(&[Stage::Union, Stage::Leadership]),
        "the approval stands for its version"
    );
}

#[rstest]
#[case::registration_in_time(Part::Registration, None)]
#[case::dossier_waits_for_admission(Part::Dossier, Some((11, false)))]
fn t_8_a_late_part_is_marked(#[case] part: Part, #[case] expected: Option<(i64, bool)>) {
    let mut story = Story::new();
    let submit = story.submits_part(LAN, part, 1, &[]);
    story.records[0].at = crate::date::Moment::start_of("2026-09-21".parse().unwrap());
    let late = |story: &Story| {
        let state = story.state();
        let submission =
            if part == Part::Dossier { state.dossier.submission } else { state.registration.submission };
        submission.unwrap().late.map(|late| (late.days, late.counts))
    };
    assert_eq!(late(&story), expected);

    story.admits_late(VINH, part, &[submit]);
    assert_eq!(late(&story), expected.map(|(days, _)| (days, true)));
}

#[rstest]
#[case::accepted_and_marked(LatePolicy::AcceptAndMark, "2026-10-01", true)]
#[case::refused(LatePolicy::Refuse, "2026-10-01", false)]
#[case::on_the_last_day(LatePolicy::Refuse, "2026-09-30", true)]
fn t_8_the_school_says_whether_late_work_is_taken(
    #[case] policy: LatePolicy,
    #[case] today: &str,
    #[case] expected: bool,
) {
    let due = "2026-09-30".parse().ok();

    assert_eq!(crate::status::is_open_for_submission(policy, due, today.parse().unwrap()), expected);
}

#[test]
fn t_9_what_comes_after_the_closing_is_marked_until_admitted() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let after_close = |story: &Story| story.state().registration.submission.unwrap().after_close;
    story.closed = Some(ClosedPeriod { counted: BTreeSet::from([submit]) });
    assert!(!after_close(&story));

    story.closed = Some(ClosedPeriod::default());
    assert!(after_close(&story));

    story.admits_late(VINH, Part::Registration, &[submit]);
    assert!(!after_close(&story));
}

#[test]
fn t_10_a_reopening_starts_a_new_round() {
    let mut story = Story::new();
    let submit = story.submits(LAN, 1, &[]);
    let approval = story.approves(KHOI, 1, &[submit]);
    let reopening = story.reopens(VINH, &[approval]);
    let state = story.state().registration;

    assert_eq!((state.status, state.round, state.opinions.len()), (Status::Draft, 2, 0));
    assert_eq!(BTreeSet::from_iter(state.previous_rounds), BTreeSet::from([submit, approval]));

    story.submits(LAN, 1, &[reopening]);
    assert_eq!(story.state().shown, in_review(&[Stage::Department]));
}

#[test]
fn t_11_a_record_on_a_version_that_is_not_here_counts() {
    let mut story = Story::new();
    story.versions.missing.insert(3);
    let submit = story.submits(LAN, 1, &[]);
    story.approves(KHOI, 3, &[submit]);
    let state = story.state();

    assert_eq!(state.shown, in_review(&[Stage::Union, Stage::Leadership]));
    assert!(state.registration.approved_version_missing);
    assert!(!state.registration.opinions[0].version_here);
}

#[test]
fn a_dossier_needs_department_and_union_in_any_order() {
    let mut story = Story::new();
    let submit = story.submits_part(LAN, Part::Dossier, 1, &[]);
    assert_eq!(story.state().shown, in_review(&[Stage::Department, Stage::Union]));

    let union = story.approves_part(SON, Part::Dossier, 1, &[submit]);
    story.approves_part(KHOI, Part::Dossier, 1, &[union]);
    let state = story.state();

    assert_eq!((state.shown, state.shown_part), (Status::Approved, Part::Dossier));
}

#[test]
fn a_stage_that_is_not_asked_says_nothing() {
    let mut story = Story::new();
    let submit = story.submits_part(LAN, Part::Dossier, 1, &[]);
    story.approves_part(VINH, Part::Dossier, 1, &[submit]);
    let state = story.state();

    assert_eq!(state.shown, in_review(&[Stage::Department, Stage::Union]));
    assert_eq!(state.dossier.opinions[0].standing, Standing::NotAsked);
}
