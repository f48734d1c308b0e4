//! A frame for tables that scrolls sideways by itself, also by keyboard.

use leptos::prelude::*;

/// A frame for a table that may be wider than the screen.
#[component]
pub fn TableFrame(
    /// What the table holds; its name for screen readers.
    #[prop(into)]
    label: String,
    /// The `<table>`.
    children: Children,
) -> impl IntoView {
    view! { <div class="table-frame" role="region" aria-label=label tabindex="0">{children()}</div> }
}
