//! Bản: an initiative as one sheet to read, with what changed standing in its place.

use std::sync::Arc;

use api::{DifferenceView, InitiativeView, PieceKind};
use domain::record::RemarkTarget;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Difference, Piece, Tone};
use crate::words;

use super::model::{DifferenceKind, Titles, difference_kind, spoken};

mod facts;
mod months;
mod notices;
mod quantities;
mod results;

use facts::Facts;
use months::Months;
use notices::Notices;
use quantities::Quantities;
use results::Results;

/// What a document shows beside the words themselves.
#[derive(Clone)]
pub struct Marks {
    /// The language.
    pub lang: Locale,
    /// What changed, to be shown in its place.
    pub changes: Arc<Vec<DifferenceView>>,
    /// Titles of the movement's slugs.
    pub titles: Arc<Titles>,
    /// Takes what a remark points at; without it nothing can be pointed at.
    pub on_point: Option<Callback<RemarkTarget>>,
}

/// An initiative as it is: sheet, quantities, results, months. Nothing here can be edited.
#[component]
pub fn Document(
    /// The initiative.
    view: InitiativeView,
    /// What is shown beside its words.
    marks: Marks,
) -> impl IntoView {
    let lang = use_locale();
    view! {
        <article class="page pad stack document" aria-label=td_string!(lang, review.document.title) data-testid="document">
            <Notices view=view.clone()/>
            <h2>{td_string!(lang, review.document.title)}</h2>
            <Facts view=view.clone() marks=marks.clone()/>
            <Quantities view=view.clone() marks=marks.clone()/>
            <Results view=view.clone() marks=marks.clone()/>
            <Months view=view marks/>
        </article>
    }
}

/// Gives the id of a field's place in the document.
pub fn anchor(path: &str) -> String {
    format!("field-{}", path.replace('/', "-"))
}

/// Shows a difference in pieces, each as people read it.
pub fn pieces(marks: &Marks, change: &DifferenceView) -> impl IntoView + use<> {
    let said = |text: &str| spoken(marks.lang, &marks.titles, &change.path, text);
    let pieces = change
        .pieces
        .iter()
        .map(|piece| match piece.kind {
            PieceKind::Same => Piece::Same(said(&piece.text)),
            PieceKind::Removed => Piece::Removed(said(&piece.text)),
            PieceKind::Added => Piece::Added(said(&piece.text)),
        })
        .collect();
    view! { <Difference pieces/> }
}

/// Says in a word that something differs, for those who see no colours.
pub fn difference_badge(lang: Locale, change: &DifferenceView) -> impl IntoView + use<> {
    let word = match difference_kind(change) {
        DifferenceKind::Added => td_string!(lang, review.document.added),
        DifferenceKind::Removed => td_string!(lang, review.document.removed),
        DifferenceKind::Changed => td_string!(lang, review.document.changed),
    };
    view! { <Badge tone=Tone::Attention>{word}</Badge> }
}

/// Lists the differences of an entry below it, each with the name of its field.
fn differences_of_entry(marks: &Marks, prefix: &str) -> impl IntoView + use<> {
    let lang = marks.lang;
    let lines: Vec<_> = super::model::differences_within(&marks.changes, prefix)
        .into_iter()
        .map(|change| {
            let field = words::field(lang, &change.path);
            let pieces = pieces(marks, change);
            view! { <li><span class="faint">{field}": "</span>{pieces}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="entry-changes">{lines}</ul> })
}
