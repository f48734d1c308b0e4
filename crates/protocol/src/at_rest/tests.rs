use super::{BlockCipher, key_for, key_of};

#[test]
fn a_block_opens_in_its_place_with_its_key_and_nowhere_else() {
    let cipher = BlockCipher::new(&[1; 32]);
    let sealed = cipher.seal(7, [2; 24], "Bản nháp".as_bytes());
    assert_eq!(sealed.len(), "Bản nháp".len() + BlockCipher::OVERHEAD);
    assert_eq!(cipher.open(7, &sealed).as_deref(), Some("Bản nháp".as_bytes()));
    assert_eq!(cipher.open(8, &sealed), None, "another place");
    assert_eq!(BlockCipher::new(&[3; 32]).open(7, &sealed), None, "another key");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(cipher.open(7, &changed), None, "byte {at}");
    }
    assert_eq!(cipher.open(7, &sealed[..20]), None, "cut short");
}

#[test]
fn keys_of_other_purposes_and_other_files_are_other_keys() {
    let root = [9; 32];
    let (one, two) = (key_for("ssk 2026 one", &root), key_for("ssk 2026 two", &root));
    assert!(one != two && one != root);
    assert!(key_of(&one, b"a") != key_of(&one, b"b") && key_of(&one, b"a") != key_of(&two, b"a"));
}
