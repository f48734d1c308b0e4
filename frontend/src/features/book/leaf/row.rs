//! A row of the leaf: its heading left of the red line.

use leptos::prelude::*;

use crate::ui::LeafRow;

/// A row of the leaf with a heading.
#[component]
pub fn Row(
    /// The heading.
    #[prop(into)]
    title: String,
    /// Where addresses lead to, as `at-NAME`.
    #[prop(into)]
    at: String,
    /// What stands below the heading, such as seals.
    #[prop(optional, into)]
    below: Option<ViewFn>,
    /// What stands right of the line.
    children: Children,
) -> impl IntoView {
    let testid = format!("part-{at}");
    let margin =
        move || view! { <h2 class="book-part">{title.clone()}</h2> {below.as_ref().map(ViewFn::run)} };
    view! { <LeafRow margin anchor=format!("at-{at}") testid>{children()}</LeafRow> }
}
