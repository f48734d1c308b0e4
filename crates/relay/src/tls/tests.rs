use super::authority::Authority;
use super::machine::Machine;
use super::name::{Name, grouped};
use super::{Identity, Reading, files};
use crate::clock;
use crate::config::Https;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const DAY: i64 = 86_400_000;

fn listen(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn opened(data: &Path, names: &[&str], address: &str, now: i64) -> Arc<Identity> {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Identity::open(data, &Https { names, own: None }, listen(address), now).unwrap()
}

fn machine(names: &[&str]) -> Machine {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Machine::now(&names, listen("127.0.0.1:7420"))
}

#[test]
fn a_certificate_is_renewed_before_it_ends_and_keeps_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let now = clock::now();
    let identity = opened(folder.path(), &[], "127.0.0.1:7420", now);
    let (key, until) = (identity.key_hash(), identity.shown().reading.until);

    assert!(!identity.refresh(now).unwrap(), "nothing has changed");
    assert!(!identity.refresh(now + 300 * DAY).unwrap(), "there is time");
    assert!(identity.refresh(now + 370 * DAY).unwrap(), "it ends soon");

    assert!(identity.shown().reading.until.timestamp() > until.timestamp());
    assert_eq!(identity.key_hash(), key, "clients that pin it go on");
}

#[test]
fn a_certificate_made_by_a_clock_that_was_ahead_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let now = clock::now();
    let identity = opened(folder.path(), &[], "127.0.0.1:7420", now + 3_000 * DAY);

    assert!(identity.refresh(now).unwrap());

    assert!(identity.shown().reading.is_good(&BTreeSet::new(), now));
}

#[test]
fn no_certificate_lives_longer_than_browsers_take() {
    let folder = tempfile::tempdir().unwrap();
    let now = clock::now();
    let reading = opened(folder.path(), &[], "127.0.0.1:7420", now).shown().reading;

    let life = Duration::from_secs((reading.until.timestamp() - reading.from.timestamp()) as u64);

    assert!(life <= Duration::from_hours(398 * 24), "{life:?}");
    assert!(reading.from.timestamp() * 1000 < now, "also for a tablet whose clock is behind");
}

#[test]
fn an_authority_vouches_for_the_network_and_given_names_alone() {
    let folder = tempfile::tempdir().unwrap();
    files::make_folder(folder.path()).unwrap();
    let authority = Authority::open(folder.path(), &machine(&["so.truong.vn"]), clock::now()).unwrap();
    let permits = |name: &str| {
        let asked = machine(&[name]);
        authority.permitted(&asked).contains(&Name::read(name))
    };
    for name in ["192.168.1.10", "10.1.2.3", "172.31.0.9", "fd12::1", "tram.local", "so.truong.vn"] {
        assert!(permits(name), "{name}");
    }
    for name in ["8.8.8.8", "172.32.0.1", "2001:db8::1", "example.org", "truong.vn", "xlocal", "bad name"] {
        assert!(!permits(name), "{name}");
    }
}

#[test]
fn people_are_told_the_first_name_and_else_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &str, [&str; 2]); 4] = [
        (&["tram.local", "so.lan"], "0.0.0.0:7420", ["tram.local:7420", "tram.local:7420"]),
        (&["192.168.1.10"], "127.0.0.1:443", ["192.168.1.10", "192.168.1.10:443"]),
        (&[], "127.0.0.1:7420", ["127.0.0.1:7420", "127.0.0.1:7420"]),
        (&[], "[::1]:80", ["[::1]:80", "[::1]"]),
    ];
    for (names, address, [https, http]) in cases {
        let identity = opened(folder.path(), names, address, clock::now());
        assert_eq!(identity.secure_address(), format!("https://{https}"));
        assert_eq!(identity.open_address(), format!("http://{http}"));
    }
}

#[test]
fn a_name_is_told_from_an_address() {
    assert_eq!(Name::read(" Tram.LOCAL. "), Name::Dns("tram.local".to_owned()));
    assert_eq!(Name::read("fd12::1").for_url(), "[fd12::1]");
    assert!(!Name::read("*.truong.vn").is_whole());
    for (text, sound) in [("tram", true), ("fd12::1", true), ("tram:7420", false), ("http://tram", false)] {
        assert_eq!(Name::read(text).is_sound(), sound, "{text}");
    }
    assert_eq!(grouped(&[0xab, 0x01]), "AB 01");
}

#[test]
fn what_is_no_certificate_is_not_read() {
    assert!(Reading::of(b"garbage").is_none());
}
