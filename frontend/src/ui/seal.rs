//! A seal: somebody has decided.

use leptos::prelude::*;

/// A round red seal; only where somebody has decided something.
#[component]
pub fn Seal(
    /// Its lines, from the top.
    #[prop(into)]
    lines: Vec<String>,
) -> impl IntoView {
    let lines = lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view();
    view! { <div class="seal">{lines}</div> }
}
