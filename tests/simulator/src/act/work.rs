//! Writing and deciding.

use api::{
    Approve, AttachEvidence, Audience, Edit, EditInitiative, GetInitiative, GetReview, ListQueue, MarkSeen,
    ReturnInitiative, ShareWithAuthors, Submit, Withdraw,
};
use domain::id::InitiativeId;
use domain::record::{Part, RemarkTarget};
use domain::sheet::Value;
use testkit::Registration;

use crate::school::{School, Word};
use crate::{Dice, Operation, world};

/// What came of a call, in a word.
fn outcome<T>(done: Option<Result<T, api::Error>>, well: &str) -> String {
    match done {
        Some(Ok(_)) => well.to_owned(),
        Some(Err(error)) => format!("{:?}", error.code),
        None => "no power".to_owned(),
    }
}

pub async fn register(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let who = operation.who % school.machines.len();
    let title = format!("Sáng kiến {}", school.next_name());
    let machine = &school.machines[who];
    world::let_run(machine.number);
    let id = school.post.fairly(machine, Registration::titled(&title).by(machine.person())).await;
    school.works.push(id);
    let part = Part::Registration;
    match dice.below(4) {
        0 => "a draft".to_owned(),
        1 => outcome(school.has(who, operation, ShareWithAuthors { id }).await, "shared"),
        _ => outcome(school.has(who, operation, Submit { id, part, pledge: true }).await, "handed in"),
    }
}

pub async fn edit(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let Some((who, id, view)) = one_that_can_be_edited(school, operation, dice).await else {
        return "nothing to edit".to_owned();
    };
    if view.can_withdraw && dice.happens(6) {
        let request = Withdraw { id, reason: "Để sang năm".to_owned() };
        return outcome(school.has(who, operation, request).await, "withdrawn");
    }
    let word = format!("lời {}", school.next_name());
    let entry = format!("quantities/{:016x}/what", dice.roll());
    let mut edits = vec![Edit { path: entry, value: Value::Text(word.clone()) }];
    if dice.happens(60) {
        let words = Value::Text(format!("Cần thêm {word}"));
        edits.push(Edit { path: "support_needed".to_owned(), value: words });
    }
    let edited = school.has(who, operation, EditInitiative { id, edits }).await;
    if matches!(edited, Some(Ok(_))) {
        let machine = school.machines[who].number;
        school.words.push(Word { work: id, text: word.clone(), machine });
    }
    let name = &school.machines[who].name;
    outcome(edited, &format!("{name} {word}"))
}

/// An initiative with a machine on which it can be edited: first the operation's own.
pub async fn one_that_can_be_edited(
    school: &mut School,
    operation: &Operation,
    dice: &mut Dice,
) -> Option<(usize, InitiativeId, Box<api::InitiativeView>)> {
    let machines = school.machines.len();
    for who in (0..machines).map(|further| (operation.who + further) % machines) {
        let mut works = school.works.clone();
        while !works.is_empty() {
            let id = works.swap_remove(dice.below(works.len()));
            if let Some(Ok(view)) = school.has(who, operation, GetInitiative { id }).await
                && view.can_edit
            {
                return Some((who, id, Box::new(view)));
            }
        }
    }
    None
}

pub async fn decide(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    // Whoever leads a department or the school has something to decide.
    let who = [1, 2, 5, operation.who % school.machines.len()][dice.below(4)];
    let Some(Ok(queue)) = school.has(who, operation, ListQueue {}).await else { return String::new() };
    let Some(item) = dice.one_of(&queue) else { return "an empty queue".to_owned() };
    let (id, part, stage) = (item.initiative.id, item.part, item.stage);
    let Some(Ok(review)) = school.has(who, operation, GetReview { id }).await else {
        return "it cannot be opened".to_owned();
    };
    let heads = review.initiative.heads;
    let name = school.machines[who].name.clone();
    let told = match dice.below(10) {
        0 => outcome(school.has(who, operation, MarkSeen { id, heads }).await, "seen"),
        1..=3 => {
            let (text, targets) = ("Cần thêm số liệu".to_owned(), vec![RemarkTarget::Whole]);
            let request = ReturnInitiative { id, part, stage, heads, text, targets };
            outcome(school.has(who, operation, request).await, "returned")
        }
        _ => {
            let request = Approve { id, part, stage, heads, text: String::new() };
            outcome(school.has(who, operation, request).await, "approved")
        }
    };
    format!("{name} as {stage:?} {told}")
}

pub async fn attach(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let editable = one_that_can_be_edited(school, operation, dice).await;
    // A file of a draft waits with its draft, for ever if need be.
    let Some((who, id, _)) = editable.filter(|(_, _, view)| view.audience > Audience::Device) else {
        return "nothing to attach to".to_owned();
    };
    let path = school.folder().join(format!("bang-{}.pdf", school.made));
    school.next_name();
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(dice.below(3_000) + 20, 0);
    dice.fill(&mut bytes[9..]);
    std::fs::write(&path, bytes).expect("there is room");
    let path = Some(path.to_string_lossy().into_owned());
    let (title, caption, supports) = ("Bảng điểm".to_owned(), String::new(), Vec::new());
    let request = AttachEvidence { id, upload: None, path, title, caption, supports };
    outcome(school.has(who, operation, request).await, "attached")
}
