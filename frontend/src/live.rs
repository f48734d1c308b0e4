//! A view that stays fresh: loaded once, asked for again when one of its topics becomes stale.

use api::{Call, Error, Topic};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::act::{Steps, steps};
use crate::ipc;
use crate::session::use_session;

/// A view of the application, as fresh as the last answer.
///
/// While it is asked for again the old one stays, so that nothing on the screen jumps.
pub struct Live<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    error: RwSignal<Option<Error>>,
    again: Trigger,
}

impl<T: Send + Sync> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Live<T> {}

impl<T: Clone + Send + Sync + 'static> Live<T> {
    /// Gives the newest answer, and follows it; none until the first one came.
    pub fn get(self) -> Option<T> {
        self.value.get()
    }

    /// Gives the newest answer without following it.
    pub fn get_untracked(self) -> Option<T> {
        self.value.get_untracked()
    }

    /// Reads a part of the newest answer, and follows it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.value.with(|value| value.as_ref().map(read))
    }

    /// Gives why the newest asking failed, and follows it.
    pub fn error(self) -> Option<Error> {
        self.error.get()
    }

    /// Takes the answer of an act as the newest view.
    pub fn set(self, value: T) {
        self.error.set(None);
        self.value.set(Some(value));
    }

    /// Asks again now.
    pub fn reload(self) {
        self.again.notify();
    }
}

/// Loads a view and keeps it fresh. Request and topics may follow signals: when they change, the
/// view is asked for again. An answer that was overtaken by a newer asking is dropped.
pub fn live<R>(
    request: impl Fn() -> R + 'static,
    topics: impl Fn() -> Vec<Topic> + 'static,
) -> Live<R::Answer>
where
    R: Call + 'static,
    R::Answer: Clone + Send + Sync + 'static,
{
    let live = Live { value: RwSignal::new(None), error: RwSignal::new(None), again: Trigger::new() };
    let ask = move || steps(ipc::call(request()), move |value| live.set(value));
    follow(live.again, live.error, Box::new(topics), Box::new(ask));
    live
}

fn follow(
    again: Trigger,
    error: RwSignal<Option<Error>>,
    topics: Box<dyn Fn() -> Vec<Topic>>,
    ask: Box<dyn Fn() -> Steps>,
) {
    let asked = StoredValue::new(0_u64);
    let stale = use_session().topics();
    Effect::new(move || {
        again.track();
        stale.track(&topics());
        let steps = ask();
        let Some(turn) = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        spawn_local(async move {
            let answer = steps.await;
            // The page may be gone by now, or have asked again.
            if asked.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(show) => show(),
                Err(failure) => error.set(Some(failure)),
            }
        });
    });
}
