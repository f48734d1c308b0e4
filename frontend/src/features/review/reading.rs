//! One item of the queue as it was opened: the version on the screen does not move under the reader.

use std::time::Duration;

use api::{Error, GetInitiative, GetReview, InitiativeView, MarkSeen, ReviewView, Topic};
use domain::id::{ChangeId, InitiativeId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ahead::Ahead;
use crate::ipc;
use crate::session::use_session;

/// How long a version must be on the screen before it counts as seen.
const READ_FOR: Duration = Duration::from_secs(3);

/// An opened item. A newer version is announced and shown only when the reader asks for it,
/// because a decision names the version that was read.
#[derive(Clone, Copy)]
pub struct Reading {
    /// The initiative.
    pub id: InitiativeId,
    view: RwSignal<Option<ReviewView>>,
    error: RwSignal<Option<Error>>,
    newer: RwSignal<bool>,
    asking: StoredValue<Asking>,
}

/// Which question was the last, and where its answer is kept for later.
#[derive(Clone, Copy)]
struct Asking {
    turn: u64,
    ahead: Ahead,
}

/// Opens an item, follows it, and tells that it was seen after three seconds on the screen. What was
/// looked at beforehand is shown at once, and opened behind it.
pub fn use_reading(id: InitiativeId, ahead: Ahead) -> Reading {
    let reading = Reading {
        id,
        view: RwSignal::new(ahead.seen(id)),
        error: RwSignal::new(None),
        newer: RwSignal::new(false),
        asking: StoredValue::new(Asking { turn: 0, ahead }),
    };
    let stale = use_session().topics();
    Effect::new(move |opened: Option<()>| {
        stale.track(&[Topic::Initiative(id)]);
        if opened.is_some() { reading.look_again() } else { reading.ask(Reading::confirm) }
    });
    tell_seen(reading);
    reading
}

impl Reading {
    /// Gives the item as it was opened, and follows it.
    pub fn view(self) -> Signal<Option<ReviewView>> {
        self.view.into()
    }

    /// Gives the item without following it.
    pub fn now(self) -> Option<ReviewView> {
        self.view.try_get_untracked().flatten()
    }

    /// Follows one part of the item; it runs again only when that part differs.
    pub fn part<T>(self, read: impl Fn(&ReviewView) -> T + Send + Sync + 'static) -> Memo<Option<T>>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.view.with(|view| view.as_ref().map(&read)))
    }

    /// Follows why it could not be opened.
    pub fn error(self) -> Signal<Option<Error>> {
        self.error.into()
    }

    /// Follows whether the author has changed it since it was opened.
    pub fn newer(self) -> Signal<bool> {
        self.newer.into()
    }

    /// Opens the newest version; this machine remembers that it was opened.
    pub fn open(self) {
        self.ask(Self::show);
    }

    fn ask(self, then: fn(Self, ReviewView)) {
        let Some(turn) = self.next_turn() else { return };
        spawn_local(async move {
            let answer = ipc::call(GetReview { id: self.id }).await;
            if self.turn() != Some(turn) {
                return;
            }
            match answer {
                Ok(view) => {
                    self.error.set(None);
                    self.asking.with_value(|asking| asking.ahead.look_beside(&view));
                    then(self, view);
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Shows a version in place of any other.
    fn show(self, view: ReviewView) {
        self.newer.set(false);
        self.view.set(Some(view));
    }

    /// Shows what was opened, unless another version is before the reader's eyes already.
    fn confirm(self, view: ReviewView) {
        let heads = &view.initiative.heads;
        if !self.view.with_untracked(|shown| same_version(shown.as_ref(), heads)) {
            return self.newer.set(true);
        }
        if self.view.with_untracked(|shown| shown.as_ref() != Some(&view)) {
            self.view.set(Some(view));
        }
    }

    /// Takes what an act answered: records may have come, the version stays.
    pub fn take(self, initiative: InitiativeView) {
        let same = self.view.try_with_untracked(|view| same_version(view.as_ref(), &initiative.heads));
        match same {
            Some(true) => self.view.update(|view| {
                if let Some(view) = view {
                    view.initiative = initiative;
                }
            }),
            Some(false) => self.newer.set(true),
            None => {}
        }
    }

    /// Looks whether it changed, without opening what came.
    fn look_again(self) {
        let Some(turn) = self.next_turn() else { return };
        spawn_local(async move {
            let answer = ipc::call(GetInitiative { id: self.id }).await;
            if self.turn() != Some(turn) {
                return;
            }
            let Ok(initiative) = answer else { return };
            if self.view.with_untracked(|view| same_version(view.as_ref(), &initiative.heads)) {
                self.open();
            } else {
                self.newer.set(true);
            }
        });
    }

    fn turn(self) -> Option<u64> {
        self.asking.try_with_value(|asking| asking.turn)
    }

    fn next_turn(self) -> Option<u64> {
        self.asking.try_update_value(|asking| {
            asking.turn += 1;
            asking.turn
        })
    }
}

/// Tells whether the opened version has these heads; before anything is open there is none to keep.
fn same_version(view: Option<&ReviewView>, heads: &[ChangeId]) -> bool {
    view.is_none_or(|view| view.initiative.heads == heads)
}

/// Tells the application once for each version that was on the screen long enough.
fn tell_seen(reading: Reading) {
    let version = reading.part(|view| (!view.initiative.summary.mine).then(|| view.initiative.heads.clone()));
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        stop();
        if let Some(Some(heads)) = version.get() {
            wait_until_read(reading.id, heads, timer);
        }
    });
    on_cleanup(stop);
}

fn wait_until_read(id: InitiativeId, heads: Vec<ChangeId>, timer: StoredValue<Option<TimeoutHandle>>) {
    let read = move || {
        // A window in the background is not being read; it is waited for again.
        if document().hidden() {
            return wait_until_read(id, heads, timer);
        }
        spawn_local(async move {
            // Nothing depends on it here: the author's machine learns of it when it is sent.
            let _ = ipc::call(MarkSeen { id, heads }).await;
        });
    };
    let handle = set_timeout_with_handle(read, READ_FOR).ok();
    let _ = timer.try_update_value(|timer| *timer = handle);
}
