//! Machines whose clocks are years off: nothing is refused, nothing is lost, and what is due is due
//! by the relay's clock.
#![cfg(target_os = "linux")]

use api::{GetDelivery, GetMovement, GetToday};
use domain::role::Stage;
use rstest::rstest;
use testkit::{Person, School};

const LAN: &str = "Nguyễn Thị Lan";
const KHOI: &str = "Lưu Đình Khôi";
const MINUTES_OF_A_YEAR: i64 = 365 * 24 * 60;

/// The year that somebody's application says it is.
async fn year(person: &Person) -> i32 {
    let today = person.does(GetToday {}).await.today;
    assert_eq!(today, person.does(GetMovement {}).await.today, "every page says the same day");
    i32::from(today.year())
}

#[rstest]
#[case::machines_in_2035("-9y", 9)]
#[case::machines_in_1970("+56y", -56)]
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_refuses_nothing_and_the_relays_day_counts(
    #[case] relay: &'static str,
    #[case] ahead: i64,
) {
    let mut school = School::at_another_time(relay, &[LAN, KHOI]).await;
    let (lan, khoi) = (school.person(LAN), school.person(KHOI));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    school.syncs().await;
    khoi.approves(id, Stage::Department).await;
    school.syncs().await;

    let delivery = lan.does(GetDelivery {}).await;
    assert_eq!((delivery.unsent, delivery.refused.len(), delivery.trouble), (0, 0, None));
    let years = delivery.clock_ahead.expect("it is said") as f64 / MINUTES_OF_A_YEAR as f64;
    assert!((years - ahead as f64).abs() < 0.2, "{years} years");
    let handed_in = lan.sees(id).await.timeline.last().expect("something happened").at.date();
    assert_eq!(i32::from(handed_in.year()), year(lan).await, "what happens is dated by the relay's clock");

    let before = year(school.person(LAN)).await;
    school.relay.kill();
    let lan = school.take(LAN).restarts().await;
    assert_eq!(year(&lan).await, before, "without a network too");
    assert!(lan.sees(id).await.summary.waiting_for.len() == 2, "nothing is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_agree_are_not_spoken_of() {
    let school = School::with(&[LAN]).await;

    assert_eq!(school.person(LAN).does(GetDelivery {}).await.clock_ahead, None);
    assert_eq!(school.person(LAN).does(GetToday {}).await.clock_ahead, None);
}
