//! Books that cannot be opened, relays that are not the school's, codes that open nothing: each says
//! so, nothing is lost, and there is a way on.

use std::path::{Path, PathBuf};

use api::{
    Code, GetDelivery, GetStart, GetToday, JoinSchool, OpenProfile, RelayState, SetAsideProfile, SyncNow,
};
use testkit::{Person, RelayProcess, School};

const LAN: &str = "Nguyễn Thị Lan";

/// The file of the only book on somebody's machine, and its profile.
async fn book(person: &Person) -> (PathBuf, String) {
    let profile = person.does(GetStart {}).await.profiles.remove(0).id;
    (person.home().join("profiles").join(&profile).join("book.db"), profile)
}

/// What may have happened to a book while nobody had it open.
#[derive(Clone, Copy)]
enum Harm {
    Head,
    Middle,
    Foreign,
}

fn harm(book: &Path, harm: Harm) -> Vec<u8> {
    let mut bytes = std::fs::read(book).unwrap();
    match harm {
        Harm::Head => bytes[..512].fill(0xAA),
        Harm::Middle => {
            let (half, page) = (bytes.len() / 2 / 4096 * 4096, 4096);
            bytes[half - 20 * page..half + 20 * page].fill(0xAA);
        }
        Harm::Foreign => bytes = "Không phải sổ. ".repeat(400).into_bytes(),
    }
    std::fs::write(book, &bytes).unwrap();
    bytes
}

#[rstest::rstest]
#[case::its_head(Harm::Head)]
#[case::a_page_in_the_middle(Harm::Middle)]
#[case::another_file_in_its_place(Harm::Foreign)]
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_book_is_put_aside_whole_and_its_person_joins_again(#[case] what: Harm) {
    let mut school = School::with(&[LAN]).await;
    let lan = school.take(LAN);
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.syncs().await;
    let ((file, profile), home) = (book(&lan).await, lan.home().to_owned());
    drop(lan);
    let bytes = harm(&file, what);

    let lan = Person::at(LAN, &home).await;
    is_told(&lan, &profile, what).await;
    let start = lan.does(SetAsideProfile { profile: profile.clone() }).await;
    assert!(start.profiles.is_empty() && start.current.is_none());
    assert_eq!(std::fs::read(home.join("aside").join(&profile).join("book.db")).unwrap(), bytes, "kept");

    lan.does(JoinSchool { ticket: school.ticket(LAN).await }).await;
    assert_eq!(lan.sees(id).await.summary.title, "Thẻ lỗi sai", "what was at the relay is here again");
}

/// A book that cannot be opened says so; damage in its middle may be met by any call, or by none yet.
async fn is_told(lan: &Person, profile: &str, what: Harm) {
    if matches!(what, Harm::Middle) {
        return;
    }
    let refused = lan.tries(OpenProfile { profile: profile.to_owned() }).await.expect_err("it is damaged");
    assert_eq!((refused.code, refused.details["profile"].as_str()), (Code::DamagedProfile, Some(profile)));
    assert_eq!(lan.is_refused(GetToday {}).await, Code::DamagedProfile);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_book_is_not_put_aside() {
    let school = School::with(&[LAN]).await;
    let lan = school.person(LAN);
    let (_, profile) = book(lan).await;

    assert_eq!(lan.is_refused(SetAsideProfile { profile }).await, Code::SoundProfile);
    lan.does(GetToday {}).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_schools_relay_at_the_same_address_gets_nothing_and_the_queue_is_kept() {
    let mut school = School::with(&[LAN]).await;
    let id = school.person(LAN).registers("Thẻ lỗi sai").await;
    school.person(LAN).hands_in(id).await;
    let address = school.relay.address().to_owned();
    school.relay.kill();
    let mut stranger = RelayProcess::start_at(&school.folder().join("stranger"), &address);

    let lan = school.person(LAN);
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::NotOurRelay);
    let delivery = lan.does(GetDelivery {}).await;
    assert_eq!((delivery.relay_state, delivery.unsent > 0), (RelayState::Stopped, true));
    assert_eq!(delivery.trouble.expect("it is said").code, Code::NotOurRelay);
    stranger.kill();
    school.relay.restart();
    school.person(LAN).syncs().await;
    let delivery = school.person(LAN).does(GetDelivery {}).await;
    assert_eq!((delivery.unsent, delivery.trouble), (0, None), "the right one gets everything");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_another_school_is_not_used_up_by_this_ones_relay() {
    let school = School::with(&[]).await;
    let ticket = school.ticket(LAN).await;
    let address = school.relay.address().to_owned();
    let mut school = school;
    school.relay.kill();
    let mut stranger = RelayProcess::start_at(&school.folder().join("stranger"), &address);
    let lan = Person::at(LAN, &school.home_for(LAN)).await;

    assert_eq!(lan.is_refused(JoinSchool { ticket: ticket.clone() }).await, Code::NotOurRelay);
    assert!(lan.does(GetStart {}).await.profiles.is_empty(), "no half book is left");
    stranger.kill();
    school.relay.restart();
    lan.does(JoinSchool { ticket }).await;
}
