//! Remarks and difficulties.

use api::{AddRemark, AnswerDifficulty, Code, Error, ResolveDifficulty};
use domain::id::EntryId;
use domain::record::{RecordBody, RecordKind};
use engine::{Binding, NewRecord};
use protocol::{DocId, Verb};

use super::sign::{capacity, put_record};
use super::words;
use crate::book::failed;
use crate::session::Work;
use crate::view::{self, Case};

/// Says something and decides nothing.
pub fn remark(work: &mut Work<'_>, doc: DocId, request: &AddRemark) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| {
        let body = RecordBody::Remark { target: request.target.clone(), reply_to: None };
        Ok(NewRecord {
            looked_at: case.document.heads(),
            after: case.newest(),
            text: words(&request.text)?.to_owned(),
            ..NewRecord::new(RecordKind::Remark, capacity(work, case, Verb::Remark, None)?, body)
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

/// Answers a difficulty in the version on this machine.
pub fn answer(work: &mut Work<'_>, doc: DocId, request: &AnswerDifficulty) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| {
        must_be_there(case, request.difficulty)?;
        let body = RecordBody::AnswerDifficulty {
            difficulty: request.difficulty,
            action: request.action.trim().to_owned(),
            by_when: request.by_when,
        };
        Ok(NewRecord {
            version: Some(version(case)?),
            after: case.newest(),
            text: words(&request.text)?.to_owned(),
            ..NewRecord::new(
                RecordKind::AnswerDifficulty,
                capacity(work, case, Verb::AnswerDifficulty, None)?,
                body,
            )
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

/// Says whether the answer helped.
pub fn resolve(work: &mut Work<'_>, doc: DocId, request: &ResolveDifficulty) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| {
        must_be_there(case, request.difficulty)?;
        let body = RecordBody::ResolveDifficulty { difficulty: request.difficulty, solved: request.solved };
        Ok(NewRecord {
            version: Some(version(case)?),
            after: case.newest(),
            text: request.text.clone(),
            ..NewRecord::new(
                RecordKind::ResolveDifficulty,
                capacity(work, case, Verb::ResolveDifficulty, None)?,
                body,
            )
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

fn must_be_there(case: &Case<'_>, difficulty: EntryId) -> Result<(), Error> {
    if case.initiative.difficulties.iter().any(|one| one.id == difficulty) {
        return Ok(());
    }
    Err(Error::new(Code::BadValue)
        .with("path", format!("difficulties/{difficulty}"))
        .with("reason", "unknown_entry"))
}

fn version(case: &Case<'_>) -> Result<Binding, Error> {
    case.document.binding(&case.document.heads()).map_err(|failure| failed(&failure))
}
