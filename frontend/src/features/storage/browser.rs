//! What the browser promises, where it matters: in the book, and before an invitation is used up.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::model::promise;
use crate::i18n::{td_string, use_locale};
use crate::ipc::{self, BrowserStorage};
use crate::ui::{Button, ButtonKind, Callout, Tone};

/// What the browser says of its storage; none in the window, and until it answered.
#[derive(Clone, Copy)]
pub struct Browser(RwSignal<Option<BrowserStorage>>);

/// Asks the browser what it says of its storage.
pub fn use_browser() -> Browser {
    let browser = Browser(RwSignal::new(None));
    browser.look();
    browser
}

impl Browser {
    /// Gives what it said, and follows it.
    pub fn get(self) -> Option<BrowserStorage> {
        self.0.get()
    }

    /// Asks again.
    pub fn look(self) {
        spawn_local(async move {
            let said = ipc::storage().await;
            // The page may be gone by now.
            let _ = self.0.try_set(said);
        });
    }

    fn ask_to_keep(self) {
        spawn_local(async move {
            ipc::keep().await;
            self.look();
        });
    }
}

/// Whether the browser keeps the book, and what to do where it does not.
#[component]
pub fn BrowserNote(browser: Browser) -> impl IntoView {
    let lang = use_locale();
    move || {
        browser.get().map(|said| {
            let (title, todo, tone) = promise(lang, &said);
            let ask = (!said.kept).then(|| {
                view! {
                    <div>
                        <Button kind=ButtonKind::Quiet testid="ask-to-keep" on_press=move |_| browser.ask_to_keep()>
                            {td_string!(lang, storage.ask)}
                        </Button>
                    </div>
                }
            });
            view! {
                <Callout tone title testid="browser-promise">
                    <p>{todo}</p>
                    {ask}
                </Callout>
            }
        })
    }
}

/// What cannot be promised, before a code is used up; nothing where the browser keeps the book.
#[component]
pub fn JoinNote() -> impl IntoView {
    let lang = use_locale();
    let browser = use_browser();
    move || {
        browser.get().filter(|said| !said.kept).map(|_| {
            view! {
                <Callout tone=Tone::Attention title=td_string!(lang, storage.join.title) testid="join-promise">
                    <p>{td_string!(lang, storage.join.private)}</p>
                    <p>{td_string!(lang, storage.join.todo)}</p>
                </Callout>
            }
        })
    }
}
