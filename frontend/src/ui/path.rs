//! Four dots that tell where a thing is, with the words beside them.

use leptos::prelude::*;

/// Four dots that tell how far a thing got; on a tablet there is no hovering, so words say it too.
#[component]
pub fn Path(
    /// How many dots are on, 1 to 4.
    #[prop(into)]
    reached: Signal<u8>,
    /// What the dots mean.
    #[prop(into)]
    label: TextProp,
    /// Whether the words are only for screen readers, because they stand elsewhere.
    #[prop(optional)]
    dots_only: bool,
) -> impl IntoView {
    let dots = (1..=4_u8).map(|dot| view! { <i class:on=move || dot <= reached.get()></i> }).collect_view();
    view! {
        <span class="path">
            <span class="path-dots" aria-hidden="true">{dots}</span>
            <span class=if dots_only { "sr" } else { "path-words" }>{move || label.get()}</span>
        </span>
    }
}
