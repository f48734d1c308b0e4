use proptest::prelude::*;
use rstest::rstest;

use super::{PieceKind, Splice, difference_pieces, splices};

fn apply(before: &str, splices: &[Splice]) -> String {
    let mut characters: Vec<char> = before.chars().collect();
    for splice in splices.iter().rev() {
        characters.splice(splice.position..splice.position + splice.deleted, splice.inserted.chars());
    }
    characters.into_iter().collect()
}

#[rstest]
#[case::a_word_put_in("học sinh yếu", "học sinh còn yếu", 1)]
#[case::a_word_replaced("đầu năm 31 em", "đầu năm 14 em", 1)]
#[case::words_added_at_the_end("Toán 8", "Toán 8 và Toán 9", 1)]
#[case::nothing_changed("Toán 8", "Toán 8", 0)]
#[case::written_from_nothing("", "Thẻ lỗi sai", 1)]
#[case::all_taken_out("Thẻ lỗi sai", "", 1)]
#[case::two_places("một hai ba bốn", "mốt hai ba tư", 2)]
fn an_edit_becomes_few_splices(#[case] before: &str, #[case] after: &str, #[case] count: usize) {
    let found = splices(before, after);

    assert_eq!(found.len(), count);
    assert_eq!(apply(before, &found), after);
}

#[test]
fn a_replaced_word_takes_the_space_before_it_along() {
    let expected = Splice { position: 3, deleted: 4, inserted: " dog".to_owned() };

    assert_eq!(splices("the cat sat", "the dog sat"), [expected]);
}

#[test]
fn a_reader_sees_kept_removed_and_added_words() {
    let pieces = difference_pieces("còn 12 em", "còn 14 em");

    let shown: Vec<_> = pieces.iter().map(|piece| (piece.kind, piece.text.as_str())).collect();
    assert_eq!(
        shown,
        [
            (PieceKind::Same, "còn "),
            (PieceKind::Removed, "12"),
            (PieceKind::Added, "14"),
            (PieceKind::Same, " em")
        ]
    );
}

proptest! {
    #[test]
    fn splices_turn_one_text_into_the_other(before in "[a-c đ\n]{0,30}", after in "[a-c đ\n]{0,30}") {
        prop_assert_eq!(apply(&before, &splices(&before, &after)), after);
    }

    #[test]
    fn pieces_hold_both_texts(before in "[a-c ]{0,20}", after in "[a-c ]{0,20}") {
        let pieces = difference_pieces(&before, &after);
        let joined = |without| -> String {
            pieces.iter().filter(|piece| piece.kind != without).map(|piece| piece.text.as_str()).collect()
        };
        prop_assert_eq!(joined(PieceKind::Added), before);
        prop_assert_eq!(joined(PieceKind::Removed), after);
    }
}

#[rstest]
#[case::others_words_stay("một hai", "một", "một hai ba", "một ba")]
#[case::both_took_the_same_out("một hai", "một", "một", "một")]
#[case::both_put_the_same_in("một", "một hai", "một hai", "một hai")]
#[case::two_places("một hai ba", "mốt hai ba", "một hai bốn", "mốt hai bốn")]
fn two_edits_of_one_text_are_put_together(
    #[case] base: &str,
    #[case] one: &str,
    #[case] other: &str,
    #[case] both: &str,
) {
    assert_eq!(super::merged(base, one, other), both);
}
