use super::support::key;
use protocol::{Entrance, Malformed, RelayKey, SigningKey, TlsHash};

fn entrance(authority: Option<[u8; 32]>) -> Entrance {
    let address = "http://192.168.1.10:7420".to_owned();
    Entrance { address, tls: TlsHash::from_bytes([7; 32]), authority }
}

fn relay() -> RelayKey {
    RelayKey::from_bytes(key().public())
}

#[test]
fn what_the_relay_says_of_its_door_is_read_back() {
    for authority in [None, Some([8; 32])] {
        let said = entrance(authority);

        assert_eq!(Entrance::open(&said.seal(&key()), &relay()), Ok(said));
    }
}

#[test]
fn what_another_says_of_the_door_is_refused() {
    let sealed = entrance(Some([8; 32])).seal(&SigningKey::from_seed([5; 32]));

    assert_eq!(Entrance::open(&sealed, &relay()), Err(Malformed));
}

#[test]
fn no_byte_of_it_can_be_exchanged() {
    let sealed = entrance(Some([8; 32])).seal(&key());

    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert_eq!(Entrance::open(&changed, &relay()), Err(Malformed), "byte {place}");
    }
    assert_eq!(Entrance::open(&sealed[..sealed.len() - 1], &relay()), Err(Malformed));
}
