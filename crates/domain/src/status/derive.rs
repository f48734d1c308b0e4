//! The whole initiative: both parts, and what shows.

use super::order::Known;
use super::part::Judged;
use super::validity::{self, Voided};
use super::{InitiativeState, PartState, Status, StatusContext};
use crate::record::{Part, Record};

/// Derives the state of an initiative from its admitted records, in whatever order they stand.
///
/// Records that admission refused or voided are not given; records that this rule set voids are
/// listed with the reason.
pub fn derive(records: &[Record], context: &StatusContext<'_>) -> InitiativeState {
    let known = Known::new(records);
    let voids = validity::voids(&known, context);
    let state = |part: Part| Judged { known: &known, context, voids: &voids, part }.state();
    let (registration, dossier) = (state(Part::Registration), state(Part::Dossier));
    let (shown, shown_part) = shown(&registration, &dossier, context);
    let voids = voids.into_iter().map(|(record, why)| Voided { record, why }).collect();
    InitiativeState { registration, dossier, shown, shown_part, voids }
}

/// Chooses what shows: a withdrawn registration, else a dossier that was handed in, else the registration.
fn shown(registration: &PartState, dossier: &PartState, context: &StatusContext<'_>) -> (Status, Part) {
    let not_handed_in = dossier.status == Status::Draft;
    if registration.status == Status::Withdrawn {
        return (Status::Withdrawn, Part::Registration);
    }
    if !not_handed_in {
        return (dossier.status.clone(), Part::Dossier);
    }
    if registration.status == Status::Approved {
        let status = if context.closed.is_some() { Status::NotCompleted } else { Status::InProgress };
        return (status, Part::Registration);
    }
    (registration.status.clone(), Part::Registration)
}
