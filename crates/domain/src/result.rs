//! Kết quả lượng hóa: what follows from a result's numbers, in integers only (domain, section 4.3).

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;

mod figures;

pub use figures::{Figures, figures};

named! {
    /// What kind of number a result is.
    QuantityKind {
        /// A count.
        Count = "count",
        /// A part of a whole.
        Ratio = "ratio",
        /// A mean.
        Mean = "mean",
        /// A count per month.
        PerMonth = "per_month",
        /// A duration.
        Duration = "duration",
        /// Whole đồng.
        Money = "money",
        /// A statistic: SMD, p, ….
        Statistic = "statistic",
    }
}

named! {
    /// Which way a result is to go.
    Direction {
        /// Up to the target.
        Higher = "higher",
        /// Down to the target.
        Lower = "lower",
        /// Not below the target.
        KeepAtLeast = "keep_at_least",
        /// Not above the target, as in "0 tai nạn".
        KeepAtMost = "keep_at_most",
        /// None, for statistics.
        None = "none",
    }
}

named! {
    /// Whether a value went up or down.
    Trend {
        /// Tăng.
        Rise = "rise",
        /// Giảm.
        Fall = "fall",
        /// It stayed.
        Same = "same",
    }
}

/// A percentage in tenths, rounded half up once and then only written; may be above 100 and, as
/// progress, below 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Percent(i64);

impl Percent {
    /// Takes tenths of a percent.
    pub const fn from_tenths(tenths: i64) -> Self {
        Self(tenths)
    }

    /// Gives tenths of a percent: 20,5% is 205.
    pub const fn tenths(self) -> i64 {
        self.0
    }

    /// Writes "20,5%".
    pub fn to_vietnamese(self) -> String {
        self.written(',')
    }

    /// Writes "20.5%".
    pub fn to_english(self) -> String {
        self.written('.')
    }

    fn written(self, point: char) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        format!("{sign}{}{point}{}%", size / 10, size % 10)
    }
}

/// A measured value: a number, or for a ratio a part and its whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measure {
    /// The number; of a ratio the part.
    pub value: Decimal,
    /// The whole of a ratio.
    pub whole: Option<Decimal>,
}

/// How far a value moved against where it began: "giảm 58,5%".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RelativeChange {
    /// Up or down.
    pub trend: Trend,
    /// By how much, never negative.
    pub percent: Percent,
}

/// How far a ratio moved, in percentage points (điểm %).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PointChange {
    /// The ratio before.
    pub from: Percent,
    /// The ratio after.
    pub to: Percent,
    /// The difference of the two rounded percentages, signs kept.
    pub points: Percent,
    /// Whether the wholes differ, which is always shown.
    pub other_whole: bool,
}

/// Computes a percentage with one decimal, half up; nothing for a negative part or a whole not above zero.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Percent> {
    let (part, whole) = (part.millionths(), whole.millionths());
    if part < 0 || whole <= 0 {
        return None;
    }
    i64::try_from((2000 * part + whole) / (2 * whole)).ok().map(Percent)
}

/// Computes how much of a planned quantity is done; may pass 100.
pub fn completion(actual: Decimal, planned: Decimal) -> Option<Percent> {
    percent(actual, planned)
}

/// Computes the change against the baseline; nothing where the baseline is not above zero.
pub fn relative_change(baseline: Decimal, actual: Decimal) -> Option<RelativeChange> {
    let difference = actual.millionths() - baseline.millionths();
    let trend = match difference.signum() {
        1 => Trend::Rise,
        -1 => Trend::Fall,
        _ => Trend::Same,
    };
    let size = Decimal::from_millionths(difference.abs()).ok()?;
    Some(RelativeChange { trend, percent: percent(size, baseline)? })
}

/// Computes the change of a ratio in percentage points.
pub fn point_change(baseline: Measure, actual: Measure) -> Option<PointChange> {
    let (baseline_whole, actual_whole) = (baseline.whole?, actual.whole?);
    let from = percent(baseline.value, baseline_whole)?;
    let to = percent(actual.value, actual_whole)?;
    Some(PointChange {
        from,
        to,
        points: Percent(to.0 - from.0),
        other_whole: baseline_whole != actual_whole,
    })
}

/// Computes the way from baseline to target that is done, signs kept, so a falling target is right too.
///
/// Nothing where target and baseline are equal: then only met or not met can be said. A ratio goes
/// by its rounded percentages.
pub fn progress(baseline: Measure, target: Measure, actual: Measure) -> Option<Percent> {
    let (start, end, now) = if actual.whole.is_some() {
        let rate = |measure: Measure| percent(measure.value, measure.whole?).map(|rate| i128::from(rate.0));
        (rate(baseline)?, rate(target)?, rate(actual)?)
    } else {
        (baseline.value.millionths(), target.value.millionths(), actual.value.millionths())
    };
    let (mut done, mut way) = (now - start, end - start);
    if way == 0 {
        return None;
    }
    if way < 0 {
        (done, way) = (-done, -way);
    }
    i64::try_from((2000 * done + way).div_euclid(2 * way)).ok().map(Percent)
}

/// Tells whether the target is met; ratios compare by cross-multiplication.
pub fn met(direction: Direction, actual: Measure, target: Measure) -> Option<bool> {
    let order = compare(actual, target)?;
    match direction {
        Direction::Higher | Direction::KeepAtLeast => Some(order.is_ge()),
        Direction::Lower | Direction::KeepAtMost => Some(order.is_le()),
        Direction::None => None,
    }
}

/// Tells whether the target lies on the wrong side of the baseline for its direction.
pub fn target_is_on_wrong_side(direction: Direction, baseline: Measure, target: Measure) -> bool {
    let order = compare(target, baseline);
    match direction {
        Direction::Higher => order.is_some_and(std::cmp::Ordering::is_lt),
        Direction::Lower => order.is_some_and(std::cmp::Ordering::is_gt),
        Direction::KeepAtLeast | Direction::KeepAtMost | Direction::None => false,
    }
}

fn compare(one: Measure, other: Measure) -> Option<std::cmp::Ordering> {
    match (one.whole, other.whole) {
        (None, None) => Some(one.value.cmp(&other.value)),
        (Some(whole), Some(other_whole)) if whole > Decimal::ZERO && other_whole > Decimal::ZERO => {
            Some(one.value.compare_fractions(whole, other.value, other_whole))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
