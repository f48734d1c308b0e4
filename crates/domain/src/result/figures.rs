//! Every derived figure of one result, together.

use serde::{Deserialize, Serialize};

use super::{
    Direction, Percent, PointChange, QuantityKind, RelativeChange, met, percent, point_change, progress,
    relative_change, target_is_on_wrong_side,
};
use crate::initiative::QuantifiedResult;

/// What follows from the numbers of one result; nothing here is ever typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// The baseline of a ratio as a percentage.
    pub baseline_percent: Option<Percent>,
    /// The target of a ratio as a percentage.
    pub target_percent: Option<Percent>,
    /// The actual value of a ratio as a percentage.
    pub actual_percent: Option<Percent>,
    /// The change against the baseline; of a ratio, the change of the part.
    pub change: Option<RelativeChange>,
    /// The change of a ratio in percentage points.
    pub points: Option<PointChange>,
    /// The way from baseline to target that is done.
    pub progress: Option<Percent>,
    /// Whether the target is met.
    pub met: Option<bool>,
    /// Whether unit, method, baseline and actual are there; otherwise "chưa lượng hóa".
    pub quantified: bool,
    /// Whether the target lies on the wrong side for its direction.
    pub target_on_wrong_side: bool,
}

/// Computes the figures of a result.
pub fn figures(result: &QuantifiedResult) -> Figures {
    let (baseline, target, actual) = (result.baseline(), result.target(), result.actual());
    let direction = result.direction.unwrap_or(Direction::None);
    let rate =
        |measure: Option<super::Measure>| measure.and_then(|measure| percent(measure.value, measure.whole?));
    let from_baseline = baseline.zip(actual);
    Figures {
        baseline_percent: rate(baseline),
        target_percent: rate(target),
        actual_percent: rate(actual),
        change: from_baseline.and_then(|(baseline, actual)| relative_change(baseline.value, actual.value)),
        points: from_baseline.and_then(|(baseline, actual)| point_change(baseline, actual)),
        progress: from_baseline
            .zip(target)
            .and_then(|((baseline, actual), target)| progress(baseline, target, actual)),
        met: actual.zip(target).and_then(|(actual, target)| met(direction, actual, target)),
        quantified: is_quantified(result),
        target_on_wrong_side: baseline
            .zip(target)
            .is_some_and(|(baseline, target)| target_is_on_wrong_side(direction, baseline, target)),
    }
}

fn is_quantified(result: &QuantifiedResult) -> bool {
    let needs_baseline = result.quantity_kind != Some(QuantityKind::Statistic);
    !result.unit.is_empty()
        && !result.how_measured.trim().is_empty()
        && result.actual().is_some()
        && (result.baseline().is_some() || !needs_baseline)
}
