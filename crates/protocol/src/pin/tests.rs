use super::{open_with_pin, seal_with_pin};

#[test]
fn only_the_same_pin_opens_what_it_sealed() {
    let sealed = seal_with_pin("271828", [1; 16], [2; 24], b"seed");
    assert_eq!(open_with_pin("271828", &sealed).as_deref(), Some(b"seed".as_slice()));
    assert_eq!(open_with_pin("271829", &sealed), None);
}

#[test]
fn a_changed_byte_opens_nothing() {
    let sealed = seal_with_pin("271828", [1; 16], [2; 24], b"");
    assert_eq!(open_with_pin("271828", &sealed), Some(Vec::new()));
    for place in [0, 16, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert_eq!(open_with_pin("271828", &changed), None, "byte {place}");
    }
    assert_eq!(open_with_pin("271828", &sealed[..30]), None, "a part of it");
}
