//! A finger that turns pages: what it does, without a screen.

/// Pixels that a finger may move before it is clear where it goes.
const SLACK: f64 = 12.0;

/// Pixels sideways that turn the page.
const FAR: f64 = 72.0;

/// Pixels at the edges of the screen that belong to the system's own gestures.
const EDGE: f64 = 24.0;

/// Which way a page is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To the next item.
    Next,
    /// To the item before.
    Previous,
}

/// What a finger is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    Open,
    Sideways,
    Elsewhere,
}

/// One finger on the page, from where it was put down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swipe {
    from: (f64, f64),
    course: Course,
}

impl Swipe {
    /// Begins where a finger is put down; none at the edges of a screen of this width.
    pub fn begin(from: (f64, f64), width: f64) -> Option<Self> {
        (from.0 > EDGE && from.0 < width - EDGE).then_some(Self { from, course: Course::Open })
    }

    /// Follows the finger; gives how far aside the page lies, once it is clear that it is turned.
    /// Whoever scrolls first never turns a page with the same finger.
    pub fn moves(&mut self, to: (f64, f64)) -> Option<f64> {
        let (aside, along) = (to.0 - self.from.0, to.1 - self.from.1);
        if self.course == Course::Open && aside.abs().max(along.abs()) > SLACK {
            self.course = if aside.abs() > 1.5 * along.abs() { Course::Sideways } else { Course::Elsewhere };
        }
        (self.course == Course::Sideways).then_some(aside)
    }

    /// Ends where the finger is lifted.
    pub fn ends(mut self, to: (f64, f64)) -> Option<Turn> {
        let aside = self.moves(to)?;
        match aside {
            _ if aside < -FAR => Some(Turn::Next),
            _ if aside > FAR => Some(Turn::Previous),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
