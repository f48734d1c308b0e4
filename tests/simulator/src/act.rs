//! What each operation does.

mod compaction;
mod membership;
mod relay;
mod work;

use crate::machine::{Machine, Standing};
use crate::post::{Conditions, Task};
use crate::school::School;
use crate::world::{self, Host};
use crate::{Act, Dice, Operation, quiet, sticks};

/// Bytes that no disk has: a relay that must keep so much free takes nothing.
const NO_ROOM: u64 = u64::MAX / 2;
/// A day, in milliseconds.
const DAY: i64 = 24 * 3_600_000;

/// Does one operation, and says what came of it.
pub async fn perform(school: &mut School, operation: &Operation) {
    let mut dice = Dice::new(operation.dice);
    world::pass(60_000 + (operation.dice % 1_800_000) as i64);
    let who = operation.who % school.machines.len();
    let told = match operation.act {
        Act::Register => work::register(school, operation, &mut dice).await,
        Act::Edit => work::edit(school, operation, &mut dice).await,
        Act::Decide => work::decide(school, operation, &mut dice).await,
        Act::Attach => work::attach(school, operation, &mut dice).await,
        Act::Sync => sync(school, operation, &mut dice).await,
        Act::Join => membership::join(school, operation).await,
        Act::Grant => membership::grant(school, operation, &mut dice).await,
        Act::Ungrant => membership::ungrant(school, operation, &mut dice).await,
        Act::Revoke => membership::revoke(school, operation).await,
        Act::Readmit => membership::readmit(school, operation, &mut dice).await,
        Act::BackUpRelay => relay::back_up(school, &mut dice).await,
        Act::RestoreRelay => relay::restore(school, &mut dice).await,
        Act::LoseRelay => relay::lose(school).await,
        Act::CrashRelay => {
            school.post.loses_power(&mut dice).await;
            String::new()
        }
        Act::BackUpMachine => {
            school.machines[who].is_backed_up().await;
            String::new()
        }
        Act::RestoreMachine => restore_machine(school, who).await,
        Act::CloneMachine => clone_machine(school, who).await,
        Act::CrashMachine => crash_machine(school, who, operation, &mut dice).await,
        Act::Stick => sticks::carry(school, operation, &mut dice).await,
        Act::Compact => compaction::weeks(school, operation, &mut dice).await,
        Act::Clock => jump(school, who, &mut dice),
        Act::FillDisk => fill(school, NO_ROOM).await,
        Act::FreeDisk => fill(school, 0).await,
        Act::Calm => quiet::calm(school, operation).await,
    };
    school.introduce();
    let name = &school.machines[who].name;
    let line = format!("{:?} {name} {:?}: {told}", operation.act, operation.weather);
    school.post.trace.note(line);
}

async fn fill(school: &mut School, reserve: u64) -> String {
    school.post.has_room(reserve).await;
    String::new()
}

/// Several machines sync at once; which request comes first is left to chance.
async fn sync(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let first = operation.who % school.machines.len();
    let mut whose = vec![first];
    for _ in 0..dice.below(3) {
        let other = dice.below(school.machines.len());
        if !whose.contains(&other) {
            whose.push(other);
        }
    }
    let machines = &school.machines;
    let tasks = whose.iter().map(|who| task(&machines[*who])).collect();
    let mut conditions =
        Conditions { weather: operation.weather, dice: Dice::new(operation.dice ^ 0x9), power: None };
    let synced = school.post.together(tasks, &mut conditions).await;
    let told = whose.iter().zip(synced).map(|(who, synced)| {
        let name = &school.machines[*who].name;
        match synced {
            Some(Ok(view)) => format!("{name} {} up {} down", view.pushed, view.pulled),
            Some(Err(error)) => format!("{name} {:?}", error.code),
            None => format!("{name} no power"),
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

fn task(machine: &Machine) -> Task<'_, Result<api::SyncView, api::Error>> {
    (machine.number, Box::pin(machine.person().tries(api::SyncNow {})))
}

async fn restore_machine(school: &mut School, who: usize) -> String {
    if !school.machines[who].is_put_back().await {
        return "no copy".to_owned();
    }
    // What it made since is only where it was sent to.
    let number = school.machines[who].number;
    school.words.retain(|word| word.machine != number);
    school.forgets_what_nobody_holds();
    String::new()
}

async fn clone_machine(school: &mut School, who: usize) -> String {
    if who == 0 || school.machines[who].standing != Standing::Active {
        return "not this one".to_owned();
    }
    let number = school.machines.len();
    let home = school.folder().join(format!("clone-{number}"));
    let clone = school.machines[who].is_cloned(number, &home).await;
    let original = school.machines[who].number;
    school.words.retain(|word| word.machine != original);
    school.machines.push(clone);
    school.forgets_what_nobody_holds();
    String::new()
}

async fn crash_machine(school: &mut School, who: usize, operation: &Operation, dice: &mut Dice) -> String {
    let letters = dice.below(8);
    let mut conditions = Conditions {
        weather: operation.weather,
        dice: Dice::new(operation.dice ^ 0xb),
        power: Some(letters),
    };
    let done = school.post.together(vec![task(&school.machines[who])], &mut conditions).await;
    let in_the_middle = done.iter().all(Option::is_none);
    let tears = dice.happens(60);
    let tear = |folder: &std::path::Path| {
        for profile in std::fs::read_dir(folder.join("profiles")).into_iter().flatten().flatten() {
            if tears {
                crate::disk::tear(&profile.path(), dice).expect("there is room");
            }
        }
    };
    school.machines[who].loses_power(tear).await;
    format!("{} letters, {}", letters, if in_the_middle { "in the middle" } else { "afterwards" })
}

fn jump(school: &School, who: usize, dice: &mut Dice) -> String {
    let days = dice.below(7_300) as i64 - 3_650;
    let host = if dice.happens(40) { Host::Relay } else { Host::Machine(school.machines[who].number) };
    if dice.happens(30) {
        world::right_clock(host);
        return format!("{host:?} set right");
    }
    world::set_clock(host, days * DAY);
    format!("{host:?} by {days} days")
}
