use api::{DeliveryCounts, DeliveryState, Duty, DutyKind};
use domain::date::Date;

use super::{Nearness, given_name, months, place, school_year, weekday, whereabouts};

fn duty(kind: DutyKind, initiative: bool) -> Duty {
    Duty {
        kind,
        initiative: initiative.then(|| "0123456789abcdef0123456789abcdef".parse().expect("an id")),
        title: "Thẻ lỗi sai".into(),
        month: "2026-11".parse().ok(),
        due: None,
        days_left: None,
        person: String::new(),
        note: String::new(),
    }
}

#[test]
fn a_vietnamese_name_ends_with_the_given_name() {
    assert_eq!(given_name("Nguyễn Thị Lan"), "Lan");
    assert_eq!(given_name("  "), "");
}

#[test]
fn the_day_of_this_issue_is_a_monday() {
    let day = Date::new(2026, 11, 23).expect("a day");
    assert_eq!(weekday(day), 0);
    assert_eq!(weekday(day.plus_days(6)), 6);
    assert_eq!(school_year(day), "2026–2027");
}

#[test]
fn months_are_a_span() {
    assert_eq!(months(&[9, 10]), "09–10");
    assert_eq!(months(&[12, 1]), "12–01");
    assert_eq!(months(&[11]), "11");
    assert_eq!(months(&[]), "");
}

#[test]
fn nearness_presses_within_a_week() {
    assert_eq!(Nearness::of(-3), Nearness::Over(3));
    assert_eq!(Nearness::of(0), Nearness::Today);
    assert_eq!(Nearness::of(1), Nearness::Tomorrow);
    assert_eq!(Nearness::of(7), Nearness::Soon(7));
    assert!(!Nearness::of(8).presses());
}

#[test]
fn every_duty_leads_to_its_place() {
    let id = "0123456789abcdef0123456789abcdef";
    assert_eq!(place(&duty(DutyKind::Register, false)), "/book?new");
    assert_eq!(place(&duty(DutyKind::LogMonth, true)), format!("/book/{id}?log=2026-11"));
    assert_eq!(place(&duty(DutyKind::Settle, true)), format!("/review/{id}"));
    assert_eq!(place(&duty(DutyKind::ConfirmJoin, false)), "/people");
    assert_eq!(place(&duty(DutyKind::AddEvidence, true)), format!("/book/{id}?at=evidence"));
}

#[test]
fn whereabouts_leave_out_what_is_nowhere() {
    let counts = DeliveryCounts { this_machine: 2, at_relay: 0, received: 0, seen: 9 };
    assert_eq!(whereabouts(counts), [(DeliveryState::Seen, 9), (DeliveryState::ThisMachine, 2)]);
}
