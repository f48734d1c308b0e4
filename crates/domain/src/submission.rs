//! What is still missing before a part can be handed in, and what only deserves a warning.
//!
//! A draft may be empty; only handing in is refused, and the text stays (domain, section 4.1).

use serde::{Deserialize, Serialize};

use crate::initiative::{Initiative, PlannedQuantity, QuantifiedResult};
use crate::movement::Movement;
use crate::record::Part;
use crate::result::{Direction, QuantityKind, figures};
use crate::role::ParticipantKind;

named! {
    /// Why a field keeps a part from being handed in.
    MissingReason {
        /// It is empty.
        Empty = "empty",
        /// At least one entry is needed.
        NeedsEntry = "needs_entry",
        /// The movement has no such entry.
        UnknownChoice = "unknown_choice",
        /// Pupils need an adult sponsor.
        NeedsSponsor = "needs_sponsor",
        /// A result without unit is "chưa lượng hóa" (W-6).
        NotQuantified = "not_quantified",
        /// The whole of a ratio must be above zero.
        WholeNotPositive = "whole_not_positive",
    }
}

/// One thing that keeps a part from being handed in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Missing {
    /// The field or list.
    pub path: String,
    /// Why.
    pub reason: MissingReason,
}

named! {
    /// What deserves a warning and blocks nothing.
    WarningKind {
        /// A co-author's share is below the minimum (W-7).
        ShareUnderMinimum = "share_under_minimum",
        /// The shares do not add up to 100.
        SharesNotWhole = "shares_not_whole",
        /// The target lies on the wrong side of the baseline.
        TargetOnWrongSide = "target_on_wrong_side",
        /// The result is "chưa lượng hóa".
        NotQuantified = "not_quantified",
        /// A part is greater than its whole (CF-1).
        PartAboveWhole = "part_above_whole",
        /// Baseline and actual value have different wholes.
        DifferentWholes = "different_wholes",
        /// The actual value was measured before the baseline (CF-4).
        MeasuredBeforeBaseline = "measured_before_baseline",
        /// No month is planned.
        NoPlan = "no_plan",
        /// No evidence supports the result.
        NoEvidence = "no_evidence",
    }
}

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Warning {
    /// The field, entry or list.
    pub path: String,
    /// What is doubtful.
    pub kind: WarningKind,
}

/// Collects what is missing.
#[derive(Default)]
struct Gaps(Vec<Missing>);

impl Gaps {
    fn add(&mut self, path: impl Into<String>, reason: MissingReason) {
        self.0.push(Missing { path: path.into(), reason });
    }

    fn need(&mut self, there: bool, path: impl Into<String>, reason: MissingReason) {
        if !there {
            self.add(path, reason);
        }
    }

    fn filled(&mut self, text: &str, path: impl Into<String>) {
        self.need(!text.trim().is_empty(), path, MissingReason::Empty);
    }
}

/// Lists what keeps a part from being handed in, in the order of the sheet; nothing means it may be.
pub fn missing(initiative: &Initiative, part: Part, movement: &Movement) -> Vec<Missing> {
    let mut gaps = Gaps::default();
    head(&mut gaps, initiative, movement);
    people(&mut gaps, initiative);
    gaps.filled(&initiative.problem, "problem");
    gaps.filled(&initiative.solution, "solution");
    quantities(&mut gaps, &initiative.quantities);
    results(&mut gaps, initiative, part);
    gaps.filled(&initiative.beneficiaries, "beneficiaries");
    gaps.need(initiative.scope.is_some(), "scope", MissingReason::Empty);
    if part == Part::Dossier {
        gaps.need(!initiative.evidence.is_empty(), "evidence", MissingReason::NeedsEntry);
    }
    gaps.0
}

fn head(gaps: &mut Gaps, initiative: &Initiative, movement: &Movement) {
    gaps.filled(&initiative.title, "title");
    gaps.need(initiative.period.is_some(), "period", MissingReason::Empty);
    gaps.need(initiative.participant_kind.is_some(), "participant_kind", MissingReason::Empty);
    match &initiative.content_area {
        None => gaps.add("content_area", MissingReason::Empty),
        Some(slug) => {
            gaps.need(movement.content_area(slug).is_some(), "content_area", MissingReason::UnknownChoice);
        }
    }
    let task_needed = !movement.tasks.is_empty();
    gaps.need(!task_needed || !initiative.tasks.is_empty(), "tasks", MissingReason::NeedsEntry);
}

fn people(gaps: &mut Gaps, initiative: &Initiative) {
    if initiative.participant_kind == Some(ParticipantKind::Pupil) {
        gaps.need(initiative.sponsor.is_some(), "sponsor", MissingReason::NeedsSponsor);
        gaps.need(!initiative.pupils.is_empty(), "pupils", MissingReason::NeedsEntry);
    } else {
        gaps.need(!initiative.authors.is_empty(), "authors", MissingReason::NeedsEntry);
    }
}

