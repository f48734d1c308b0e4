//! Small pieces that know the contract and that several places show.

mod evidence;
mod mend;
mod online_only;

use api::{Code, DeliveryState, Error};
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::ui::{Callout, Path, Tone};
use crate::words;

pub use evidence::{EvidenceTile, Piece, Viewer};
use mend::Mend;
pub use online_only::OnlineOnlyNote;

/// Says an error in sentences; shows nothing while there is none.
#[component]
pub fn ErrorNote(
    /// The error of an act or a view.
    #[prop(into)]
    error: Signal<Option<Error>>,
) -> impl IntoView {
    let lang = use_locale();
    move || {
        error.get().map(|error| {
            let said = words::error(lang, &error);
            let tone = tone(error.code);
            view! {
                <Callout tone title=said.what alert=true testid="error">
                    <p>{said.todo}</p>
                    <Mend error/>
                </Callout>
            }
        })
    }
}

/// Being offline is normal: what only waits for the network has no warning colour.
fn tone(code: Code) -> Tone {
    match code {
        Code::RelayUnreachable | Code::FileNotHere | Code::BrokenDocument => Tone::Plain,
        _ => Tone::Attention,
    }
}

/// Four dots that tell where a thing is, with the words beside them.
#[component]
pub fn Whereabouts(
    /// How far it got.
    #[prop(into)]
    state: Signal<DeliveryState>,
    /// Whether the words are only for screen readers.
    #[prop(optional)]
    dots_only: bool,
) -> impl IntoView {
    let lang = use_locale();
    let reached = Signal::derive(move || match state.get() {
        DeliveryState::ThisMachine => 1,
        DeliveryState::AtRelay => 2,
        DeliveryState::Received => 3,
        DeliveryState::Seen => 4,
    });
    view! { <Path reached label=move || words::delivery(lang, state.get()) dots_only/> }
}

/// Says that this machine's clock is wrong; nothing where it agrees with the relay's.
#[component]
pub fn ClockNote(
    /// Minutes by which it is ahead, behind where negative.
    #[prop(into)]
    ahead: Signal<Option<i64>>,
) -> impl IntoView {
    let lang = use_locale();
    move || {
        ahead.get().map(|minutes| {
            view! {
                <Callout testid="clock">
                    <p>{words::clock_ahead(lang, minutes)}</p>
                    <p>{td_string!(lang, storage.clock.todo)}</p>
                </Callout>
            }
        })
    }
}
