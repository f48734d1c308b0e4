use protocol::{Checkpoint, Code, EnvId, Epoch, SigningKey, SpaceId, Value};
use rstest::rstest;

use super::{Agreement, told_by};
use crate::sync::SyncError;
use crate::sync::relay::RelayError;

fn checkpoint(epoch: u8, seq: u64, chain: u8) -> Checkpoint {
    Checkpoint {
        space: SpaceId::from_bytes([9; 16]),
        epoch: Epoch::from_bytes([epoch; 16]),
        base: None,
        seq,
        chain: [chain; 32],
        control: EnvId::ZERO,
        now: 0,
    }
}

#[rstest]
#[case::further(checkpoint(1, 8, 2), Agreement::GoesOn)]
#[case::the_same(checkpoint(1, 7, 1), Agreement::GoesOn)]
#[case::another_life(checkpoint(2, 3, 2), Agreement::GoesOn)]
#[case::less(checkpoint(1, 6, 1), Agreement::SaysLess)]
#[case::another_log_of_the_same_length(checkpoint(1, 7, 2), Agreement::Contradicts)]
fn what_the_relay_signs_is_compared_with_what_it_signed_before(
    #[case] new: Checkpoint,
    #[case] agreement: Agreement,
) {
    assert_eq!(Agreement::of(&checkpoint(1, 7, 1), &new), agreement);
}

#[rstest]
#[case::another_epoch(Code::EpochChanged, true)]
#[case::less_than_was_read(Code::LogRewound, true)]
#[case::something_else(Code::Recovering, false)]
fn the_relays_word_about_its_log_is_read_from_its_refusal(#[case] code: Code, #[case] tells: bool) {
    let signed = checkpoint(1, 7, 1).sign(&SigningKey::from_seed([5; 32]));
    let details = Value::Array(vec![Value::bytes(&signed.bytes), Value::bytes(signed.sig)]);

    let told = told_by(&SyncError::Relay(RelayError::Refused { code, details }));

    assert_eq!(told, tells.then_some(signed));
}

#[test]
fn a_refusal_with_other_details_tells_nothing() {
    for details in [Value::Null, Value::Array(vec![Value::Uint(1), Value::Uint(2)]), Value::Array(vec![])] {
        let refused = RelayError::Refused { code: Code::EpochChanged, details };
        assert_eq!(told_by(&SyncError::Relay(refused)), None);
    }
}
