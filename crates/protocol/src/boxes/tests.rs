use super::BoxSecret;
use crate::{RelayKey, SigningKey};

#[test]
fn a_relay_can_open_what_is_sealed_to_the_key_made_from_its_signing_key() {
    let seed = [7; 32];
    let relay = RelayKey::from_bytes(SigningKey::from_seed(seed).public());
    let scalar = ed25519_dalek::SigningKey::from_bytes(&seed).to_scalar_bytes();

    assert_eq!(BoxSecret::from_bytes(scalar).public(), relay.box_key());
}
