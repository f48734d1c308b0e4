//! Handing in and taking back.

use api::{Code, Error, Submit};
use domain::record::{Part, RecordBody, RecordKind};
use domain::submission::missing;
use engine::NewRecord;
use protocol::{Audience, Capacity, DocId, Role, Verb};

use super::{share, writers};
use crate::decide::put_record;
use crate::session::Work;
use crate::view::{self, may_sign};

/// Hands in a part in the version on this machine: a draft leaves the device first.
///
/// # Errors
/// `incomplete` with what is missing, `wrong_state` where there is nothing to hand in or the day is
/// over and the rules refuse late work.
pub fn submit(work: &mut Work<'_>, doc: DocId, request: &Submit) -> Result<(), Error> {
    let opened = view::with_case(work, doc, |work, case| {
        let mut gaps: Vec<serde_json::Value> = missing(&case.initiative, request.part, &case.movement)
            .into_iter()
            .map(|gap| serde_json::json!({ "path": gap.path, "reason": gap.reason.name() }))
            .collect();
        if !request.pledge {
            gaps.push(serde_json::json!({ "path": "pledge", "reason": "empty" }));
        }
        if !gaps.is_empty() {
            return Err(Error::new(Code::Incomplete).with("missing", gaps));
        }
        if view::is_closed_by_date(case, request.part) {
            return Err(wrong_state(case, request.part).with("reason", "deadline"));
        }
        if !view::may_submit(work, case, request.part)? {
            return Err(may_not(work, case, request.part)?);
        }
        Ok(case.opened)
    })?;
    match opened {
        None => share::leave_device(work, doc, Audience::Group)?,
        Some(opened) => {
            share::widen(work, doc, opened.audience, Audience::Group)?;
            writers::follow(work, doc)?;
            super::announce(work, doc)?;
        }
    }
    let record = view::with_case(work, doc, |work, case| {
        let capacity = may_sign(work, doc, Verb::Submit, None)?.unwrap_or(Capacity::of(Role::Author));
        let period = case.initiative.period.unwrap_or(domain::period::Period::WholeYear);
        let body = RecordBody::Submit { part: request.part, period, pledge: request.pledge };
        let version =
            case.document.binding(&case.document.heads()).map_err(|failure| super::failed(&failure))?;
        Ok(NewRecord {
            version: Some(version),
            after: case.newest(),
            ..NewRecord::new(RecordKind::Submit, capacity, body)
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

/// Takes back the part that was handed in last.
///
/// # Errors
/// `wrong_state` where nothing was handed in.
pub fn withdraw(work: &mut Work<'_>, doc: DocId, reason: &str) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| {
        let part = view::withdrawable(case).ok_or_else(|| wrong_state(case, case.state.shown_part))?;
        let capacity = may_sign(work, doc, Verb::Withdraw, None)?;
        let capacity = capacity.ok_or_else(|| Error::new(Code::NotAllowed).with("act", "withdraw"))?;
        Ok(NewRecord {
            looked_at: case.document.heads(),
            after: case.newest(),
            text: reason.to_owned(),
            ..NewRecord::new(RecordKind::Withdraw, capacity, RecordBody::Withdraw { part })
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

fn may_not(work: &Work<'_>, case: &view::Case<'_>, part: Part) -> Result<Error, Error> {
    let entitled = case.opened.is_none() || may_sign(work, case.doc, Verb::Submit, None)?.is_some();
    Ok(if entitled { wrong_state(case, part) } else { Error::new(Code::NotAllowed).with("act", "submit") })
}

fn wrong_state(case: &view::Case<'_>, part: Part) -> Error {
    Error::new(Code::WrongState).with("status", case.part(part).status.name()).with("part", part.name())
}
