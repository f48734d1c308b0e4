//! Which layers are open, and what the history must do to fit them.

/// The open layers, the uppermost last.
#[derive(Debug)]
pub struct Stack<L> {
    open: Vec<L>,
    /// The history is on a way that this program chose and has not arrived yet.
    travelling: bool,
}

/// What the history must do.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: it fits.
    Stay,
    /// Add an entry for every layer above `from`, up to `to`.
    Add {
        /// The layers that have an entry.
        from: usize,
        /// The layers that are open.
        to: usize,
    },
    /// Go so many entries; backward is negative.
    Go(i32),
}

/// Why the history stands elsewhere.
#[derive(Debug, PartialEq, Eq)]
pub enum Arrival<L> {
    /// A person went back or forward; these layers are closed by it, the uppermost first.
    Pressed(Vec<L>),
    /// A way of this program ended.
    Own,
}

impl<L: Copy + PartialEq> Stack<L> {
    /// Makes a stack with no layer open.
    pub const fn new() -> Self {
        Self { open: Vec::new(), travelling: false }
    }

    /// Puts a layer on top, unless it is open already.
    pub fn open(&mut self, layer: L) {
        if !self.open.contains(&layer) {
            self.open.push(layer);
        }
    }

    /// Takes a layer away, wherever it is; tells whether it was open.
    pub fn close(&mut self, layer: L) -> bool {
        let before = self.open.len();
        self.open.retain(|open| *open != layer);
        self.open.len() < before
    }

    /// Tells what the history must do, standing on the entry of so many layers.
    pub fn fit(&mut self, depth: usize) -> Step {
        let open = self.open.len();
        if self.travelling || depth == open {
            return Step::Stay;
        }
        if depth < open {
            return Step::Add { from: depth, to: open };
        }
        self.travelling = true;
        Step::Go(open as i32 - depth as i32)
    }

    /// Takes note that the history came to the entry of so many layers.
    pub fn arrive(&mut self, depth: usize) -> Arrival<L> {
        if std::mem::take(&mut self.travelling) {
            return Arrival::Own;
        }
        let mut closed = self.open.split_off(depth.min(self.open.len()));
        closed.reverse();
        Arrival::Pressed(closed)
    }
}

#[cfg(test)]
mod tests;
