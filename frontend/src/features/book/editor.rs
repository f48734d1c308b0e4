//! The open initiative while somebody writes in it: saves as they type and loses nothing.

use std::time::Duration;

use api::{Code, Edit, EditInitiative, Error, InitiativeView};
use domain::id::{EntryId, InitiativeId};
use domain::sheet::Value;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::model::burst::Burst;
use super::model::leaf::next_order;
use crate::ipc;

const REST: Duration = Duration::from_millis(600);
const BEFORE_ANOTHER_TRY: Duration = Duration::from_secs(5);

/// Where the typed words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Everything is saved on this machine.
    Saved,
    /// Something is being typed or on its way.
    Typing,
    /// Saving failed; the words stay on the screen and are tried again.
    Failed,
}

/// The open initiative; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Editor {
    id: InitiativeId,
    view: RwSignal<InitiativeView>,
    burst: StoredValue<Burst>,
    sent: StoredValue<Vec<(String, Value)>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    saving: RwSignal<Saving>,
    error: RwSignal<Option<Error>>,
    settled: RwSignal<u32>,
    order: StoredValue<i64>,
}

impl Editor {
    /// Opens an initiative for the component that calls it; what waits is saved when it goes.
    pub fn open(view: InitiativeView) -> Self {
        let editor = Self {
            id: view.summary.id,
            view: RwSignal::new(view),
            burst: StoredValue::new(Burst::default()),
            sent: StoredValue::new(Vec::new()),
            timer: StoredValue::new(None),
            saving: RwSignal::new(Saving::Saved),
            error: RwSignal::new(None),
            settled: RwSignal::new(0),
            order: StoredValue::new(0),
        };
        let leaving = window_event_listener(leptos::ev::beforeunload, move |_| editor.hurry());
        let hiding = window_event_listener(leptos::ev::visibilitychange, move |_| editor.flush());
        on_cleanup(move || {
            leaving.remove();
            hiding.remove();
            editor.leave();
        });
        editor
    }

    /// Gives the initiative.
    pub fn id(self) -> InitiativeId {
        self.id
    }

    /// Reads a part of the newest view, and follows it.
    pub fn with<U>(self, read: impl FnOnce(&InitiativeView) -> U) -> U {
        self.view.with(read)
    }

    /// Reads a part of the newest view without following it.
    pub fn peek<U>(self, read: impl FnOnce(&InitiativeView) -> U) -> U {
        self.view.with_untracked(read)
    }

