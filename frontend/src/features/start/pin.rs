//! A PIN for a new book, where the browser cannot keep its key.

use leptos::prelude::*;

use crate::features::settings::lock::PinField;
use crate::i18n::{td_string, use_locale};
use crate::session::use_session;

/// Asks for a PIN twice; shows nothing where none is needed.
#[component]
pub fn NewPin(
    /// The PIN once both are the same; empty until then.
    pin: RwSignal<String>,
) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let [first, second] = [0; 2].map(|_| RwSignal::new(String::new()));
    Effect::new(move || {
        let same = first.with(|first| second.with(|second| first == second));
        pin.set(if same { first.get() } else { String::new() });
    });
    let differ = Signal::derive(move || {
        let differ = second.with(|second| !second.is_empty() && first.with(|first| first != second));
        if differ { td_string!(lang, settings.lock.differ).to_owned() } else { String::new() }
    });
    let needed = Memo::new(move |_| session.start().is_some_and(|start| start.needs_pin));
    view! {
        <Show when=move || needed.get()>
            <PinField label=td_string!(lang, start.pin.title) value=first hint=td_string!(lang, start.pin.hint) testid="new-pin"/>
            <PinField label=td_string!(lang, start.pin.again) value=second error=differ testid="new-pin-again"/>
        </Show>
    }
}
