//! An empty place: one sentence that teaches, one act.

use leptos::prelude::*;

use super::{Icon, Symbol};

/// An empty place: one sentence that teaches, one act.
#[component]
pub fn Empty(
    /// What would be here.
    symbol: Symbol,
    /// The sentence.
    #[prop(into)]
    sentence: String,
    /// The act, if there is one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon symbol/>
            <p>{sentence}</p>
            {children.map(|children| children())}
        </div>
    }
}
