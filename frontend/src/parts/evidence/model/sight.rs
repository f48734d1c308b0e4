/// A width and a height, or two coordinates, in CSS pixels.
pub type Pair = (f64, f64);

/// Smallest and largest size, in percent of what fits the frame.
const SIZES: std::ops::RangeInclusive<u32> = 100..=800;

/// The size that a double tap goes to and comes back from.
const NEAR: u32 = 250;

/// How a picture lies in its frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Laid {
    /// The room that it takes, as it is turned.
    pub sheet: Pair,
    /// Its own width and height, before it is turned.
    pub picture: Pair,
}

/// Lays a picture of this size into a frame, turned by quarters to the right; at 100 % it fits, and
/// never is larger than it is.
pub fn laid(natural: Pair, frame: Pair, quarters: u8, percent: u32) -> Laid {
    let turned = |pair: Pair| if quarters % 2 == 1 { (pair.1, pair.0) } else { pair };
    let needed = turned(natural);
    let fits = (frame.0 / needed.0).min(frame.1 / needed.1).min(1.0);
    let by = fits * f64::from(percent) / 100.0;
    let picture = (natural.0 * by, natural.1 * by);
    Laid { sheet: turned(picture), picture }
}

/// How far to scroll along one axis, so that what lies under a point of the frame stays there while
/// the sheet becomes another length. A sheet that is shorter than the frame lies in its middle.
pub fn held(scroll: f64, point: f64, frame: f64, lengths: Pair) -> f64 {
    let (before, after) = lengths;
    let margin = |length: f64| ((frame - length) / 2.0).max(0.0);
    let share = (scroll + point - margin(before)) / before;
    (share * after + margin(after) - point).max(0.0)
}

/// The size when two fingers moved from one distance to another.
pub fn pinched(percent: u32, distances: Pair) -> u32 {
    let by = if distances.0 > 0.0 { distances.1 / distances.0 } else { 1.0 };
    let percent = (f64::from(percent) * by).round() as u32;
    percent.clamp(*SIZES.start(), *SIZES.end())
}

/// How many pixels wide a page is drawn that is looked at in this size, on a screen with so many
/// pixels for one of CSS.
pub fn drawn_width(natural: f64, percent: u32, density: f64) -> f64 {
    natural * f64::from(percent) / 100.0 * density.clamp(1.0, 3.0)
}

/// The size after a double tap.
pub fn tapped(percent: u32) -> u32 {
    if percent == *SIZES.start() { NEAR } else { *SIZES.start() }
}

#[cfg(test)]
mod tests;
