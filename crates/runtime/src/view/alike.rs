//! Giống hệt nhau: a name of what a stage is to decide, which identical items share.

use domain::difference::Changes;
use domain::movement::LatePolicy;
use domain::record::{Part, Record, RecordKind};
use domain::role::Stage;
use domain::status::{Submission, Verdict};

use super::Case;

/// Names what a stage is to decide of a part; nothing where it must be decided alone.
///
/// That is so for the asker's own work, for what a meeting decides, for what came later than the
/// rules accept, for values written apart, for a text that moved after it was handed in, and for
/// what came back to the stage otherwise than as a difference from what it approved.
pub fn to_decide(case: &Case<'_>, part: Part, stage: Stage) -> Option<String> {
    let submission = case.part(part).submission.as_ref()?;
    let by_meeting = stage == Stage::Department && case.initiative.is_collective();
    let refused = submission.late.is_some() && case.movement.parameters.late_policy == LatePolicy::Refuse;
    if by_meeting || refused || case.is_mine() || !case.document.conflicts().is_empty() {
        return None;
    }
    let moved = case.versions.changes_since(&submission.heads)?;
    if !Changes::count(&moved, part).is_none() {
        return None;
    }
    let opinion = case.part(part).opinions.iter().rfind(|opinion| opinion.stages.contains(&stage));
    let (way, since) = match opinion {
        Some(opinion) if opinion.verdict == Verdict::Approved => {
            ("change", Some(case.record(opinion.record)?.heads.as_slice()))
        }
        None if is_first_registration(case, part, submission) => ("first", None),
        _ => return None,
    };
    let name = case.versions.to_decide(part, since)?;
    Some(format!("{} {} {way} {name}", part.name(), stage.name()))
}

/// A dossier tells of work that was done; only registrations can be the same from the first.
fn is_first_registration(case: &Case<'_>, part: Part, submission: &Submission) -> bool {
    let submits = |record: &&Record| {
        record.kind == RecordKind::Submit && record.part() == Some(part) && !case.is_void(record.id)
    };
    part == Part::Registration && case.records.iter().filter(submits).count() == submission.records.len()
}
