use super::school::{BACH, HIEN, KHOI, LAN, NGOC, PHUONG, SON, Story, VINH};
use crate::id::RecordId;
use crate::record::Outcome;
use proptest::prelude::*;

/// Tells a story from numbers: who does what, having seen what.
fn story(steps: &[(u8, u8, u32)]) -> Story {
    let mut story = Story::new();
    story.versions.material.insert(2, 1);
    story.versions.now = 2;
    for (who, what, seen) in steps {
        let ids: Vec<RecordId> = story.records.iter().map(|record| record.id).collect();
        let after: Vec<RecordId> = ids
            .iter()
            .enumerate()
            .filter(|(index, _)| seen >> (index % 32) & 1 == 1)
            .map(|(_, id)| *id)
            .collect();
        let signer = [LAN, BACH, KHOI, NGOC, SON, PHUONG, VINH, HIEN][usize::from(*who) % 8];
        let target = after.last().copied();
        match (what % 8, target) {
            (0, _) => story.submits(LAN, 1 + what % 2, &after),
            (1, _) => story.submits(BACH, 2, &after),
            (2, _) => story.returns(signer, 1, &after),
            (3, Some(record)) => story.revokes(signer, record, &after),
            (4, Some(_)) => story.settles(signer, &after, Outcome::Approved),
            (5, _) => story.withdraws(LAN, &after),
            (6, _) if who % 4 == 0 => story.reopens(VINH, &after),
            _ => story.approves(signer, 1 + what % 2, &after),
        };
    }
    story
}

proptest! {
    #[test]
    fn t_11_any_order_of_the_same_records_gives_the_same_state(
        steps in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u32>()), 0..14),
        order in any::<u64>(),
    ) {
        let story = story(&steps);
        let mut shuffled = story.records.clone();
        let mut state = order | 1;
        for index in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(index, (state >> 33) as usize % (index + 1));
        }
        if let Some(first) = shuffled.first().cloned() {
            shuffled.push(first);
        }
        prop_assert_eq!(story.state_of(&shuffled), story.state());
    }

    #[test]
    fn records_in_a_circle_do_no_harm(
        steps in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u32>()), 1..10),
    ) {
        let mut story = story(&steps);
        let ids: Vec<RecordId> = story.records.iter().map(|record| record.id).collect();
        for record in &mut story.records {
            record.after.clone_from(&ids);
        }
        let _ = story.state();
    }
}