    /// Follows a part of the newest view; what reads it wakes only when that part changes.
    pub fn part<U: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&InitiativeView) -> U + Send + Sync + 'static,
    ) -> Memo<U> {
        Memo::new(move |_| self.view.with(&read))
    }

    /// Follows where the typed words are.
    pub fn saving(self) -> Saving {
        self.saving.get()
    }

    /// Follows why saving failed.
    pub fn error(self) -> Option<Error> {
        self.error.get()
    }

    /// Follows how often something was saved or refused.
    pub fn settled(self) -> u32 {
        self.settled.get()
    }

    /// Tells whether a field has words that are not saved yet.
    pub fn holds(self, path: &str) -> bool {
        self.burst.with_value(|burst| burst.holds(path))
    }

    /// Tells whether words of a field are on their way, so that the view may not have them yet.
    pub fn sends(self, path: &str) -> bool {
        self.burst.with_value(|burst| burst.sends(path))
    }

    /// Gives what was last sent for a field.
    pub fn last_sent(self, path: &str) -> Option<Value> {
        self.sent.with_value(|sent| sent.iter().find(|(key, _)| key == path).map(|(_, value)| value.clone()))
    }

    /// Takes a typed value; it is saved when the typing rests.
    pub fn write(self, path: &str, value: Value) {
        self.burst.update_value(|burst| burst.put(path, value));
        self.saving.set(Saving::Typing);
        self.flush_after(REST);
    }

    /// Takes a chosen value and saves it now.
    pub fn set(self, path: &str, value: Value) {
        self.write(path, value);
        self.flush();
    }

    /// Takes a set of values that belong together and saves them now.
    pub fn set_all(self, edits: Vec<(String, Value)>) {
        self.burst.update_value(|burst| edits.into_iter().for_each(|(path, value)| burst.put(&path, value)));
        self.saving.set(Saving::Typing);
        self.flush();
    }

    /// Removes an entry of a list.
    pub fn remove(self, path: &str) {
        self.burst.update_value(|burst| burst.drop_entry(path));
        self.set(path, Value::Remove);
    }

    /// Makes an entry of a list, with its first values, and gives its id.
    pub fn add(self, list: &str, entries: usize, first: &[(&str, &str)]) -> EntryId {
        let id = fresh_entry();
        let order = next_order(entries, self.order.get_value());
        self.order.set_value(order);
        let entry = format!("{list}/{id}");
        let mut edits =
            vec![(entry.clone(), Value::Flag(true)), (format!("{entry}/order"), Value::Integer(order))];
        edits.extend(
            first.iter().map(|(field, text)| (format!("{entry}/{field}"), Value::Text((*text).to_owned()))),
        );
        self.set_all(edits);
        id
    }

    /// Takes the view that an act answered.
    pub fn accept(self, view: InitiativeView) {
        let older = self.view.try_with_untracked(|now| now.saved_at > view.saved_at);
        if older == Some(false) {
            self.view.set(view);
        }
    }

    /// Takes a view that was loaded again, unless words are on their way that it may not know.
    pub fn refresh(self, view: InitiativeView) {
        if !self.burst.with_value(Burst::is_under_way) {
            self.accept(view);
        }
    }

    /// Saves what waits, now.
    pub fn flush(self) {
        self.save(Burst::send);
    }

    /// Saves what waits although a call may be under way: the page is about to go.
    fn hurry(self) {
        self.save(Burst::hurry);
    }

    fn save(self, take: fn(&mut Burst) -> Vec<Edit>) {
        self.stop_timer();
        let edits = self.burst.try_update_value(take).unwrap_or_default();
        if edits.is_empty() {
            return;
        }
        self.sent.update_value(|sent| {
            sent.retain(|(path, _)| edits.iter().all(|edit| edit.path != *path));
            sent.extend(edits.iter().map(|edit| (edit.path.clone(), edit.value.clone())));
        });
        let id = self.id;
        spawn_local(async move {
            let answer = ipc::call(EditInitiative { id, edits }).await;
            self.answered(answer);
        });
    }

    fn answered(self, answer: Result<InitiativeView, Error>) {
        // The page may be gone by now.
        if self.saving.is_disposed() {
            return;
        }
        match answer {
            Ok(view) => {
                self.burst.update_value(Burst::saved);
                self.error.set(None);
                self.accept(view);
            }
            Err(error) => self.refused(error),
        }
        self.settled.update(|count| *count += 1);
        let (waits, failed) =
            (!self.burst.with_value(Burst::is_empty), self.error.with_untracked(Option::is_some));
        self.saving.set(match (failed, waits) {
            (true, _) => Saving::Failed,
            (false, true) => Saving::Typing,
            (false, false) => Saving::Saved,
        });
        if waits {
            self.flush_after(if failed { BEFORE_ANOTHER_TRY } else { REST });
        }
    }

    fn refused(self, error: Error) {
        self.burst.update_value(|burst| {
            burst.failed();
            // A value that does not fit would hold up all others: it stays on the screen only.
            if let (Code::BadValue | Code::UnknownField, Some(path)) = (error.code, error.details.get("path"))
            {
                burst.give_up(path.as_str().unwrap_or_default());
            }
        });
        self.error.set(Some(error));
    }

    fn flush_after(self, rest: Duration) {
        self.stop_timer();
        let timer = set_timeout_with_handle(move || self.flush(), rest).ok();
        self.timer.try_update_value(|kept| *kept = timer);
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Saves what waits although the page goes.
    fn leave(self) {
        self.stop_timer();
        let edits = self.burst.try_update_value(Burst::hurry).unwrap_or_default();
        if !edits.is_empty() {
            let id = self.id;
            spawn_local(async move {
                // Nobody is left to be told; the words were on the screen a moment ago, saving them is all.
                let _ = ipc::call(EditInitiative { id, edits }).await;
            });
        }
    }
}

/// Gives the editor of the leaf around the component that calls it.
pub fn use_editor() -> Editor {
    expect_context()
}

fn fresh_entry() -> EntryId {
    let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    let mut bytes = [0; EntryId::LENGTH];
    bytes[..4].copy_from_slice(&half().to_be_bytes());
    bytes[4..].copy_from_slice(&half().to_be_bytes());
    EntryId::from_bytes(bytes)
}
