//! A finger that pulls the page down: what it does, without a screen.

/// Pixels that a finger may move before it is clear where it goes.
const SLACK: f64 = 12.0;

/// Pixels of pulling that count.
const FAR: f64 = 96.0;

/// One finger that was put down at the top of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pull {
    from: (f64, f64),
    is_pull: Option<bool>,
}

impl Pull {
    /// Begins where a finger is put down on a page that is scrolled this far.
    pub fn begin(from: (f64, f64), scrolled: f64) -> Option<Self> {
        (scrolled <= 0.0).then_some(Self { from, is_pull: None })
    }

    /// Follows the finger; gives how far the page is pulled, as a share of what counts, up to 1.
    pub fn moves(&mut self, to: (f64, f64)) -> Option<f64> {
        let (aside, down) = (to.0 - self.from.0, to.1 - self.from.1);
        if self.is_pull.is_none() && aside.abs().max(down.abs()) > SLACK {
            self.is_pull = Some(down > 2.0 * aside.abs());
        }
        (self.is_pull == Some(true)).then(|| (down / FAR).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests;
