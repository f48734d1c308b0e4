use super::without_names;

/// A module of a custom section with this name and an empty type section.
fn module(section: &str) -> Vec<u8> {
    let mut bytes = b"\0asm\x01\0\0\0".to_vec();
    bytes.extend([0, u8::try_from(section.len()).unwrap() + 3, u8::try_from(section.len()).unwrap()]);
    bytes.extend(section.as_bytes());
    bytes.extend([7, 7]);
    bytes.extend([1, 1, 0]);
    bytes
}

#[test]
fn the_names_go_and_everything_else_stays() {
    let slim = without_names(&module("name")).unwrap();

    assert_eq!(slim, b"\0asm\x01\0\0\0\x01\x01\0");
    assert_eq!(without_names(&module("target_features")).unwrap(), module("target_features"));
}

#[test]
fn a_module_that_is_cut_off_is_refused() {
    let whole = module("name");

    assert!(without_names(&whole[..whole.len() - 1]).is_err());
    assert!(without_names(b"<!doctype html>").is_err());
}
