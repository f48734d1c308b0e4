//! Approve, return, settle, revoke.

use api::{Acknowledge, Code, Error, RevokeRecord, Settle};
use domain::id::ChangeId;
use domain::record::{Outcome, Part, RecordBody, RecordKind, RemarkTarget};
use domain::role::Stage;
use domain::status::Status;
use engine::NewRecord;
use protocol::{DocId, Verb};

use super::sign::{capacity, opened_version, put_record};
use super::words;
use crate::book::failed;
use crate::session::Work;
use crate::view::{self, Case};

/// What a stage says.
pub enum Verdict {
    /// Duyệt.
    Approve,
    /// Trả lại, with what the words are about.
    Return(Vec<RemarkTarget>),
}

/// An opinion as it was given.
pub struct Said {
    /// Registration or dossier.
    pub part: Part,
    /// The stage.
    pub stage: Stage,
    /// The version that was read.
    pub heads: Vec<ChangeId>,
    /// The words.
    pub text: String,
    /// The verdict.
    pub verdict: Verdict,
}

/// Signs an opinion on exactly the version that was read.
pub fn say(work: &mut Work<'_>, doc: DocId, said: &Said) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| opinion(work, case, said))?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

/// Makes the record of an opinion on exactly the version that was read.
pub fn opinion(work: &Work<'_>, case: &Case<'_>, said: &Said) -> Result<NewRecord, Error> {
    let (kind, verb, body) = match &said.verdict {
        Verdict::Approve => {
            let body = RecordBody::Approve { part: said.part, targets: Vec::new() };
            (RecordKind::Approve, Verb::Approve, body)
        }
        Verdict::Return(targets) => {
            words(&said.text)?;
            let targets = if targets.is_empty() { vec![RemarkTarget::Whole] } else { targets.clone() };
            (RecordKind::Return, Verb::Return, RecordBody::Return { part: said.part, targets })
        }
    };
    let capacity = capacity(work, case, verb, Some(said.stage))?;
    must_be_asked(case, said)?;
    let heads = opened_version(work, case, &said.heads)?;
    let version = case.document.binding(&heads).map_err(|failure| failed(&failure))?;
    Ok(NewRecord {
        stage: Some(said.stage),
        version: Some(version),
        after: case.newest(),
        text: said.text.clone(),
        ..NewRecord::new(kind, capacity, body)
    })
}

/// Signs what the department's meeting said of a collective's entry.
pub fn acknowledge(work: &mut Work<'_>, doc: DocId, request: &Acknowledge) -> Result<(), Error> {
    let Acknowledge { part, members, present, in_favour, .. } = *request;
    if in_favour == 0 || in_favour > present || present > members {
        return Err(Error::new(Code::BadValue).with("path", "in_favour").with("reason", "impossible_count"));
    }
    let record = view::with_case(work, doc, |work, case| {
        let capacity = capacity(work, case, Verb::Acknowledge, None)?;
        must_be_handed_in(case, part)?;
        let heads = opened_version(work, case, &request.heads)?;
        let version = case.document.binding(&heads).map_err(|failure| failed(&failure))?;
        let body = RecordBody::Acknowledge { part, members, present, in_favour };
        Ok(NewRecord {
            version: Some(version),
            after: case.newest(),
            text: request.text.clone(),
            ..NewRecord::new(RecordKind::Acknowledge, capacity, body)
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

fn must_be_handed_in(case: &Case<'_>, part: Part) -> Result<(), Error> {
    let status = &case.part(part).status;
    if matches!(status, Status::Draft | Status::Withdrawn) {
        return Err(Error::new(Code::WrongState).with("status", status.name()).with("part", part.name()));
    }
    Ok(())
}

/// An opinion needs a part that is handed in, and a stage of its chain.
fn must_be_asked(case: &Case<'_>, said: &Said) -> Result<(), Error> {
    must_be_handed_in(case, said.part)?;
    let part = case.part(said.part);
    if part.stages.iter().any(|stage| stage.stage == said.stage) {
        return Ok(());
    }
    Err(Error::new(Code::NotAllowed)
        .with("act", "approve")
        .with("stage", said.stage.name())
        .with("reason", "not_asked"))
}

/// Settles opinions that differ, by somebody who is neither of both.
pub fn settle(work: &mut Work<'_>, doc: DocId, request: &Settle) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| {
        let capacity = capacity(work, case, Verb::Settle, None)?;
        let differing = case.part(request.part).differing.clone();
        if differing.is_empty() {
            let status = case.part(request.part).status.name();
            return Err(Error::new(Code::WrongState).with("status", status));
        }
        if differing.iter().any(|id| case.record(*id).is_some_and(|record| record.signer == case.me)) {
            return Err(Error::new(Code::NotAllowed).with("act", "settle").with("reason", "not_neutral"));
        }
        let heads = opened_version(work, case, &request.heads)?;
        let version = case.document.binding(&heads).map_err(|failure| failed(&failure))?;
        let outcome = if request.approved { Outcome::Approved } else { Outcome::Returned };
        let body = RecordBody::Settle { part: request.part, differing, outcome };
        Ok(NewRecord {
            version: Some(version),
            after: case.newest(),
            text: words(&request.text)?.to_owned(),
            ..NewRecord::new(RecordKind::Settle, capacity, body)
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}

/// Takes an own record back, with a reason.
pub fn revoke(work: &mut Work<'_>, doc: DocId, request: &RevokeRecord) -> Result<(), Error> {
    let record = view::with_case(work, doc, |work, case| {
        let text = words(&request.text)?.to_owned();
        let revoked = case.record(request.record).ok_or_else(|| view::not_found(doc))?;
        if revoked.signer != case.me {
            return Err(Error::new(Code::NotAllowed).with("act", "revoke").with("reason", "not_own"));
        }
        if case.is_void(revoked.id) {
            return Err(Error::new(Code::WrongState).with("status", "revoked"));
        }
        let capacity = capacity(work, case, Verb::Revoke, None)?;
        let body = RecordBody::Revoke { record: request.record };
        Ok(NewRecord {
            looked_at: case.document.heads(),
            after: case.newest(),
            text,
            ..NewRecord::new(RecordKind::Revoke, capacity, body)
        })
    })?;
    put_record(work, doc, &record)?;
    work.changed(doc);
    Ok(())
}
