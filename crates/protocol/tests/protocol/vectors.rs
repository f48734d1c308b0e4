//! What is held and what is lacking, as sets of numbers.

use proptest::prelude::*;
use protocol::{Checkpoint, DeviceKey, EnvId, Epoch, HaveAnswer, HaveRequest, HaveStage, SpaceId, Vector};

const AUTHORS: [DeviceKey; 2] = [DeviceKey::from_bytes([1; 32]), DeviceKey::from_bytes([2; 32])];

fn vector() -> impl Strategy<Value = Vector> {
    let range = (0..AUTHORS.len(), 1..30_u64, 0..6_u64);
    prop::collection::vec(range, 0..8).prop_map(|ranges| {
        Vector::of(ranges.into_iter().map(|(author, from, more)| (AUTHORS[author], from, from + more)))
    })
}

proptest! {
    #[test]
    fn sums_and_differences_hold_exactly_the_numbers_that_they_should(one in vector(), two in vector()) {
        let (and, without, within) = (one.and(&two), one.without(&two), one.within(&two));
        for author in AUTHORS {
            for number in 0..40 {
                let (a, b) = (one.holds(author, number), two.holds(author, number));
                prop_assert_eq!(and.holds(author, number), a || b);
                prop_assert_eq!(without.holds(author, number), a && !b);
                prop_assert_eq!(within.holds(author, number), a && b);
            }
        }
        prop_assert_eq!(one.without(&two).is_empty(), one.ranges().all(|(author, from, to)| {
            (from..=to).all(|number| two.holds(author, number))
        }));
    }

    #[test]
    fn a_vector_is_read_back(one in vector()) {
        prop_assert_eq!(Vector::from_bytes(&one.to_bytes()), Ok(one));
    }
}

#[test]
fn ranges_to_the_end_of_all_numbers_and_backwards_ones_do_no_harm() {
    let all = Vector::of([(AUTHORS[0], 1, u64::MAX), (AUTHORS[0], 5, 3)]);
    let hole = Vector::of([(AUTHORS[0], 7, u64::MAX)]);

    assert_eq!(all.without(&hole), Vector::of([(AUTHORS[0], 1, 6)]));
    assert!(hole.without(&all).is_empty());
}

#[test]
fn the_question_and_its_answer_are_read_back() {
    let held = Vector::of([(AUTHORS[0], 1, 9)]);
    let checkpoint = Checkpoint {
        space: SpaceId::from_bytes([9; 16]),
        epoch: Epoch::from_bytes([1; 16]),
        base: None,
        seq: 3,
        chain: [4; 32],
        control: EnvId::ZERO,
        now: -5,
    };
    let checkpoint = Some(checkpoint.sign(&protocol::SigningKey::from_seed([5; 32])));
    let skipped = Vector::default();
    let request = HaveRequest { held: held.clone(), skipped, checkpoint, stage: HaveStage::Sent };
    let answer = HaveAnswer { send: Vector::default(), want: held, recovering: true };

    assert_eq!(HaveRequest::from_bytes(&request.to_bytes()), Ok(request));
    assert_eq!(HaveAnswer::from_bytes(&answer.to_bytes()), Ok(answer));
}
