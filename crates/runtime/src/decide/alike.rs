//! Identical items approved together: a record for each, bound to its own version, all or none.

use std::collections::BTreeSet;

use api::{ApproveAlike, Code, Error, MadeRecord};
use domain::id::InitiativeId;
use engine::NewRecord;
use protocol::DocId;

use super::opinion::{Said, Verdict, opinion};
use super::sign::put_record;
use crate::ids::Same;
use crate::session::Work;
use crate::view::{self, Case};

/// Approves each item.
///
/// # Errors
/// `not_alike` unless at least two different items wait for the asker in these versions, with the
/// same to decide; otherwise as the approval of one.
pub fn approve(work: &mut Work<'_>, request: &ApproveAlike) -> Result<Vec<MadeRecord>, Error> {
    let different: BTreeSet<InitiativeId> = request.items.iter().map(|item| item.id).collect();
    if different.len() < 2 || different.len() < request.items.len() {
        return Err(Error::new(Code::NotAlike));
    }
    let mut made = Vec::new();
    for (initiative, approval) in approvals(work, request)? {
        let doc: DocId = initiative.same();
        made.push(MadeRecord { initiative, record: put_record(work, doc, &approval)? });
        work.changed(doc);
    }
    Ok(made)
}

/// Makes every approval before the first is signed.
fn approvals(work: &mut Work<'_>, request: &ApproveAlike) -> Result<Vec<(InitiativeId, NewRecord)>, Error> {
    let mut approvals = Vec::new();
    let mut common: Option<String> = None;
    for item in &request.items {
        let said = Said {
            part: request.part,
            stage: request.stage,
            heads: item.heads.clone(),
            text: String::new(),
            verdict: Verdict::Approve,
        };
        let (approval, name) = view::with_case(work, item.id.same(), |work, case| {
            let approval = opinion(work, case, &said)?;
            let name = to_decide(case, &said, &approval);
            Ok((approval, name))
        })?;
        let name = name.filter(|name| common.as_ref().is_none_or(|common| common == name));
        if name.is_none() {
            return Err(Error::new(Code::NotAlike).with("id", item.id.to_string()));
        }
        common = name;
        approvals.push((item.id, approval));
    }
    Ok(approvals)
}

/// Names what is to be decided, where the asker is asked and approves the present version.
fn to_decide(case: &Case<'_>, said: &Said, approval: &NewRecord) -> Option<String> {
    let mut waiting = case.part(said.part).waiting.iter();
    let asks_me =
        waiting.any(|waiting| waiting.stage == said.stage && waiting.desk.members().contains(&case.me));
    let version = approval.version.as_ref()?;
    let is_present = version.heads == case.document.heads();
    if asks_me && is_present { view::to_decide(case, said.part, said.stage) } else { None }
}

#[cfg(test)]
mod tests;
