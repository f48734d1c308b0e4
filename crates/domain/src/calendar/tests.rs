use super::*;
use rstest::rstest;

fn movement() -> Movement {
    let template = Movement::parse(crate::movement::builtin()[0].1).unwrap();
    template.for_year("2026-2027".parse().unwrap())
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[rstest]
#[case::registration_of_semester_one(Part::Registration, Period::SemesterI, "2026-09-30")]
#[case::registration_of_the_year(Part::Registration, Period::WholeYear, "2026-09-30")]
#[case::registration_of_semester_two(Part::Registration, Period::SemesterII, "2027-02-28")]
#[case::dossier_of_semester_one(Part::Dossier, Period::SemesterI, "2027-01-07")]
#[case::dossier_of_the_year(Part::Dossier, Period::WholeYear, "2027-05-10")]
fn parts_have_their_last_day(#[case] part: Part, #[case] period: Period, #[case] expected: &str) {
    assert_eq!(part_due(&movement(), part, period), Some(date(expected)));
}

#[rstest]
#[case::before_september("2026-08-20", DueState::Coming)]
#[case::in_september("2026-09-01", DueState::Now)]
#[case::on_the_last_day("2026-09-30", DueState::Now)]
#[case::after_it("2026-10-01", DueState::Past)]
fn a_milestone_moves_through_time(#[case] today: &str, #[case] expected: DueState) {
    let items = due(&movement(), "2026-2027".parse().unwrap(), date(today));
    let item = items.iter().find(|item| item.milestone == "M-02").unwrap();

    assert_eq!(item.state, expected);
    assert!(item.concerns(&[Role::Staff]));
}

#[test]
fn the_log_is_due_every_month() {
    let items = due(&movement(), "2026-2027".parse().unwrap(), date("2026-11-23"));
    let log: Vec<&DueItem> = items.iter().filter(|item| item.milestone == "M-04").collect();

    assert_eq!(log.len(), 9);
    assert_eq!((log[0].due, log[0].state), (Some(date("2026-09-30")), DueState::Past));
    assert_eq!((log[2].due, log[2].state), (Some(date("2026-11-30")), DueState::Now));
    assert_eq!(log[3].state, DueState::Coming);
    assert!(!log[0].concerns(&[Role::Clerk]));
    assert_eq!(chase_day(&movement(), log[2].month.unwrap()), Some(date("2026-12-05")));
}

#[test]
fn days_that_hang_on_semesters_follow_the_year() {
    let days = |id: &str, year: &str| {
        let movement = movement().for_year(year.parse().unwrap());
        due_day(&movement, movement.milestones.iter().find(|milestone| milestone.id == id).unwrap()).unwrap()
    };

    assert_eq!(days("M-08", "2026-2027"), date("2027-01-17"));
    assert_eq!(days("M-08", "2025-2026"), date("2026-01-18"));
    assert_eq!(days("M-12", "2030-2031"), date("2031-05-30"));
}

#[rstest]
#[case::in_time(&["2026-09-30", "2026-11-01"], "2026-12-01", LogState::InTime)]
#[case::late(&["2026-10-01"], "2026-12-01", LogState::Late)]
#[case::silent(&[], "2026-10-01", LogState::Silent)]
#[case::still_open(&[], "2026-09-30", LogState::Open)]
fn a_month_is_logged_or_not(#[case] entered: &[&str], #[case] today: &str, #[case] expected: LogState) {
    let entered: Vec<Moment> = entered.iter().map(|day| Moment::start_of(date(day))).collect();

    assert_eq!(log_state(Month::new(2026, 9).unwrap(), &entered, date(today)), expected);
}

#[rstest]
#[case::a_week_before("2026-09-23", true)]
#[case::on_the_day("2026-09-30", true)]
#[case::three_days_before("2026-09-27", false)]
#[case::after_it("2026-10-01", false)]
fn reminders_come_on_their_days(#[case] today: &str, #[case] expected: bool) {
    assert_eq!(is_reminder_day(&movement(), date("2026-09-30"), date(today)), expected);
}
