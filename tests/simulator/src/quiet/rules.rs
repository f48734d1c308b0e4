//! What must hold when all is calm (protocol, section 21).

use std::collections::BTreeMap;

use api::{Code, GetInitiative, InitiativeView};
use domain::id::InitiativeId;
use ledger::{Finding, Ledger, PageRequest};
use protocol::{DocId, EnvId, reads_document};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::machine::{Machine, Standing};
use crate::school::School;
use crate::{Violation, quiet};

/// Checks every rule.
pub async fn check(school: &mut School) -> Result<(), Violation> {
    let active: Vec<usize> = (0..school.machines.len())
        .filter(|index| school.machines[*index].standing == Standing::Active)
        .collect();
    for index in &active {
        quiet::is_quiet(school, *index).await?;
    }
    the_log_is_judged_again(school)?;
    nothing_answered_is_lost(school)?;
    nobody_writes_past_the_cut(school)?;
    for index in &active {
        a_cursor_never_skips(school, &school.machines[*index])?;
    }
    views_agree(school, &active).await
}

fn log(school: &School) -> Result<&Connection, Violation> {
    school.post.witness.log().ok_or_else(|| Violation::of("the relay has its school again", "it has none"))
}

/// The whole log, judged once more from its first entry, gives what the relay's tables say.
fn the_log_is_judged_again(school: &School) -> Result<(), Violation> {
    let scratch = Connection::open_in_memory().expect("memory is there");
    let mut found: Vec<Finding> = Vec::new();
    ledger::audit(log(school)?, &scratch, &mut |finding| found.push(finding)).expect("the log can be read");
    match found.first() {
        None => Ok(()),
        Some(finding) => Err(Violation::of("equal prefixes are judged alike", format!("{finding:?}"))),
    }
}

/// What the relay once answered for is there, as long as anybody had it.
fn nothing_answered_is_lost(school: &School) -> Result<(), Violation> {
    let there: std::collections::BTreeSet<EnvId> = school.at_relay().into_iter().collect();
    let lost = school.post.witness.answered.iter().find(|(id, _)| !there.contains(id));
    lost.map_or(Ok(()), |(id, answered)| {
        let what = format!("{id}, number {} of {}", answered.aseq, answered.author);
        Err(Violation::of("nothing acknowledged is lost while one holder lives", what))
    })
}

/// What a revoked machine made past its cut has effect only where it was taken back.
fn nobody_writes_past_the_cut(school: &School) -> Result<(), Violation> {
    let witness = &school.post.witness;
    for (author, cut) in &witness.cuts {
        let sql = "SELECT env_id, aseq FROM log_envelope WHERE author = ?1 AND aseq > ?2 AND status = 0";
        let mut statement = log(school)?.prepare(sql).expect("a relay has a log");
        let past = statement
            .query_map((author.as_bytes(), cut.last as i64), |row| {
                Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, i64>(1)?))
            })
            .expect("the log can be read");
        for one in past {
            let (id, aseq) = one.expect("a row");
            if !witness.readmitted.contains(&EnvId::from_bytes(id)) {
                let what = format!("number {aseq} of {author}, who may have {}", cut.last);
                return Err(Violation::of("a revoked machine writes nothing", what));
            }
        }
    }
    Ok(())
}

/// A machine has everything that the relay would hand to it now, as it would hand it.
fn a_cursor_never_skips(school: &School, machine: &Machine) -> Result<(), Violation> {
    let (Some(device), Some(member), Some(book)) = (machine.device(), machine.member(), machine.book())
    else {
        return Ok(());
    };
    let mut after = 0;
    loop {
        let request = PageRequest { member, device, after, max_bytes: usize::MAX, verify: false };
        let page = ledger::page(log(school)?, &request).expect("the log can be read");
        for item in page.items {
            let Ok(Some((seq, status, envelope))) = item.into_envelope() else { continue };
            let sql = "SELECT at, status, payload IS NOT NULL FROM log_envelope WHERE env_id = ?1";
            let here = book.query_row(sql, [envelope.id().as_bytes()], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)?, row.get::<_, bool>(2)?))
            });
            let wanted = (seq, i64::from(status as u8), envelope.payload().is_some());
            if here.as_ref().ok() != Some(&wanted) && !is_own_void(&here, &wanted) {
                let what = format!("{}: {} at {seq}: {here:?}, not {wanted:?}", machine.name, envelope.id());
                return Err(Violation::of("a cursor never skips", what));
            }
        }
        if page.complete {
            return Ok(());
        }
        after = page.upto;
    }
}

