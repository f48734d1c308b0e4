use api::{Figure, MonthProgress, StatusFigure};
use domain::date::Month;

/// Room of the chart of months, in the chart's own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// From the left line to the right edge.
    pub width: u32,
    /// From the ground line to the top line.
    pub height: u32,
}

/// What a segment of a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Logged {
    /// In the month itself.
    InTime,
    /// Afterwards.
    Later,
    /// Not at all, although the month is over.
    Silent,
}

/// One segment of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// What it counts.
    pub logged: Logged,
    /// The number with its filter.
    pub figure: Figure,
    /// Upper edge, from the top line.
    pub top: u32,
    /// Its height; at least one unit for anything counted.
    pub height: u32,
}

/// One month of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The month.
    pub month: Month,
    /// Left edge.
    pub left: u32,
    /// Width of the column itself.
    pub width: u32,
    /// Middle of its place, for the label.
    pub middle: u32,
    /// Segments from the ground upwards; those that count nothing are left out.
    pub segments: Vec<Segment>,
    /// All that is counted in it.
    pub total: u32,
}

/// A line of the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleLine {
    /// The number at the line.
    pub number: u32,
    /// Its distance from the top line.
    pub top: u32,
}

/// Finds a round number that is not below the largest one: 1, 2, 4, 5, 10, 20, 40, 50, 100, …
pub fn round_top(largest: u32) -> u32 {
    let largest = u64::from(largest.max(1));
    let mut power: u64 = 1;
    loop {
        for step in [1, 2, 4, 5] {
            if step * power >= largest {
                return u32::try_from(step * power).unwrap_or(u32::MAX);
            }
        }
        power *= 10;
    }
}

/// Lays out one column for each month, all to one scale.
pub fn columns(months: &[MonthProgress], room: Room) -> Vec<Column> {
    let total = |month: &MonthProgress| month.in_time.count + month.later.count + month.silent.count;
    let top = round_top(months.iter().map(total).max().unwrap_or(0));
    let place = room.width / (months.len().max(1) as u32);
    let width = (place * 6 / 10).clamp(1, 48);
    let column = |(index, month): (usize, &MonthProgress)| {
        let start = place * index as u32;
        Column {
            month: month.month,
            left: start + (place - width) / 2,
            width,
            middle: start + place / 2,
            segments: segments(month, top, room.height),
            total: total(month),
        }
    };
    months.iter().enumerate().map(column).collect()
}

fn segments(month: &MonthProgress, top: u32, height: u32) -> Vec<Segment> {
    let parts =
        [(Logged::InTime, &month.in_time), (Logged::Later, &month.later), (Logged::Silent, &month.silent)];
    let mut ground = height;
    let mut segments = Vec::new();
    for (logged, figure) in parts.into_iter().filter(|(_, figure)| figure.count > 0) {
        let part = (u64::from(figure.count) * u64::from(height) / u64::from(top)) as u32;
        let part = part.max(1).min(ground);
        ground -= part;
        segments.push(Segment { logged, figure: figure.clone(), top: ground, height: part });
    }
    segments
}

/// Gives the lines of the scale: nothing, half where it is whole, and the top.
pub fn scale(months: &[MonthProgress], height: u32) -> Vec<ScaleLine> {
    let total = |month: &MonthProgress| month.in_time.count + month.later.count + month.silent.count;
    let top = round_top(months.iter().map(total).max().unwrap_or(0));
    let mut lines = vec![ScaleLine { number: 0, top: height }];
    if top.is_multiple_of(2) {
        lines.push(ScaleLine { number: top / 2, top: height / 2 });
    }
    lines.push(ScaleLine { number: top, top: 0 });
    lines
}

/// Gives the length of each status's bar, the largest being `full`; anything counted is seen.
pub fn status_bars(figures: &[StatusFigure], full: u32) -> Vec<u32> {
    let largest = figures.iter().map(|figure| figure.figure.count).max().unwrap_or(0).max(1);
    let length = |count: u32| (u64::from(count) * u64::from(full) / u64::from(largest)) as u32;
    let seen = |count: u32| if count == 0 { 0 } else { length(count).max(full / 100).max(1) };
    figures.iter().map(|figure| seen(figure.figure.count)).collect()
}
