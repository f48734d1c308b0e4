//! A few sentences that stand out: a hint, a warning, an error.

use leptos::prelude::*;

use super::{Icon, Symbol, Tone};

/// A few sentences that stand out. With `alert` it is read out at once.
#[component]
pub fn Callout(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// Its first line.
    #[prop(optional, into)]
    title: Option<String>,
    /// Whether screen readers read it out at once.
    #[prop(optional)]
    alert: bool,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// The sentences, and acts if there are any.
    children: Children,
) -> impl IntoView {
    let symbol = match tone {
        Tone::Attention | Tone::Seal => Symbol::Attention,
        Tone::Good => Symbol::Check,
        Tone::Plain | Tone::Accent => Symbol::Hint,
    };
    view! {
        <div class=tone.class("callout") role=if alert { "alert" } else { "note" } data-testid=testid>
            <Icon symbol/>
            <div class="callout-words stack-s">
                {title.map(|title| view! { <strong>{title}</strong> })}
                {children()}
            </div>
        </div>
    }
}
