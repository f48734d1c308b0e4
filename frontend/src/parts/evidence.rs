//! Minh chứng to look at: a tile with its small picture, and a viewer with zoom.

mod erase;
mod model;
mod stage;
mod viewer;

use api::EvidenceView;
use domain::id::{BlobId, EntryId, InitiativeId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Whereabouts;
use crate::files::{object_url, revoke_url};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Icon, Symbol, Tone};
use crate::words;
use model::{PDF, preview_of};

pub use viewer::Viewer;

/// One piece with the words of what it supports.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The initiative that it belongs to.
    pub initiative: InitiativeId,
    /// The piece.
    pub view: EvidenceView,
    /// What it supports, in words.
    pub supports: Vec<String>,
}

impl Piece {
    /// Gives its title, or its file's name where it has none.
    pub fn name(&self, lang: Locale) -> String {
        let view = &self.view;
        let given = [&view.title, &view.file_name].into_iter().find(|name| !name.trim().is_empty()).cloned();
        given.unwrap_or_else(|| words::evidence_kind(lang, &view.kind).to_owned())
    }

    fn supported(&self, lang: Locale) -> Option<String> {
        let what = words::list(lang, &self.supports);
        (!what.is_empty()).then(|| td_string!(lang, common.viewer.supports, what = what).to_string())
    }
}

/// A piece in a grid: its small picture, which opens it, and what it is.
#[component]
pub fn EvidenceTile(
    /// The piece as it is now; none once it is gone.
    #[prop(into)]
    piece: Signal<Option<Piece>>,
    /// Takes the piece that is opened.
    at: RwSignal<Option<EntryId>>,
    /// What else is said of it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = use_locale();
    let drawn = Memo::new(move |_| piece.with(|piece| preview_of(&piece.as_ref()?.view)));
    let url = use_object_url(drawn.into());
    let is_pdf = |piece: &Option<Piece>| piece.as_ref().is_some_and(|one| one.view.mime == PDF);
    if piece.with_untracked(is_pdf) {
        stage::expect_pages();
    }
    let symbol = piece.with_untracked(|piece| piece.as_ref().map_or(Symbol::Sheet, kind_symbol));
    let picture = move || match url.get() {
        Some(url) => view! { <img class="evidence-picture" src=url alt="" loading="lazy"/> }.into_any(),
        None => {
            view! { <span class="evidence-picture evidence-picture--none"><Icon symbol/></span> }.into_any()
        }
    };
    let label = move || {
        let title = piece.with(|piece| Some(piece.as_ref()?.name(lang)))?;
        Some(td_string!(lang, common.viewer.open, title = title).to_string())
    };
    let open = move |_| at.set(piece.with_untracked(|piece| Some(piece.as_ref()?.view.id)));
    view! {
        <button type="button" class="evidence-tile" aria-label=label data-testid="open-evidence" on:click=open>
            {picture}
        </button>
        <div class="evidence-words">
            {move || piece.get().map(|piece| said(lang, &piece))}
            {children.map(|children| children())}
        </div>
    }
}

fn said(lang: Locale, piece: &Piece) -> impl IntoView + use<> {
    let view = &piece.view;
    let kind = words::evidence_kind(lang, &view.kind);
    let size =
        if view.size > 0 { format!("{kind} · {}", words::bytes(lang, view.size)) } else { kind.to_owned() };
    let reused = match view.also_in.len() {
        0 => None,
        1 => Some(td_string!(lang, common.viewer.also_in_one).to_owned()),
        count => Some(td_string!(lang, common.viewer.also_in, count = count).to_string()),
    };
    let erased = view.erased.then(
        || view! { <Badge tone=Tone::Attention icon=Symbol::Bin>{td_string!(lang, common.viewer.erased)}</Badge> },
    );
    let held = view.over_quota.then(
        || view! { <Badge tone=Tone::Attention icon=Symbol::Transfer>{td_string!(lang, common.viewer.over_quota)}</Badge> },
    );
    view! {
        <span class="evidence-title">{piece.name(lang)}</span>
        <span class="faint">{size}</span>
        {erased}
        {held}
        {piece.supported(lang).map(|supports| view! { <span class="faint">{supports}</span> })}
        {reused.map(|reused| view! { <Badge tone=Tone::Attention icon=Symbol::Copy>{reused}</Badge> })}
        <Whereabouts state=Signal::stored(view.delivery) dots_only=true/>
    }
}

fn kind_symbol(piece: &Piece) -> Symbol {
    match (piece.view.mime.split('/').next().unwrap_or_default(), piece.view.kind.as_str()) {
        ("image", _) | (_, "photo" | "product") => Symbol::Camera,
        ("audio", _) | (_, "audio") => Symbol::Speech,
        ("video", _) | (_, "video") => Symbol::Device,
        (_, "spreadsheet" | "score_table" | "list") => Symbol::Table,
        _ => Symbol::Sheet,
    }
}

/// Reads a file and gives an address to show it by, as long as the component lives.
fn use_object_url(blob: Signal<Option<BlobId>>) -> ReadSignal<Option<String>> {
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
