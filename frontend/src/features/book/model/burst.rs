//! What was typed and is not saved yet: one burst becomes one call.

use api::Edit;
use domain::sheet::Value;

/// Edits that wait to be saved, and those on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Burst {
    waiting: Vec<Edit>,
    sent: Vec<Edit>,
    calls: usize,
}

impl Burst {
    /// Takes one edit; the newest value of a field replaces an earlier one that was not sent.
    pub fn put(&mut self, path: &str, value: Value) {
        put(&mut self.waiting, Edit { path: path.to_owned(), value });
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
        self.calls > 0
    }

    /// Gives what waits, to be sent now; nothing while a call is under way.
    pub fn send(&mut self) -> Vec<Edit> {
        if self.is_under_way() { Vec::new() } else { self.hurry() }
    }

    /// Gives what waits although a call may be under way: the page goes, or may.
    pub fn hurry(&mut self) -> Vec<Edit> {
        let edits = std::mem::take(&mut self.waiting);
        if !edits.is_empty() {
            self.calls += 1;
            for edit in &edits {
                put(&mut self.sent, edit.clone());
            }
        }
        edits
    }

    /// A call was answered: once all were, what was sent is saved.
    pub fn saved(&mut self) {
        self.calls = self.calls.saturating_sub(1);
        if !self.is_under_way() {
            self.sent.clear();
        }
    }

    /// A call failed: what was sent waits again, except where something newer was typed.
    pub fn failed(&mut self) {
        self.calls = self.calls.saturating_sub(1);
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

/// Adds an edit; it replaces an earlier one of its field.
fn put(edits: &mut Vec<Edit>, edit: Edit) {
    match edits.iter_mut().find(|one| one.path == edit.path) {
        Some(one) => *one = edit,
        None => edits.push(edit),
    }
}

fn is_within(path: &str, entry: &str) -> bool {
    path.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
