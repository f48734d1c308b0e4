//! What was taken out of a text and what was put in.

use leptos::prelude::*;

/// A piece of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Was and is.
    Same(String),
    /// Was.
    Removed(String),
    /// Is.
    Added(String),
}

/// A text with what was taken out struck through and what was put in marked.
#[component]
pub fn Difference(
    /// Its pieces, in order.
    pieces: Vec<Piece>,
) -> impl IntoView {
    let pieces = pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Same(text) => view! { <span>{text}</span> }.into_any(),
            Piece::Removed(text) => view! { <del>{text}</del> }.into_any(),
            Piece::Added(text) => view! { <ins>{text}</ins> }.into_any(),
        })
        .collect_view();
    view! { <span class="difference">{pieces}</span> }
}