/// A payload that no longer travels may still be where it was made, or was read before.
fn is_own_void(here: &rusqlite::Result<(u64, i64, bool)>, wanted: &(u64, i64, bool)) -> bool {
    matches!(here, Ok((seq, _, true)) if *seq == wanted.0 && !wanted.2)
}

/// Machines that hold the same show the same; words that a machine called saved are there.
async fn views_agree(school: &mut School, active: &[usize]) -> Result<(), Violation> {
    for id in school.works.clone() {
        let mut shown: BTreeMap<usize, InitiativeView> = BTreeMap::new();
        for index in active {
            let machine = &school.machines[*index];
            let view = school.post.fairly(machine, machine.person().tries(GetInitiative { id })).await;
            match view {
                Ok(view) => drop(shown.insert(*index, view)),
                Err(error) if error.code == Code::NotFound && !reads(school, *index, id)? => {}
                Err(error) => {
                    let what = format!("{} cannot see {id}: {error:?}", school.machines[*index].name);
                    return Err(Violation::of("who may read it has it", what));
                }
            }
        }
        are_alike(school, id, &shown)?;
        words_are_there(school, id, &shown)?;
    }
    Ok(())
}

fn reads(school: &School, index: usize, id: InitiativeId) -> Result<bool, Violation> {
    let Some(member) = school.machines[index].member() else { return Ok(false) };
    let doc = DocId::from_bytes(*id.as_bytes());
    Ok(reads_document(member, doc, &Ledger::placed(log(school)?)).expect("the log can be read"))
}

/// What everybody must see alike.
fn seen(view: &InitiativeView) -> Value {
    let mut records: Vec<String> =
        view.timeline.iter().filter_map(|item| Some(format!("{}", item.record?))).collect();
    records.sort();
    json!({
        "title": view.summary.title,
        "status": view.summary.status,
        "heads": view.heads,
        "quantities": view.quantities,
        "support": view.support_needed,
        "records": records,
        "stages": view.state.stages.iter().map(stage).collect::<Vec<_>>(),
        "void": view.state.void.len(),
        "evidence": view.evidence.len(),
        "conflicts": view.conflicts.len(),
    })
}

/// A stage without what differs by who looks.
fn stage(stage: &api::StageView) -> Value {
    let opinions: Vec<Value> = stage
        .opinions
        .iter()
        .map(|opinion| json!([opinion.record, opinion.verb, opinion.intact, opinion.text, opinion.person]))
        .collect();
    json!([stage.part, stage.stage, stage.state, opinions, stage.falls_to])
}

fn are_alike(
    school: &School,
    id: InitiativeId,
    shown: &BTreeMap<usize, InitiativeView>,
) -> Result<(), Violation> {
    let mut first: Option<(usize, Value)> = None;
    for (index, view) in shown {
        if !reads(school, *index, id)? {
            // Who may not read it any more keeps what they had.
            continue;
        }
        let seen = seen(view);
        match &first {
            None => first = Some((*index, seen)),
            Some((_, before)) if *before == seen => {}
            Some((other, before)) => {
                let (one, another) = (&school.machines[*other].name, &school.machines[*index].name);
                let what = format!("{id}: {one} and {another}: {}", difference(before, &seen));
                return Err(Violation::of("equal envelopes give equal views", what));
            }
        }
    }
    Ok(())
}

fn difference(one: &Value, other: &Value) -> String {
    let fields = one.as_object().into_iter().flatten().filter(|(key, value)| other[key.as_str()] != **value);
    fields
        .map(|(key, value)| format!("{key} {value} / {}", other[key.as_str()]))
        .collect::<Vec<_>>()
        .join("; ")
}

fn words_are_there(
    school: &School,
    id: InitiativeId,
    shown: &BTreeMap<usize, InitiativeView>,
) -> Result<(), Violation> {
    for word in school.words.iter().filter(|word| word.work == id) {
        let here = shown.iter().find(|(index, _)| school.machines[**index].number == word.machine);
        let Some((_, view)) = here else { continue };
        if !view.quantities.iter().any(|quantity| quantity.what == word.text) {
            let what = format!("{:?} in {id}, written on machine {}", word.text, word.machine);
            return Err(Violation::of("what was saved stays", what));
        }
    }
    Ok(())
}
