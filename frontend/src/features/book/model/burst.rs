//! What was typed and is not saved yet: one burst becomes one call.

use api::Edit;
use domain::sheet::Value;

/// Edits that wait to be saved, and those on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Burst {
    waiting: Vec<Edit>,
    sent: Vec<Edit>,
}

impl Burst {
    /// Takes one edit; the newest value of a field replaces an earlier one that was not sent.
    pub fn put(&mut self, path: &str, value: Value) {
        match self.waiting.iter_mut().find(|edit| edit.path == path) {
            Some(edit) => edit.value = value,
            None => self.waiting.push(Edit { path: path.to_owned(), value }),
        }
    }

    /// Forgets what waits for an entry that is going to be removed.
    pub fn drop_entry(&mut self, path: &str) {
        self.waiting.retain(|edit| !is_within(&edit.path, path));
    }

    /// Tells whether anything waits to be sent.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Tells whether a call is under way.
    pub fn is_under_way(&self) -> bool {
        !self.sent.is_empty()
    }

    /// Gives what waits, to be sent now; nothing while a call is under way.
    pub fn send(&mut self) -> Vec<Edit> {
        if self.is_under_way() {
            return Vec::new();
        }
        self.sent = std::mem::take(&mut self.waiting);
        self.sent.clone()
    }

    /// Gives what waits although a call may be under way; for the moment when the page goes.
    pub fn rest(&mut self) -> Vec<Edit> {
        std::mem::take(&mut self.waiting)
    }

    /// The call was answered: what was sent is saved.
    pub fn saved(&mut self) {
        self.sent.clear();
    }

    /// The call failed: what was sent waits again, except where something newer was typed.
    pub fn failed(&mut self) {
        let newer = std::mem::take(&mut self.waiting);
        self.waiting = std::mem::take(&mut self.sent);
        for edit in newer {
            self.put(&edit.path, edit.value);
        }
    }

    /// Gives up edits of one field that the application refuses, so that the others can be saved.
    pub fn give_up(&mut self, path: &str) {
        self.waiting.retain(|edit| edit.path != path);
    }

    /// Tells whether a value of a field is on its way.
    pub fn sends(&self, path: &str) -> bool {
        self.sent.iter().any(|edit| edit.path == path)
    }

    /// Tells whether a field has a value that is not saved yet.
    pub fn holds(&self, path: &str) -> bool {
        self.waiting.iter().chain(&self.sent).any(|edit| edit.path == path)
    }
}

fn is_within(path: &str, entry: &str) -> bool {
    path.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
