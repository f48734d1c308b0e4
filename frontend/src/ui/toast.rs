//! Short messages at the edge of the screen, with Undo where something can be taken back.

use std::time::Duration;

use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};

use super::{Button, ButtonKind, Symbol};

/// How long a message stays; with an act in it, longer.
const STAYS: Duration = Duration::from_secs(6);
const STAYS_WITH_ACT: Duration = Duration::from_secs(12);

#[derive(Clone)]
struct Toast {
    id: u64,
    text: String,
    act: Option<(String, Callback<()>)>,
}

/// Where messages are shown from.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

/// Makes the place for messages; once, at the root.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    provide_context(toasts);
    toasts
}

/// Gives the place for messages.
pub fn use_toasts() -> Toasts {
    expect_context()
}

impl Toasts {
    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    /// Says something that can be taken back, with a button that does so.
    pub fn say_with_undo(
        self,
        lang: Locale,
        text: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        let undo = td_string!(lang, common.ui.undo).to_owned();
        self.show(text.into(), Some((undo, Callback::new(move |()| act()))));
    }

    fn show(self, text: String, act: Option<(String, Callback<()>)>) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(id) = id else { return };
        let stays = if act.is_some() { STAYS_WITH_ACT } else { STAYS };
        self.shown.update(|shown| shown.push(Toast { id, text, act }));
        set_timeout(move || self.drop(id), stays);
    }

    fn drop(self, id: u64) {
        let _ = self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Shows the messages; once, at the root.
#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    let lang = use_locale();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <div class="toast" data-testid="toast">
                    <p>{toast.text}</p>
                    {toast
                        .act
                        .map(|(words, act)| {
                            let press = move |_| {
                                toasts.drop(toast.id);
                                act.run(());
                            };
                            view! {
                                <Button kind=ButtonKind::Quiet icon=Symbol::Undo testid="toast-undo" on_press=press>
                                    {words}
                                </Button>
                            }
                        })}
                    <Button
                        kind=ButtonKind::Bare
                        icon=Symbol::Cross
                        label=td_string!(lang, common.ui.close)
                        on_press=move |_| toasts.drop(toast.id)
                    />
                </div>
            </For>
        </div>
    }
}
