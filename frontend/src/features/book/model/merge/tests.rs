use rstest::rstest;

use super::{from_utf16, join, to_utf16};

#[rstest]
#[case::only_mine("thẻ lỗi", "thẻ lỗi sai", "thẻ lỗi", "thẻ lỗi sai")]
#[case::only_theirs("thẻ lỗi", "thẻ lỗi", "60 thẻ lỗi", "60 thẻ lỗi")]
#[case::mine_before_theirs("a b c", "x b c", "a b y", "x b y")]
#[case::theirs_before_mine("a b c", "a b y", "x b c", "x b y")]
#[case::both_at_the_end("a", "a mine", "a theirs", "a theirs mine")]
#[case::both_replace_one_word("số 14", "số 22", "số 15", "số 225")]
#[case::i_delete_what_they_extend("một hai ba", "một ba", "một hai rưỡi ba", "một rưỡi ba")]
#[case::from_nothing("", "mine", "theirs", "theirsmine")]
fn nothing_written_is_lost(#[case] base: &str, #[case] mine: &str, #[case] theirs: &str, #[case] both: &str) {
    assert_eq!(join(base, mine, theirs, 0).text, both);
}

#[test]
fn the_caret_moves_with_words_that_came_before_it() {
    let joined = join("b", "b tôi", "aa b", 5);
    assert_eq!(joined.text, "aa b tôi");
    assert_eq!(joined.caret, 8);
}

#[test]
fn the_caret_stays_before_words_that_came_after_it() {
    let joined = join("a z", "ab z", "a z và nữa", 2);
    assert_eq!(joined.text, "ab z và nữa");
    assert_eq!(joined.caret, 2);
}

#[test]
fn a_browser_counts_pairs_for_rare_characters() {
    assert_eq!(from_utf16("a😀b", 3), 2);
    assert_eq!(to_utf16("a😀b", 2), 3);
}