fn quantities(gaps: &mut Gaps, quantities: &[PlannedQuantity]) {
    gaps.need(!quantities.is_empty(), "quantities", MissingReason::NeedsEntry);
    for quantity in quantities {
        let path = format!("quantities/{}", quantity.id);
        gaps.filled(&quantity.what, format!("{path}/what"));
        gaps.need(quantity.planned.is_some(), format!("{path}/planned"), MissingReason::Empty);
        gaps.filled(&quantity.unit, format!("{path}/unit"));
    }
}

fn results(gaps: &mut Gaps, initiative: &Initiative, part: Part) {
    let results = &initiative.results;
    gaps.need(!results.is_empty(), "results", MissingReason::NeedsEntry);
    let statistics_only = results.iter().all(|result| result.quantity_kind == Some(QuantityKind::Statistic));
    let some_baseline = results.iter().any(|result| result.baseline.is_some());
    if let Some(first) = results.first().filter(|_| !some_baseline && !statistics_only) {
        gaps.add(format!("results/{}/baseline", first.id), MissingReason::Empty);
    }
    for result in results {
        let path = format!("results/{}", result.id);
        gaps.filled(&result.label, format!("{path}/label"));
        let has_target = result.target.is_some() || result.direction == Some(Direction::None);
        gaps.need(has_target, format!("{path}/target"), MissingReason::Empty);
        wholes(gaps, result, &path);
        if part == Part::Dossier {
            gaps.need(!result.unit.is_empty(), format!("{path}/unit"), MissingReason::NotQuantified);
            gaps.filled(&result.how_measured, format!("{path}/how_measured"));
            gaps.need(result.actual.is_some(), format!("{path}/actual"), MissingReason::Empty);
        }
    }
}

/// A ratio needs a whole above zero wherever it has a part.
fn wholes(gaps: &mut Gaps, result: &QuantifiedResult, path: &str) {
    if result.quantity_kind != Some(QuantityKind::Ratio) {
        return;
    }
    let measures = [
        ("baseline_whole", result.baseline, result.baseline_whole),
        ("target_whole", result.target, result.target_whole.or(result.baseline_whole)),
        ("actual_whole", result.actual, result.actual_whole.or(result.baseline_whole)),
    ];
    for (field, part, whole) in measures {
        let positive = whole.is_some_and(|whole| whole > crate::decimal::Decimal::ZERO);
        let reason = if whole.is_some() { MissingReason::WholeNotPositive } else { MissingReason::Empty };
        gaps.need(part.is_none() || positive, format!("{path}/{field}"), reason);
    }
}

/// Lists what deserves a warning; warnings stay visible on the dossier and block nothing.
pub fn warnings(initiative: &Initiative, movement: &Movement) -> Vec<Warning> {
    let mut warnings = shares(initiative, movement.parameters.coauthor_min_share);
    let mut warn = |path: String, kind: WarningKind| warnings.push(Warning { path, kind });
    for result in &initiative.results {
        let (path, figures) = (format!("results/{}", result.id), figures(result));
        if figures.target_on_wrong_side {
            warn(format!("{path}/target"), WarningKind::TargetOnWrongSide);
        }
        if result.unit.is_empty() {
            warn(format!("{path}/unit"), WarningKind::NotQuantified);
        }
        let measures = [result.baseline(), result.target(), result.actual()];
        if measures.iter().flatten().any(|measure| measure.whole.is_some_and(|whole| measure.value > whole)) {
            warn(path.clone(), WarningKind::PartAboveWhole);
        }
        if figures.points.is_some_and(|points| points.other_whole) {
            warn(format!("{path}/actual_whole"), WarningKind::DifferentWholes);
        }
        if result.baseline_on.zip(result.actual_on).is_some_and(|(baseline, actual)| actual < baseline) {
            warn(format!("{path}/actual_on"), WarningKind::MeasuredBeforeBaseline);
        }
        if result.actual.is_some()
            && initiative.evidence_for(&format!("results:{}", result.id)).next().is_none()
        {
            warn(path, WarningKind::NoEvidence);
        }
    }
    if initiative.plan.is_empty() {
        warn("plan".to_owned(), WarningKind::NoPlan);
    }
    warnings
}

/// Judges shares; a collective and a single author have none to judge.
fn shares(initiative: &Initiative, minimum: u8) -> Vec<Warning> {
    let authors = &initiative.authors;
    if initiative.is_collective() || authors.len() < 2 {
        return Vec::new();
    }
    let low = authors.iter().filter(|author| author.share.is_some_and(|share| share < minimum));
    let mut warnings: Vec<Warning> = low
        .map(|author| Warning {
            path: format!("authors/{}/share", author.member),
            kind: WarningKind::ShareUnderMinimum,
        })
        .collect();
    let sum: u32 = authors.iter().map(|author| u32::from(author.share.unwrap_or(0))).sum();
    if sum != 100 {
        warnings.push(Warning { path: "authors".to_owned(), kind: WarningKind::SharesNotWhole });
    }
    warnings
}

#[cfg(test)]
mod tests;
