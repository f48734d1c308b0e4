use super::named;

fn people() -> Vec<String> {
    ["luu-dinh-khoi", "mai-thi-sen", "ngo-thi-mai", "nguyen-thi-lan"].map(ToOwned::to_owned).to_vec()
}

#[test]
fn a_person_is_found_by_the_whole_name_or_one_word() {
    assert_eq!(named(&people(), "nguyen-thi-lan").unwrap(), "nguyen-thi-lan");
    assert_eq!(named(&people(), "khoi").unwrap(), "luu-dinh-khoi");
}

#[test]
fn a_word_of_several_people_names_nobody() {
    assert_eq!(named(&people(), "mai"), None);
    assert_eq!(named(&people(), "list"), None);
}
