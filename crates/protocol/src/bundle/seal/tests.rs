use super::{open, seal, seal_plain};
use crate::{BoxKey, BoxSecret};

fn unhex<const N: usize>(hex: &str) -> [u8; N] {
    std::array::from_fn(|place| u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).unwrap())
}

#[test]
fn the_suite_is_that_of_rfc_9180_appendix_a_2_1() {
    let to = unhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
    let random = unhex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
    let texts: [&[u8]; 2] = [b"Ode on a Grecian Urn", b"Count-0"];

    let sealed = seal_plain(BoxKey::from_bytes(to), texts, b"Beauty is truth, truth beauty", random).unwrap();
    let ephemeral: [u8; 32] = unhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    let expected: [u8; 45] =
        unhex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28");
    assert_eq!(sealed, (ephemeral.to_vec(), expected.to_vec()));
}

#[test]
fn a_key_opens_for_its_recipient_and_its_file_alone() {
    let secret = BoxSecret::from_bytes([7; 32]);
    let sealed = seal(secret.public(), b"file one", &[1; 32], [2; 32]).unwrap();

    assert_eq!(open(&secret, b"file one", &sealed), Some([1; 32]));
    assert_eq!(open(&secret, b"file two", &sealed), None, "the key of another file");
    assert_eq!(open(&BoxSecret::from_bytes([8; 32]), b"file one", &sealed), None, "another's secret");
}

#[test]
fn nothing_is_sealed_to_a_key_that_is_no_point_of_the_right_order() {
    assert_eq!(seal(BoxKey::ZERO, b"", &[1; 32], [2; 32]), None);
}
