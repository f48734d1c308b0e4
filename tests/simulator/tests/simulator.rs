//! The simulator tells the truth: it does the same twice, and it finds what is planted.

use simulator::{Act, Dice, Operation, Plan, Planted, Weather, run, shrink};

/// Seeds that are tried until one finds a planted bug.
const TRIED: u64 = 60;
/// The machine of the head of a department.
const KHOI: usize = 2;
/// The machine of a teacher.
const BACH: usize = 4;

/// Seeds of which each only does these things, in this order, by somebody who is named.
fn tells(planted: Planted, acts: &[(Act, usize)]) -> &'static str {
    let told = (1..=TRIED).find_map(|seed| {
        let mut dice = Dice::new(seed);
        let one = |&(act, who): &(Act, usize)| (act, who, Weather::Fair, dice.roll());
        let told = plan(&acts.iter().map(one).collect::<Vec<_>>());
        run(&told, Some(planted)).violation.filter(|_| run(&told, None).violation.is_none())
    });
    told.expect("a seed finds it").rule
}

fn plan(operations: &[(Act, usize, Weather, u64)]) -> Plan {
    let operation =
        |&(act, who, weather, dice): &(Act, usize, Weather, u64)| Operation { act, who, weather, dice };
    Plan { seed: 1, operations: operations.iter().map(operation).collect() }
}

/// Which rule the first seed breaks that finds a planted bug.
fn found(planted: Planted) -> &'static str {
    let broken = (1..=TRIED).find_map(|seed| {
        let broken = run(&Plan::of(seed), Some(planted)).violation;
        broken.filter(|_| run(&Plan::of(seed), None).violation.is_none())
    });
    broken.expect("a seed finds it").rule
}

#[test]
fn a_seed_does_the_same_each_time() {
    for seed in [3, 12, 44] {
        let (one, other) = (run(&Plan::of(seed), None), run(&Plan::of(seed), None));

        assert_eq!(one.trace, other.trace);
        assert_eq!(one.hash, other.hash, "every byte on the wire was the same");
    }
}

#[test]
fn weeks_of_writing_let_payloads_go_and_a_lost_relay_comes_back() {
    let fair = Weather::Fair;
    let acts = [(Act::Compact, BACH), (Act::Calm, 0), (Act::Join, BACH), (Act::LoseRelay, 0), (Act::Calm, 0)];
    for seed in 1..=4 {
        let mut dice = Dice::new(seed);
        let told = acts.map(|(act, who)| (act, who, fair, dice.roll()));

        let outcome = run(&plan(&told), None);

        assert!(outcome.violation.is_none(), "{seed}: {:?}", outcome.violation);
        let gone = |line: &&String| line.contains("payloads are gone") && !line.contains(" 0 payloads");
        assert!(outcome.trace.iter().find(gone).is_some(), "{seed}: {}", outcome.trace.join("\n"));
    }
}

#[test]
fn a_relay_that_answers_before_its_commit_is_found() {
    assert_eq!(found(Planted::AnswersBeforeCommit), "what is answered is on the disk");
}

#[test]
fn a_cursor_that_goes_to_the_largest_number_is_found() {
    assert_eq!(found(Planted::CursorToTheLargest), "a cursor never skips");
}

#[test]
fn a_relay_that_mixes_its_readers_up_is_found() {
    assert_eq!(found(Planted::ReadersAreMixedUp), "nobody gets what they may not read");
}

#[test]
fn a_restored_relay_that_forgets_revocations_is_found() {
    let acts = [
        (Act::BackUpRelay, 0),
        (Act::Revoke, BACH),
        (Act::Sync, 0),
        (Act::Edit, BACH),
        (Act::RestoreRelay, 0),
        (Act::Sync, BACH),
        (Act::Calm, 0),
    ];
    assert_eq!(tells(Planted::ForgetsRevocations, &acts), "a revoked machine writes nothing");
}

#[test]
fn what_has_no_effect_and_takes_no_place_is_found() {
    let acts = [(Act::Decide, KHOI), (Act::Ungrant, 0), (Act::Sync, KHOI)];
    assert_eq!(tells(Planted::VoidTakesNoPlace, &acts), "the relay answers as admission judges");
}

#[test]
fn a_revocation_that_ends_nothing_is_found() {
    assert_eq!(found(Planted::RevokedWriteOn), "equal prefixes are judged alike");
}

#[test]
fn what_is_shown_of_a_broken_rule_is_the_least_that_breaks_it() {
    let noise = [(Act::Edit, 3, Weather::Fair, 5), (Act::Sync, 4, Weather::Foul, 6)];
    let breaks = [(Act::Edit, 3, Weather::Fair, 1), (Act::Sync, 3, Weather::Fair, 2)];
    let power = [(Act::CrashRelay, 0, Weather::Fair, 3)];
    let whole = plan(&[noise, breaks].concat().into_iter().chain(power).chain(noise).collect::<Vec<_>>());
    let planted = Some(Planted::AnswersBeforeCommit);
    let violation = run(&whole, planted).violation.expect("the relay answered too early");

    let least = shrink(&whole, planted, &violation);

    assert!(least.operations.len() <= 3, "{least:?}");
    assert_eq!(run(&least, planted).violation.map(|found| found.rule), Some(violation.rule));
}
