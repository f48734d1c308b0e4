use super::*;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::full_name("Nguyễn Văn A", "nguyen van a")]
#[case::dd("Đặng Thị Yến", "dang thi yen")]
#[case::decomposed("Đặng Thị Yê\u{301}n", "dang thi yen")]
#[case::many_spaces("  Lê \t Văn\u{a0}Tám ", "le van tam")]
#[case::old_and_new_tone_place("hoà", "hoa")]
#[case::hard_letters("Ặ Ễ Ỗ Ữ Ỵ ợ ẵ", "a e o u y o a")]
fn text_folds_for_search(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(fold(text), expected);
}

#[rstest]
#[case::quotes("“Thẻ lỗi sai” trong Toán 8", "\"Thẻ lỗi sai\" trong Toán 8.")]
#[case::capitals("THẺ LỖI SAI trong toán 8", "Thẻ lỗi sai trong Toán 8")]
fn equal_titles_share_a_key(#[case] one: &str, #[case] other: &str) {
    assert_eq!(title_key(one), title_key(other));
}

#[test]
fn a_search_for_mai_finds_three_people() {
    let people = ["Ngô Thị Mai", "Phùng Thị Tuyết Mai", "Mai Thị Sen", "Đào Thị Ái", "Tạ Thị Minh Hiền"];
    let found = people.iter().filter(|name| matches("mai", name).is_some()).count();

    assert_eq!(found, 3);
}

#[rstest]
#[case::with_marks("Mai Thị", "Mai Thị Sen", Some(Rank::Exact))]
#[case::without_marks("mai thi", "Mai Thị Sen", Some(Rank::Phrase))]
#[case::other_marks("mải", "Mai Thị Sen", Some(Rank::Phrase))]
#[case::apart("mai sen", "Mai Thị Sen", Some(Rank::Words))]
#[case::inside_a_word("en", "Mai Thị Sen", None)]
#[case::quoted_word("the loi", "“Thẻ lỗi sai” trong Toán 8", Some(Rank::Phrase))]
#[case::nothing_asked("  ", "Mai Thị Sen", None)]
#[case::nfd_person("dang thi yen", "Đặng Thị Yê\u{301}n", Some(Rank::Phrase))]
fn answers_are_ranked(#[case] query: &str, #[case] text: &str, #[case] expected: Option<Rank>) {
    assert_eq!(matches(query, text), expected);
}

#[rstest]
#[case::given_name_first(&["Đào Thị Ái", "Phan Đức Anh", "Lâm Thế Ân"])]
#[case::family_name_second(&["Lê Văn Tám", "Trần Văn Tám"])]
#[case::middle_name_last(&["Lê An Tám", "Lê Văn Tám"])]
#[case::d_before_dd(&["Lê Dung", "Lê Đan"])]
#[case::tones_break_ties(&["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"])]
#[case::letters_before_tones(&["Lê Ạn", "Lê Anh"])]
#[case::foreign_letters(&["Lê Ê", "Lê Fan", "Lê Gan"])]
fn names_sort_as_in_a_vietnamese_list(#[case] expected: &[&str]) {
    let mut names = expected.to_vec();
    names.reverse();
    names.sort_by_key(|name| name_sort_key(name));

    assert_eq!(names, expected);
}

#[test]
fn a_decomposed_name_sorts_like_the_composed_one() {
    assert_eq!(name_sort_key("Đặng Thị Yê\u{301}n"), name_sort_key("Đặng Thị Yến"));
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC*") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(nfc(&nfc(&text)), nfc(&text));
        prop_assert_eq!(fold(&nfc(&text)), fold(&text));
        let _ = (title_key(&text), name_sort_key(&text));
    }
}
