use super::key;

#[test]
fn the_second_key_names_the_entry() {
    assert_eq!(key("results/00000000000000a1/unit"), "00000000000000a1");
    assert_eq!(key("title"), "");
}
