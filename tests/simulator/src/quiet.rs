//! A time of calm: all is mended, everybody syncs, and what must hold is looked at.

mod rules;

use api::{GetDelivery, SyncNow};

use crate::machine::Standing;
use crate::school::School;
use crate::{Operation, Violation, world};

/// So often everybody syncs at most until nothing moves any more.
const ROUNDS: usize = 10;
/// After these rounds a day has passed: a relay that still waits for what it lost goes on without it.
const A_DAY_LATER: usize = 5;

/// Brings everybody together, and says how many rounds it took.
pub async fn calm(school: &mut School, operation: &Operation) -> String {
    let first = (operation.dice % 8) as usize;
    school.post.has_room(0).await;
    school.post.deliver_late().await;
    let mut trouble = Vec::new();
    let mut failed = vec![true; school.machines.len()];
    for round in 1..=ROUNDS {
        trouble = everybody_syncs(school, first, &mut failed).await;
        school.post.trace.note(format!("      round {round}: {}", trouble.join(", ")));
        if trouble.is_empty() {
            break;
        }
        if round == A_DAY_LATER {
            world::pass(25 * 3_600_000);
        }
    }
    school.introduce();
    school.learn_standings();
    let checked = if trouble.is_empty() {
        rules::check(school).await
    } else {
        Err(Violation::of("all is quiet in the end", trouble.join(", ")))
    };
    school.post.note(checked);
    format!("{} at the relay", school.post.witness.checkpoint().map_or(0, |state| state.head))
}

/// Everybody syncs who has something to send or to take, or who could not before; tells whose machine is
/// not done.
async fn everybody_syncs(school: &mut School, first: usize, failed: &mut [bool]) -> Vec<String> {
    let mut trouble = Vec::new();
    let machines = school.machines.len();
    for index in (0..machines).map(|further| (first + further) % machines) {
        let machine = &school.machines[index];
        let is_level = school.post.witness.checkpoint().is_some_and(|state| machine.is_level_with(&state));
        if is_level && !failed[index] {
            continue;
        }
        let synced = school.post.fairly(machine, machine.person().tries(SyncNow {})).await;
        failed[index] = synced.as_ref().map_or(true, |view| view.waiting > 0);
        let told = match synced {
            Ok(view) if view.pushed + view.pulled + view.files_sent + view.files_fetched > 0 => {
                "moves".to_owned()
            }
            Ok(_) => continue,
            Err(error) => format!("{:?} {:?}", error.code, error.details),
        };
        school.learn_standings();
        if school.machines[index].standing == Standing::Active {
            trouble.push(format!("{} {told}", school.machines[index].name));
        }
    }
    trouble
}

/// Nothing waits on a machine, and nothing is wrong with it.
async fn is_quiet(school: &mut School, index: usize) -> Result<(), Violation> {
    let machine = &school.machines[index];
    let delivery = match school.post.fairly(machine, machine.person().tries(GetDelivery {})).await {
        Ok(delivery) => delivery,
        other => {
            return Err(Violation::of("all is quiet in the end", format!("{}: {other:?}", machine.name)));
        }
    };
    if delivery.unsent == 0 && delivery.unsent_files == 0 && delivery.trouble.is_none() {
        return Ok(());
    }
    let what = format!("{}: {} wait, {:?}", machine.name, delivery.unsent, delivery.trouble);
    Err(Violation::of("all is quiet in the end", what))
}
