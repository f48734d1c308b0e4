//! Minh chứng to look at: a grid of previews, and a viewer with zoom.

use api::EvidenceView;
use domain::id::{BlobId, EntryId};
use domain::record::RemarkTarget;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::files::{object_url, revoke_url};
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::Whereabouts;
use crate::ui::{Badge, Icon, Page, Symbol, Tone};
use crate::words;

use super::remarks::PointAt;

mod model;
mod viewer;

pub use model::{Shown, Zoom, shown, zoom_step};
pub use viewer::Viewer;

/// One piece with the words of what it supports.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The piece.
    pub view: EvidenceView,
    /// What it supports, in words.
    pub supports: Vec<String>,
}

/// Pieces of evidence as a grid; a press opens the viewer.
#[component]
pub fn EvidenceGrid(
    /// The pieces.
    #[prop(into)]
    pieces: Signal<Vec<Piece>>,
    /// Opens a piece.
    on_open: Callback<EntryId>,
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
                    key=|piece| (piece.view.id, piece.view.preview_here, piece.view.here, piece.view.delivery as u8)
                    let:piece
                >
                    {
                        let (id, what) = (piece.view.id, named(lang, &piece.view));
                        view! {
                            <li>
                                <EvidenceTile piece on_open/>
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

#[component]
fn EvidenceTile(piece: Piece, on_open: Callback<EntryId>) -> impl IntoView {
    let lang = use_locale();
    let view = piece.view;
    let id = view.id;
    let title = named(lang, &view);
    let kind = words::evidence_kind(lang, &view.kind);
    let reused = match view.also_in.len() {
        0 => None,
        1 => Some(td_string!(lang, review.evidence.also_in_one).to_owned()),
        count => Some(td_string!(lang, review.evidence.also_in, count = count).to_string()),
    };
    let supports = (!piece.supports.is_empty()).then(|| {
        td_string!(lang, review.evidence.supports, what = words::list(lang, &piece.supports)).to_string()
    });
    let label = td_string!(lang, review.evidence.open, title = title.clone()).to_string();
    let size =
        if view.size > 0 { format!("{kind} · {}", words::bytes(lang, view.size)) } else { kind.to_owned() };
    view! {
        <button type="button" class="evidence-tile" aria-label=label data-testid="open-evidence" on:click=move |_| on_open.run(id)>
            <Preview view=view.clone()/>
        </button>
        <div class="evidence-words">
            <span class="evidence-title">{title}</span>
            <span class="faint">{size}</span>
            {supports.map(|supports| view! { <span class="faint">{supports}</span> })}
            {reused.map(|reused| view! { <Badge tone=Tone::Attention icon=Symbol::Copy>{reused}</Badge> })}
            <Whereabouts state=Signal::stored(view.delivery) dots_only=true/>
        </div>
    }
}

/// Gives a piece's title, or its file's name where it has none.
pub fn named(lang: Locale, view: &EvidenceView) -> String {
    let given = [&view.title, &view.file_name].into_iter().find(|name| !name.trim().is_empty()).cloned();
    given.unwrap_or_else(|| words::evidence_kind(lang, &view.kind).to_owned())
}

/// The small picture of a piece, or its kind as an icon where there is none.
#[component]
fn Preview(view: EvidenceView) -> impl IntoView {
    let url = use_object_url(Signal::stored(model::preview_of(&view)));
    let symbol = kind_symbol(&view.mime, &view.kind);
    move || match url.get() {
        Some(url) => view! { <img class="evidence-picture" src=url alt="" loading="lazy"/> }.into_any(),
        None => {
            view! { <span class="evidence-picture evidence-picture--none"><Icon symbol/></span> }.into_any()
        }
    }
}

fn kind_symbol(mime: &str, kind: &str) -> Symbol {
    match (mime.split('/').next().unwrap_or_default(), kind) {
        ("image", _) | (_, "photo" | "product") => Symbol::Camera,
        ("audio", _) | (_, "audio") => Symbol::Speech,
        ("video", _) | (_, "video") => Symbol::Device,
        (_, "spreadsheet" | "score_table" | "list") => Symbol::Table,
        _ => Symbol::Sheet,
    }
}

/// Reads a file and gives an address to show it by, as long as the component lives.
pub fn use_object_url(blob: Signal<Option<BlobId>>) -> ReadSignal<Option<String>> {
    let (url, set_url) = signal(None::<String>);
    let held = StoredValue::new(None::<String>);
    let forget = move || {
        if let Some(Some(old)) = held.try_update_value(Option::take) {
            revoke_url(&old);
        }
    };
    Effect::new(move |_| {
        let wanted = blob.get();
        forget();
        let _ = set_url.try_set(None);
        let Some(wanted) = wanted else { return };
        spawn_local(async move {
            // Without it the icon stays; the viewer says why.
            let Ok(read) = object_url(wanted).await else { return };
            if blob.try_get_untracked() == Some(Some(wanted))
                && held.try_update_value(|held| *held = Some(read.clone())).is_some()
            {
                let _ = set_url.try_set(Some(read));
            } else {
                revoke_url(&read);
            }
        });
    });
    on_cleanup(forget);
    url
}
