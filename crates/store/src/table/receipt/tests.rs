use protocol::{DeviceKey, MemberId};

use super::{Receipt, all, cap, take};
use crate::tests::empty;

fn receipt(device: u8, seq: u64) -> Receipt {
    Receipt { device: DeviceKey::from_bytes([device; 32]), member: MemberId::from_bytes([1; 16]), seq }
}

#[test]
fn an_older_receipt_changes_nothing() {
    let db = empty();
    take(&db, &receipt(1, 7)).expect("taken");
    take(&db, &receipt(1, 5)).expect("taken");

    assert_eq!(all(&db).expect("read"), [receipt(1, 7)]);
}

#[test]
fn a_new_epoch_keeps_receipts_up_to_its_base() {
    let db = empty();
    take(&db, &receipt(1, 7)).expect("taken");
    take(&db, &receipt(2, 3)).expect("taken");
    cap(&db, 4).expect("capped");

    let places: Vec<_> = all(&db).expect("read").into_iter().map(|receipt| receipt.seq).collect();
    assert_eq!(places, [4, 3]);
}
