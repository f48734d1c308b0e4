//! A bar from nothing to the whole, as a picture with a name.

use leptos::prelude::*;

/// A bar from nothing to the whole; a drawing, so that no style attribute is needed.
#[component]
pub fn Bar(
    /// How far, in tenths of a percent; more than the whole fills it, less than nothing leaves it empty.
    #[prop(into)]
    tenths: Signal<i64>,
    /// What it shows, in words.
    #[prop(into)]
    label: TextProp,
    /// Whether the end was reached.
    #[prop(optional, into)]
    reached: Signal<bool>,
) -> impl IntoView {
    view! {
        <svg
            class="bar"
            class:bar--reached=move || reached.get()
            viewBox="0 0 1000 8"
            preserveAspectRatio="none"
            role="img"
            aria-label=move || label.get().to_string()
        >
            <rect class="bar-ground" width="1000" height="8"></rect>
            <rect class="bar-done" width=move || tenths.get().clamp(0, 1000).to_string() height="8"></rect>
        </svg>
    }
}
