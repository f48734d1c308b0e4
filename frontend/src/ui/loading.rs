//! A quiet line while the first answer is on its way; it shows only if that takes long.

use leptos::prelude::*;

/// A quiet line while the first answer is on its way.
#[component]
pub fn Loading(
    /// What is on its way.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <p class="loading faint" role="status">{label}</p> }
}
