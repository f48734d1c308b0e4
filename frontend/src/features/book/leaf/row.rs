//! A row of the leaf: its heading left of the red line.

use leptos::children::ToChildren;
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
    #[prop(optional)]
    below: Option<AnyView>,
    /// What stands right of the line.
    children: Children,
) -> impl IntoView {
    let testid = format!("part-{at}");
    let margin = ToChildren::to_children(move || view! { <h2 class="book-part">{title}</h2> {below} });
    view! { <LeafRow margin anchor=format!("at-{at}") testid>{children()}</LeafRow> }
}
