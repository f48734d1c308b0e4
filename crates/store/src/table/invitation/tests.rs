use domain::date::Moment;
use protocol::{InviteKey, MemberId};

use super::{Invitation, all, newest_of, remove, save};
use crate::tests::empty;

fn invitation(key: u8, made_at: i64) -> Invitation {
    Invitation {
        invite: InviteKey::from_bytes([key; 32]),
        member: MemberId::from_bytes([1; 16]),
        ticket: format!("SSK1:{key}"),
        made_at: Moment::from_millis(made_at),
        expires: Moment::from_millis(made_at + 1),
    }
}

#[test]
fn the_newest_invitation_of_a_member_counts() {
    let db = empty();
    save(&db, &invitation(1, 20)).expect("kept");
    save(&db, &invitation(2, 10)).expect("kept");

    assert_eq!(newest_of(&db, invitation(1, 0).member).expect("read"), Some(invitation(1, 20)));
    assert_eq!(newest_of(&db, MemberId::from_bytes([9; 16])).expect("read"), None);
    assert_eq!(all(&db).expect("read"), [invitation(2, 10), invitation(1, 20)]);
}

#[test]
fn a_used_invitation_can_be_forgotten() {
    let db = empty();
    save(&db, &invitation(1, 20)).expect("kept");
    remove(&db, invitation(1, 20).invite).expect("forgotten");

    assert!(all(&db).expect("read").is_empty());
}
