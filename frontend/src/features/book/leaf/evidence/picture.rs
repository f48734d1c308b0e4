//! A small picture of a file: its preview, or else a sheet with its kind.

use api::EvidenceView;
use domain::id::BlobId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::files::{object_url, revoke_url};
use crate::i18n::use_locale;
use crate::ui::{Icon, Symbol};
use crate::words;

/// What a small picture is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The preview, when it is on this machine.
    pub preview: Option<BlobId>,
    /// The kind of the file.
    pub kind: String,
}

/// Gives what the small picture of a file is made from.
pub fn source(item: &EvidenceView) -> Source {
    Source { preview: item.preview.filter(|_| item.preview_here), kind: item.kind.clone() }
}

/// An address of a file's bytes for as long as the component that asks lives.
pub fn use_object_url(blob: BlobId) -> ReadSignal<Option<String>> {
    let (url, set_url) = signal(None::<String>);
    let kept = StoredValue::new(None::<String>);
    spawn_local(async move {
        // A preview that cannot be read leaves the sheet with its kind in place.
        let Ok(address) = object_url(blob).await else { return };
        if kept.try_update_value(|kept| *kept = Some(address.clone())).is_some() {
            set_url.set(Some(address));
        } else {
            revoke_url(&address);
        }
    });
    on_cleanup(move || {
        if let Some(address) = kept.try_get_value().flatten() {
            revoke_url(&address);
        }
    });
    url
}

/// A small picture of a file.
#[component]
pub fn Picture(source: Source) -> impl IntoView {
    let lang = use_locale();
    let sheet = move |kind: &str| {
        let symbol = match kind {
            "photo" | "video" => Symbol::Camera,
            "spreadsheet" | "score_table" | "list" => Symbol::Table,
            _ => Symbol::Sheet,
        };
        let words = words::evidence_kind(lang, kind);
        view! { <span class="book-sheet" aria-hidden="true"><Icon symbol/><span>{words}</span></span> }
    };
    match source.preview {
        None => sheet(&source.kind).into_any(),
        Some(blob) => {
            let url = use_object_url(blob);
            (move || match url.get() {
                Some(url) => view! { <img class="book-image" src=url alt=""/> }.into_any(),
                None => sheet(&source.kind).into_any(),
            })
            .into_any()
        }
    }
}
