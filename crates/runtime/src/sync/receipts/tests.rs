use protocol::{Cursor, Epoch};
use rstest::rstest;

use super::Life;

fn cursor(epoch: u8, seq: u64) -> Cursor {
    Cursor { epoch: Epoch::from_bytes([epoch; 16]), seq, chain: [0; 8] }
}

#[rstest]
#[case::of_this_life(cursor(2, 90), 90)]
#[case::before_this_one_began(cursor(1, 40), 40)]
#[case::of_what_was_lost(cursor(1, 80), 60)]
#[case::of_a_life_before_that(cursor(7, 80), 0)]
fn a_receipt_of_an_earlier_life_counts_up_to_where_this_one_began(
    #[case] cursor: Cursor,
    #[case] place: u64,
) {
    let life = Life { epoch: Epoch::from_bytes([2; 16]), base: Some(self::cursor(1, 60)) };

    assert_eq!(life.place(&cursor), place);
}
