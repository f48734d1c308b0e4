//! Ghi nhật ký tháng: one step for figures, words, a difficulty and evidence.

use api::{Code, Error, InitiativeView, LogMonth, NoteDifficulty};
use domain::id::EntryId;
use domain::initiative::Initiative;
use domain::sheet::Value;
use engine::Edit;

use super::{Undoable, change, edit_document, keep_change};
use crate::ids::Same;
use crate::session::{Session, Work};
use crate::{evidence, host, view};

/// Logs a month's work; late months are always accepted (domain, T-8).
///
/// # Errors
/// `bad_value` where nothing is said or a quantity or result is named that is not there.
pub async fn log_month(session: &Session, request: LogMonth) -> Result<InitiativeView, Error> {
    // Files are read before the transaction: nobody waits for a disk to hash a video.
    let files = evidence::finish_uploads(session, &request.uploads).await?;
    let answer = change(session, request.id.same(), |work, doc| {
        let Some(node) = work.document(doc)?.map(|document| document.node()) else {
            return Err(view::not_found(doc));
        };
        let initiative = Initiative::read(&node);
        check(&initiative, &request)?;
        let entry = EntryId::from_bytes(host::random());
        let mut edits = entry_edits(work, &initiative, entry, &request);
        if let Some(difficulty) = &request.difficulty {
            edits.extend(difficulty_edits(&initiative, entry, difficulty));
        }
        for (place, file) in files.iter().enumerate() {
            let order = initiative.evidence.len() + place;
            edits.extend(evidence::item_edits(work, file, order, &[format!("log:{entry}")])?);
        }
        let committed = edit_document(work, doc, &edits)?;
        keep_change(work, doc, committed, Undoable::Yes)?;
        evidence::keep_files(work, doc, &files)
    })?;
    evidence::forget_uploads(session, &request.uploads);
    Ok(answer)
}

fn check(initiative: &Initiative, request: &LogMonth) -> Result<(), Error> {
    let bad = |path: String, reason: &str| {
        Err(Error::new(Code::BadValue).with("path", path).with("reason", reason))
    };
    let says_nothing = request.work_done.trim().is_empty()
        && request.lesson.trim().is_empty()
        && request.quantities.is_empty()
        && request.interim.is_empty()
        && request.difficulty.is_none();
    if says_nothing {
        return bad("log/work_done".into(), "empty");
    }
    for logged in &request.quantities {
        if !initiative.quantities.iter().any(|quantity| quantity.id == logged.quantity) {
            return bad(format!("quantities/{}", logged.quantity), "unknown_entry");
        }
    }
    for logged in &request.interim {
        if initiative.result(logged.result).is_none() {
            return bad(format!("results/{}", logged.result), "unknown_entry");
        }
    }
    Ok(())
}

fn entry_edits(work: &Work<'_>, initiative: &Initiative, entry: EntryId, request: &LogMonth) -> Vec<Edit> {
    let field = |name: &str, value: Value| Edit::new(format!("log/{entry}/{name}"), value);
    let text = |text: &str| Value::Text(text.to_owned());
    let mut edits = vec![
        Edit::new(format!("log/{entry}"), Value::Flag(true)),
        field("month", Value::Text(request.month.to_string())),
        field("entered_at", Value::Integer(work.session.now().millis())),
        field("order", Value::Integer(initiative.log.len() as i64)),
        field("work_done", text(&request.work_done)),
        field("lesson", text(&request.lesson)),
    ];
    edits.extend(request.progress.iter().map(|progress| field("progress", text(progress))));
    for logged in &request.quantities {
        edits.push(field(&format!("quantities/{}", logged.quantity), Value::Number(logged.number)));
    }
    for logged in &request.interim {
        edits.push(field(&format!("interim/{}", logged.result), Value::Number(logged.value)));
        if let Some(whole) = logged.whole {
            edits.push(field(&format!("interim_whole/{}", logged.result), Value::Number(whole)));
        }
    }
    edits
}

fn difficulty_edits(initiative: &Initiative, entry: EntryId, noted: &NoteDifficulty) -> Vec<Edit> {
    let id = EntryId::from_bytes(host::random());
    let field =
        |name: &str, value: String| Edit::new(format!("difficulties/{id}/{name}"), Value::Text(value));
    let level = if noted.needs_help { "needs_help" } else { "self_handled" };
    let mut edits = vec![
        field("text", noted.text.clone()),
        field("level", level.to_owned()),
        field("request", noted.request.clone()),
        field("log", entry.to_string()),
        Edit::new(format!("difficulties/{id}/order"), Value::Integer(initiative.difficulties.len() as i64)),
    ];
    edits.extend(noted.addressed_to.map(|role| field("addressed_to", role.name().to_owned())));
    edits.extend(noted.wanted_by.map(|day| field("wanted_by", day.to_string())));
    edits
}
