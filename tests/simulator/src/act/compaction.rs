//! Weeks in which much is written: machines save documents whole, and the relay lets payloads go.

use api::{Edit, EditInitiative, SyncNow};
use domain::id::InitiativeId;
use domain::sheet::Value;

use super::{DAY, work};
use crate::school::School;
use crate::{Dice, Operation, world};

/// Edits after which a second member saves a document whole too.
const EDITS: usize = 33;

/// Somebody writes much in one initiative; its machine saves it whole, some days later somebody else's
/// does, and once everybody has read both the relay tidies up.
pub async fn weeks(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let Some((who, id, _)) = work::one_that_can_be_edited(school, operation, dice).await else {
        return "nothing to edit".to_owned();
    };
    write_much(school, operation, who, id).await;
    for days in [0, 1, 9, 1, 16] {
        world::pass(days * DAY + DAY / 12);
        everybody_syncs(school, operation).await;
        school.post.tidies().await;
    }
    let gone = school.post.witness.payloads_let_go();
    format!("{} wrote, {gone} payloads are gone", school.machines[who].name)
}

/// Writes one line over and over; what stands there in the end may be somebody else's.
async fn write_much(school: &mut School, operation: &Operation, who: usize, id: InitiativeId) {
    for _ in 0..EDITS {
        let value = Value::Text(format!("tuần {}", school.next_name()));
        let edits = vec![Edit { path: "quantities/0000000000000007/what".to_owned(), value }];
        // Where the book is closed or full, less is written.
        let _ = school.has(who, operation, EditInitiative { id, edits }).await;
    }
}

async fn everybody_syncs(school: &mut School, operation: &Operation) {
    for who in 0..school.machines.len() {
        // What the weather takes comes another day.
        let _ = school.has(who, operation, SyncNow {}).await;
    }
}
