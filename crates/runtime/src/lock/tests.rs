use std::time::Duration;

use api::Code;
use rstest::rstest;
use store::Store;
use store::setting::{self, Key};

use super::{Entry, LONGEST_WAIT, Pin, Watch, pass, wait};
use crate::keys::kept::hex;

const RIGHT: &str = "271828";

#[rstest]
#[case::good("271828", None)]
#[case::twelve("271828182845", None)]
#[case::five("27182", Some("length"))]
#[case::thirteen("2718281828459", Some("length"))]
#[case::letters("27182a", Some("digits"))]
#[case::all_alike("000000", Some("trivial"))]
#[case::counting_up("123456", Some("trivial"))]
#[case::counting_up_over_nine("789012", Some("trivial"))]
#[case::counting_down("654321", Some("trivial"))]
#[case::pairs("121212", Some("trivial"))]
#[case::threes("147147", Some("trivial"))]
fn a_pin_is_hard_to_guess(#[case] typed: &str, #[case] wrong_with: Option<&str>) {
    let reason = Pin::new(typed).err().map(|error| error.details["reason"].as_str().map(str::to_owned));
    assert_eq!(reason.flatten().as_deref(), wrong_with);
}

#[rstest]
#[case(0, 0)]
#[case(2, 0)]
#[case(3, 5)]
#[case(4, 10)]
#[case(8, 160)]
#[case(40, 3_600)]
fn each_wrong_pin_doubles_the_wait(#[case] wrong: u32, #[case] seconds: u64) {
    assert_eq!(wait(wrong), Duration::from_secs(seconds));
}

fn locked_book(folder: &std::path::Path) -> Store {
    let store = Store::open(&folder.join("book.db")).expect("an empty folder");
    let sealed = hex(&Pin::tried(RIGHT).seal(b"secret"));
    store.transaction(|connection| setting::set(connection, Key::Pin, &sealed)).expect("it can be written");
    store
}

fn tries(store: &Store, pin: &str, waited: Duration) -> Result<Option<Vec<u8>>, Code> {
    pass(store, Entry::Pin(&Pin::tried(pin), waited)).map_err(|error| error.code)
}

#[test]
fn wrong_pins_are_counted_over_restarts_and_the_right_one_forgets_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = locked_book(folder.path());
    for _ in 0..3 {
        assert_eq!(tries(&store, "314159", LONGEST_WAIT), Err(Code::WrongPin));
    }
    drop(store);
    let store = Store::open(&folder.path().join("book.db")).expect("it is ours");
    assert_eq!(
        tries(&store, RIGHT, Duration::from_secs(4)),
        Err(Code::PinWait),
        "too early, also after a restart"
    );
    assert_eq!(tries(&store, RIGHT, Duration::from_secs(5)), Ok(Some(b"secret".to_vec())));
    assert_eq!(tries(&store, "314159", Duration::ZERO), Err(Code::WrongPin), "nothing to wait for any more");
    assert_eq!(tries(&store, RIGHT, Duration::ZERO), Ok(Some(b"secret".to_vec())));
}

#[test]
fn a_locked_book_opens_for_nobody_without_a_pin() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = locked_book(folder.path());
    assert_eq!(pass(&store, Entry::Plain).map_err(|error| error.code), Err(Code::Locked));
}

#[test]
fn rest_is_counted_from_the_last_touch_and_never_before_the_first() {
    let watch = Watch::default();
    assert!(!watch.rested(Duration::ZERO), "nobody was ever there");
    watch.touch();
    assert!(watch.rested(Duration::ZERO));
    assert!(!watch.rested(Duration::from_mins(5)));
}
