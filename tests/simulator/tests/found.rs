//! What seeds have found, so that it stays mended.

use simulator::{Act, Dice, Operation, Plan, Weather, run};

/// Does these things, in this order, by some numbers, and expects every rule to hold.
fn hold(acts: &[(Act, usize, Weather)], seeds: std::ops::RangeInclusive<u64>) {
    for seed in seeds {
        let mut dice = Dice::new(seed);
        let one =
            |&(act, who, weather): &(Act, usize, Weather)| Operation { act, who, weather, dice: dice.roll() };
        let plan = Plan { seed, operations: acts.iter().map(one).collect() };
        let outcome = run(&plan, None);
        assert!(outcome.violation.is_none(), "{seed}: {:?}\n{}", outcome.violation, outcome.trace.join("\n"));
    }
}

#[test]
fn who_got_a_role_reads_what_it_opens_though_the_first_answer_was_cut() {
    let grants = (Act::Grant, 4, Weather::Fair);
    let syncs = (Act::Sync, 4, Weather::Foul);

    hold(&[grants, syncs, grants, syncs, (Act::Calm, 0, Weather::Fair)], 1..=8);
}

#[test]
fn an_entry_that_a_rolled_back_relay_lost_comes_back_though_nobody_else_took_it() {
    let acts = [Act::BackUpRelay, Act::Join, Act::RestoreRelay, Act::Calm];

    hold(&acts.map(|act| (act, 1, Weather::Fair)), 1..=6);
}

#[test]
fn a_place_that_a_rolled_back_relay_gives_away_twice_stops_no_machine() {
    let acts =
        [(Act::BackUpRelay, 0), (Act::Grant, 4), (Act::RestoreRelay, 0), (Act::Register, 3), (Act::Sync, 3)];
    let acts = acts.map(|(act, who)| (act, who, Weather::Fair));

    hold(&[acts.as_slice(), &[(Act::Calm, 0, Weather::Fair)]].concat(), 1..=6);
}

#[test]
fn who_gets_a_role_back_reads_what_was_written_meanwhile() {
    let fair = Weather::Fair;
    let grant = [(Act::Grant, 4, fair), (Act::Sync, 4, fair)];
    let without = [(Act::Ungrant, 0, fair), (Act::Sync, 4, fair), (Act::Edit, 3, fair), (Act::Sync, 3, fair)];
    let acts = [grant.as_slice(), &without, &[(Act::Sync, 4, fair)], &grant, &[(Act::Calm, 0, fair)]];

    hold(&acts.concat(), 1..=24);
}

#[test]
fn a_file_of_work_written_after_a_lost_answer_arrives() {
    let (fair, foul) = (Weather::Fair, Weather::Foul);
    let acts =
        [(Act::Revoke, 4, foul), (Act::Register, 0, foul), (Act::Attach, 0, fair), (Act::Calm, 0, fair)];

    hold(&acts, 1..=12);
}

#[test]
fn who_brings_the_grant_back_that_a_relay_lost_reads_what_it_opens() {
    let acts = [
        (Act::BackUpRelay, 1),
        (Act::Grant, 7),
        (Act::Calm, 0),
        (Act::RestoreRelay, 7),
        (Act::Sync, 7),
        (Act::RestoreRelay, 6),
        (Act::Sync, 7),
        (Act::Calm, 0),
    ];

    hold(&acts.map(|(act, who)| (act, who, Weather::Fair)), 1..=24);
}

#[test]
fn a_file_of_brought_work_that_no_relay_takes_is_not_waited_for() {
    let one = |act, who, weather, dice| Operation { act, who, weather, dice };
    let operations = vec![
        one(Act::CloneMachine, 3, Weather::Foul, 12_967_262_997_074_385_219),
        one(Act::Attach, 3, Weather::Foul, 14_607_751_452_317_447_043),
        one(Act::Ungrant, 0, Weather::Foul, 14_912_812_989_600_726_239),
        one(Act::Stick, 3, Weather::Fair, 5_439_002_195_350_865_241),
        one(Act::Calm, 0, Weather::Fair, 13_471_592_037_921_847_355),
    ];

    let outcome = run(&Plan { seed: 66, operations }, None);

    assert!(outcome.violation.is_none(), "{:?}\n{}", outcome.violation, outcome.trace.join("\n"));
}
