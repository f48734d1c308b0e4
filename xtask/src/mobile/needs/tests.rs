use std::path::{Path, PathBuf};

use super::{Machine, ndk, of_android, of_ios};

fn nothing() -> Machine {
    Machine { variable: |_| None, has_program: |_| false, names_in: |_| Vec::new(), is_mac: false }
}

/// A machine with Android's SDK and two NDKs beside each other.
fn android() -> Machine {
    Machine {
        variable: |name| (name == "ANDROID_HOME").then(|| "/sdk".into()),
        has_program: |name| matches!(name, "java" | "rustup"),
        names_in: |folder| {
            let names: &[&str] = if folder == Path::new("/sdk") { &["ndk"] } else { &["27.2.1", "9.0.4"] };
            names.iter().map(|name| (*name).to_owned()).collect()
        },
        is_mac: false,
    }
}

#[test]
fn a_bare_machine_is_told_everything_at_once() {
    assert_eq!(of_android(&nothing()).len(), 4);
    assert_eq!(of_ios(&Machine { is_mac: true, ..nothing() }).len(), 4);
}

#[test]
fn ios_is_for_a_mac() {
    let said = of_ios(&nothing());
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("macOS"));
}

#[test]
fn the_newest_ndk_of_the_sdk_serves() {
    assert!(of_android(&android()).is_empty());
    assert_eq!(ndk(&android()), Some(PathBuf::from("/sdk/ndk/27.2.1")));
}

#[test]
fn an_sdk_that_is_only_named_does_not_count() {
    let machine = Machine { names_in: |_| Vec::new(), ..android() };
    assert_eq!(of_android(&machine).len(), 2, "neither SDK nor NDK is there");
}
