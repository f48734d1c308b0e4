//! Minh chứng to look at: a grid of small pictures, each with what it supports.

use api::{EvidenceView, InitiativeView};
use domain::id::EntryId;
use domain::record::RemarkTarget;
use leptos::prelude::*;

use super::model::claim_words;
use super::remarks::PointAt;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::{EvidenceTile, Piece};
use crate::ui::Page;

/// Joins each piece of evidence with the words of what it supports.
pub fn pieces(lang: Locale, view: &InitiativeView) -> Vec<Piece> {
    let piece = |item: &EvidenceView| Piece {
        initiative: view.summary.id,
        view: item.clone(),
        supports: item.supports.iter().filter_map(|claim| claim_words(lang, view, claim)).collect(),
    };
    view.evidence.iter().map(piece).collect()
}

/// Pieces of evidence as a grid; a press opens the viewer.
#[component]
pub fn EvidenceGrid(
    /// The pieces.
    #[prop(into)]
    pieces: Signal<Vec<Piece>>,
    /// Takes the piece that is opened.
    at: RwSignal<Option<EntryId>>,
    /// Takes what a remark points at; without it nothing can be pointed at.
    #[prop(optional_no_strip)]
    on_point: Option<Callback<RemarkTarget>>,
) -> impl IntoView {
    let lang = use_locale();
    let count = Memo::new(move |_| pieces.with(Vec::len));
    let title = move || match count.get() {
        0 => td_string!(lang, review.evidence.title).to_owned(),
        count => td_string!(lang, review.evidence.count, count = count).to_string(),
    };
    view! {
        <Page class="pad stack-s" label=td_string!(lang, review.evidence.title) testid="evidence">
            <h2>{title}</h2>
            {move || (count.get() == 0).then(|| view! { <p class="soft">{td_string!(lang, review.evidence.none)}</p> })}
            <ul class="evidence-grid">
                <For
                    each=move || pieces.get()
                    key=|piece| (piece.view.id, piece.view.preview_here, piece.view.here, piece.view.erased, piece.view.delivery as u8)
                    let:piece
                >
                    {
                        let (id, what) = (piece.view.id, piece.name(lang));
                        view! {
                            <li>
                                <EvidenceTile piece=Signal::stored(Some(piece)) at/>
                                {on_point.map(|on_point| {
                                    view! { <PointAt target=RemarkTarget::Evidence(id) what on_point/> }
                                })}
                            </li>
                        }
                    }
                </For>
            </ul>
        </Page>
    }
}
