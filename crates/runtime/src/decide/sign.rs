//! What every decision has in common: capacity, version, predecessors, signature.

use api::{Code, Error};
use domain::id::{ChangeId, RecordId};
use domain::role::Stage;
use engine::{NewRecord, RecordError};
use protocol::{Capacity, ChangeHash, DocId, Verb};

use crate::error;
use crate::ids::Same;
use crate::session::Work;
use crate::view::{Case, may_sign};

/// Signs a record as every other machine will judge it, queues it, and gives its id.
pub fn put_record(work: &mut Work<'_>, doc: DocId, record: &NewRecord) -> Result<RecordId, Error> {
    let content = record.encode().map_err(|failure| unwritable(&failure))?;
    Ok(work.sign(doc, None, content)?.same())
}

fn unwritable(failure: &RecordError) -> Error {
    match failure {
        RecordError::TextTooLong { most, .. } => {
            Error::new(Code::BadValue).with("path", "text").with("reason", "too_long").with("most", *most)
        }
        other => error::internal(other),
    }
}

/// Finds the capacity in which the asker may do an act, or says why there is none.
pub fn capacity(
    work: &Work<'_>,
    case: &Case<'_>,
    verb: Verb,
    stage: Option<Stage>,
) -> Result<Capacity, Error> {
    if let Some(capacity) = may_sign(work, case.doc, verb, stage)? {
        return Ok(capacity);
    }
    let judges =
        domain::record::RecordKind::from_code(verb.code()).is_some_and(domain::record::RecordKind::judges);
    if judges && case.initiative.participants().contains(&case.me) {
        return Err(Error::new(Code::OwnWork).with("act", verb.name()));
    }
    let role = case.people.roles_of(case.me).first().map_or("member", |role| role.name());
    let refused = Error::new(Code::NotAllowed).with("act", verb.name()).with("role", role);
    Err(match stage {
        Some(stage) => refused.with("stage", stage.name()),
        None => refused,
    })
}

/// Checks that a version is the one that was opened on this machine, and gives its heads.
///
/// # Errors
/// `not_this_version`: nobody approves what they did not read.
pub fn opened_version(
    work: &Work<'_>,
    case: &Case<'_>,
    heads: &[ChangeId],
) -> Result<Vec<ChangeHash>, Error> {
    let mut heads: Vec<ChangeHash> = heads.iter().map(Same::same).collect();
    heads.sort_unstable();
    heads.dedup();
    let known = !heads.is_empty() && case.document.has(&heads);
    let opened = store::opened::was_opened(work.connection(), case.doc, &heads).map_err(error::from_store)?;
    if known && opened { Ok(heads) } else { Err(Error::new(Code::NotThisVersion)) }
}
