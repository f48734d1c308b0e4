//! Gửi – nhận ngay, from wherever it is asked for: one act for all of them, and what came of it said.

use api::{SyncNow, Topic};
use leptos::prelude::*;

use super::model::synced;
use crate::act::{Act, use_act};
use crate::i18n::{td_string, use_locale};
use crate::session::use_session;
use crate::ui::{Icon, Symbol, use_toasts};
use crate::words;

/// The one exchange that a person asks for; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Exchange {
    act: Act,
    run: Callback<()>,
}

/// Makes the exchange for the frame and everything in it.
pub fn provide_sync() -> Exchange {
    let (lang, toasts, act) = (use_locale(), use_toasts(), use_act());
    let topics = use_session().topics();
    let run = Callback::new(move |()| {
        let topics = topics.clone();
        act.call(SyncNow {}, move |done| {
            toasts.say(synced(lang, &done));
            topics.tell(Topic::Delivery);
        });
    });
    // The place itself says it in more words.
    Effect::new(move |_| {
        let is_told =
            document().query_selector("[data-testid=sync-now]").is_ok_and(|button| button.is_some());
        if let Some(error) = act.error().get().filter(|_| !is_told) {
            toasts.say(words::error(lang, &error).what);
        }
    });
    let sync = Exchange { act, run };
    provide_context(sync);
    sync
}

/// Gives the exchange that the frame provides.
pub fn use_sync() -> Exchange {
    expect_context()
}

impl Exchange {
    /// The state of it.
    pub fn act(self) -> Act {
        self.act
    }

    /// Sends and receives now; does nothing while it goes on.
    pub fn now(self) {
        self.run.run(());
    }

    /// What its button says.
    pub fn words(self) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        let lang = use_locale();
        move || {
            if self.act.busy().get() {
                td_string!(lang, delivery.syncing)
            } else {
                td_string!(lang, delivery.now)
            }
        }
    }
}

/// The exchange as a small button at the end of the rail.
#[component]
pub fn SyncButton() -> impl IntoView {
    let sync = use_sync();
    let words = sync.words();
    view! {
        <button
            type="button"
            class="button button--bare"
            data-testid="rail-sync"
            aria-label=words
            aria-busy=move || sync.act.busy().get().then_some("true")
            on:click=move |_| sync.now()
        >
            <Icon symbol=Symbol::Transfer/>
        </button>
    }
}
