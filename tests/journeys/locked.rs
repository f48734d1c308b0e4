//! A machine that several people pick up: locked with a PIN, and made to forget.

use api::{
    Code, CreateInitiative, ForgetDevice, GetStart, GetToday, JoinSchool, ListMyInitiatives, Lock, Losses,
    SetPin, Unlock, WeighForgetting,
};
use domain::role::Stage;
use testkit::{Person, School};

const LAN: &str = "Nguyễn Thị Lan";
const PIN: &str = "271828";

fn pin(old: Option<&str>, pin: Option<&str>) -> SetPin {
    SetPin { old: old.map(str::to_owned), pin: pin.map(str::to_owned) }
}

fn unlock(pin: &str) -> Unlock {
    Unlock { pin: pin.to_owned() }
}

/// Lan on a second machine, which is in her own hands.
async fn second_machine(school: &School) -> Person {
    let machine = Person::at("Lan, máy tính bảng", &school.home_for("lan-2")).await;
    machine.does(JoinSchool { ticket: school.ticket(LAN).await, pin: None }).await;
    machine
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_book_answers_nothing_until_its_pin_is_given_also_after_a_restart() {
    let school = School::with(&[LAN]).await;
    let lan = second_machine(&school).await;
    assert_eq!(lan.is_refused(Lock {}).await, Code::PinNeeded, "nobody is locked out by accident");
    assert_eq!(lan.is_refused(pin(None, Some("123456"))).await, Code::BadPin);
    lan.does(pin(None, Some(PIN))).await;
    let id = lan.registers("Thẻ lỗi sai").await;
    let start = lan.does(Lock {}).await;
    assert_eq!(start.locked.map(|locked| locked.person).as_deref(), Some(LAN));
    assert!(start.current.is_none());
    assert_eq!(lan.is_refused(GetToday {}).await, Code::Locked);

    let lan = lan.restarts().await;
    assert_eq!(lan.is_refused(ListMyInitiatives {}).await, Code::Locked, "a start asks again");
    assert_eq!(lan.is_refused(unlock("314159")).await, Code::WrongPin);
    lan.does(unlock(PIN)).await;
    assert_eq!(lan.sees(id).await.summary.title, "Thẻ lỗi sai");
    lan.hands_in(id).await;
    assert_eq!(lan.syncs().await.waiting, 0, "the sealed key signs");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pins_make_everybody_wait_and_only_the_right_one_takes_the_pin_away() {
    let school = School::with(&[LAN]).await;
    let lan = second_machine(&school).await;
    lan.does(pin(None, Some(PIN))).await;
    assert_eq!(lan.is_refused(pin(Some("314159"), None)).await, Code::WrongPin);
    assert!(!lan.does(pin(Some(PIN), None)).await.lock.pin);
    lan.does(pin(None, Some(PIN))).await;
    lan.does(Lock {}).await;
    for _ in 0..3 {
        assert_eq!(lan.is_refused(unlock("314159")).await, Code::WrongPin);
    }
    assert_eq!(lan.is_refused(unlock(PIN)).await, Code::PinWait);
    let lan = lan.restarts().await;
    assert_eq!(lan.is_refused(unlock(PIN)).await, Code::PinWait, "a restart shortens no wait");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_says_what_only_it_has_and_then_forgets_everything() {
    let mut school = School::with(&[LAN]).await;
    let lan = second_machine(&school).await;
    let id = lan.registers("Thẻ lỗi sai").await;
    school.relay.kill();
    lan.hands_in(id).await;
    let draft =
        CreateInitiative { title: "Vòng tay cảnh báo".to_owned(), content_area: None, period: None };
    lan.does(draft).await;
    let profile = lan.does(GetStart {}).await.profiles[0].id.clone();
    let weighed = lan.does(WeighForgetting { profile: profile.clone() }).await;
    assert_eq!(weighed.drafts, ["Vòng tay cảnh báo"]);
    assert!(weighed.loses.envelopes > 0 && weighed.loses.drafts == 1, "{:?}", weighed.loses);
    let unseen = ForgetDevice { profile: profile.clone(), loses: Losses::default() };
    assert_eq!(lan.is_refused(unseen).await, Code::LossChanged, "nobody agreed to this loss");

    let start = lan.does(ForgetDevice { profile, loses: weighed.loses }).await;
    assert!(start.profiles.is_empty() && start.current.is_none());
    let left: Vec<_> = std::fs::read_dir(lan.home().join("profiles")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!lan.home().join("last-profile").exists());
    school.relay.restart();
    assert_eq!(school.person(LAN).does(ListMyInitiatives {}).await.len(), 0, "nothing was sent by it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_pin_is_no_way_in_and_a_new_invitation_is_the_way_on() {
    let school = School::with(&[LAN]).await;
    let lan = second_machine(&school).await;
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.syncs().await;
    lan.does(pin(None, Some(PIN))).await;
    let profile = lan.does(Lock {}).await.locked.unwrap().profile;
    let weighed = lan.does(WeighForgetting { profile: profile.clone() }).await;
    assert!(weighed.drafts.is_empty(), "a locked book tells no titles");
    lan.does(ForgetDevice { profile, loses: weighed.loses }).await;
    lan.does(JoinSchool { ticket: school.ticket(LAN).await, pin: None }).await;
    assert_eq!(lan.sees(id).await.summary.waiting_for, [Stage::Department, Stage::Union, Stage::Leadership]);
}
