//! Undo of a decision.

use api::RevokeRecord;
use domain::id::{InitiativeId, RecordId};
use leptos::task::spawn_local;

use super::{Go, title};
use crate::i18n::{Locale, td_string};
use crate::ipc;
use crate::ui::Toasts;
use crate::words;

/// Taking back a decision after the screen that made it is gone.
#[derive(Clone)]
pub struct TakeBack {
    /// The initiative.
    pub id: InitiativeId,
    /// The decision.
    pub record: RecordId,
    /// The language in use.
    pub lang: Locale,
    /// Where it is said.
    pub toasts: Toasts,
    /// Opens a place.
    pub go: Go,
}

impl TakeBack {
    /// Takes it back, says so and opens the initiative.
    pub fn run(self) {
        spawn_local(async move {
            let text = td_string!(self.lang, review.decide.undo_reason).to_owned();
            match ipc::call(RevokeRecord { id: self.id, record: self.record, text }).await {
                Ok(answer) => {
                    let title = title(self.lang, &answer);
                    self.toasts.say(td_string!(self.lang, review.decide.undone, title = title).to_string());
                    (self.go)(&format!("/review/{}", self.id));
                }
                Err(error) => self.toasts.say(words::error(self.lang, &error).what),
            }
        });
    }
}
