//! Which books this browser had: kept beside them, so that one that the browser threw away is missed.

use api::{ProfileView, SessionView};
use leptos::prelude::window;
use serde::{Deserialize, Serialize};

/// Under which name the browser keeps the list, beside the books and not with them.
const KEY: &str = "so-sang-kien-books";

/// A book that was open in this browser.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Remembered {
    /// The profile.
    pub profile: String,
    /// Whose it is.
    pub person: String,
    /// The school.
    pub school: String,
    /// What had not been sent when it was last looked at.
    pub unsent: u32,
}

/// Notes a book; of one person in one school only the newest counts.
pub fn note(before: &[Remembered], open: &SessionView, unsent: u32) -> Vec<Remembered> {
    let this = Remembered {
        profile: open.profile.clone(),
        person: open.person.clone(),
        school: open.school.clone(),
        unsent,
    };
    let is_same = |one: &&Remembered| {
        one.profile == this.profile || (one.person == this.person && one.school == this.school)
    };
    let mut list: Vec<Remembered> = before.iter().filter(|one| !is_same(one)).cloned().collect();
    list.push(this);
    list
}

/// The books that were here and are not any more.
pub fn lost(remembered: &[Remembered], there: &[ProfileView]) -> Vec<Remembered> {
    let is_there = |one: &&Remembered| there.iter().any(|profile| profile.id == one.profile);
    remembered.iter().filter(|one| !is_there(one)).cloned().collect()
}

/// The list without some.
pub fn without(remembered: &[Remembered], gone: &[Remembered]) -> Vec<Remembered> {
    remembered.iter().filter(|one| !gone.contains(one)).cloned().collect()
}

/// Reads the list.
pub fn read() -> Vec<Remembered> {
    let text = kept().and_then(|kept| kept.get_item(KEY).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Writes the list.
pub fn write(list: &[Remembered]) {
    if let (Some(kept), Ok(text)) = (kept(), serde_json::to_string(list)) {
        // Without it a book that is thrown away looks like a first start, and that is all.
        let _ = kept.set_item(KEY, &text);
    }
}

/// Forgets a book that was taken away on purpose.
pub fn forget(profile: &str) {
    let mut list = read();
    list.retain(|one| one.profile != profile);
    write(&list);
}

fn kept() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

#[cfg(test)]
mod tests;
