//! Whether somebody is at the machine: told to the application, which locks a book that has a PIN.
//!
//! The application measures; the page says when it was touched, and asks when enough time may have
//! passed. What is being typed is saved before anything is locked.

use std::cell::Cell;
use std::time::Duration;

use api::{Error, Lock, NotePresence, StartView};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::ipc;
use crate::session::Session;

/// How often a touch is told at most, in milliseconds.
const TELL_EVERY: f64 = 20_000.0;
/// How often the page looks whether enough time may have passed.
const LOOK_EVERY: Duration = Duration::from_secs(5);

thread_local! {
    static TOUCHED: Cell<f64> = const { Cell::new(0.0) };
    /// Looks since the last touch: a clock that nobody sets.
    static IDLE: Cell<u32> = const { Cell::new(0) };
    static TOLD: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
}

/// Follows touches and rest; once, at the root.
pub fn watch(session: Session) {
    let touch = move || {
        TOUCHED.set(now());
        IDLE.set(0);
        if lockable(session) && now() - TOLD.get() > TELL_EVERY {
            TOLD.set(now());
            spawn_local(async move {
                // A refusal says that it is locked: the first view tells it to the page.
                if ipc::call(NotePresence {}).await.is_err() {
                    session.refresh();
                }
            });
        }
    };
    // Without anybody's touch the time counts from the moment at which the book is on the screen.
    Effect::new(move || {
        if session.current().is_some_and(|current| current.lock.pin) {
            TOLD.set(f64::NEG_INFINITY);
            touch();
        }
    });
    let _ = window_event_listener(ev::pointerdown, move |_| touch());
    let _ = window_event_listener(ev::keydown, move |_| touch());
    let _ = window_event_listener(ev::wheel, move |_| touch());
    let _ = window_event_listener(ev::focus, move |_| look(session));
    set_interval(move || look(session), LOOK_EVERY);
}

/// Locks the book, once everything that was typed is saved.
///
/// # Errors
/// The call's own.
pub async fn lock() -> Result<StartView, Error> {
    leave_field();
    ipc::quiet().await;
    ipc::call(Lock {}).await
}

/// Asks whether the book is locked now, when it may be.
fn look(session: Session) {
    let Some(minutes) =
        session.current_untracked().filter(|one| one.lock.pin).map(|one| one.lock.rest_minutes)
    else {
        return;
    };
    IDLE.set(IDLE.get().saturating_add(1));
    let by_looks = f64::from(IDLE.get()) * LOOK_EVERY.as_secs_f64() * 1_000.0;
    if by_looks.max(now() - TOUCHED.get()) < f64::from(minutes) * 60_000.0 {
        return;
    }
    spawn_local(async move {
        leave_field();
        ipc::quiet().await;
        session.refresh();
    });
}

/// Leaves the field that is being written in: that saves it.
fn leave_field() {
    let field = document().active_element().and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field {
        let _ = field.blur();
    }
}

fn lockable(session: Session) -> bool {
    session.current_untracked().is_some_and(|current| current.lock.pin)
}

fn now() -> f64 {
    js_sys::Date::now()
}
