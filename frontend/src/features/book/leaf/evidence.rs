//! Minh chứng: a grid of files, to be dropped, picked, looked at and put in order.

mod picture;
mod viewer;

use api::EvidenceView;
use domain::id::EntryId;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::model::find::evidence;
use super::super::model::leaf::anchor;
use super::super::upload::{Then, UploadList, Uploads};
use super::row::Row;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::Whereabouts;
use crate::ui::{Badge, FileDrop, Progress, Symbol, Tone};
use crate::words;
use picture::Picture;
use viewer::Viewer;

/// The grid of files, and the place to drop more.
#[component]
pub fn Evidence() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let uploads = Uploads::new(Then::Attach(editor));
    let ids = editor.part(|view| view.evidence.iter().map(|item| item.id).collect::<Vec<_>>());
    let can_edit = editor.part(|view| view.can_edit);
    let looked_at = RwSignal::new(None::<EntryId>);
    view! {
        <Row title=td_string!(lang, book.evidence.part) at="evidence">
            {move || ids.with(Vec::is_empty).then(|| view! {
                <p class="soft">{td_string!(lang, book.evidence.empty)}</p>
            })}
            <ul class="book-thumbs" id=anchor("evidence")>
                <For each=move || ids.get() key=|id| *id let:id><Tile id looked_at/></For>
                {move || can_edit.get().then(|| view! {
                    <li class="book-drop">
                        <FileDrop
                            label=td_string!(lang, book.evidence.drop)
                            symbol=Symbol::Camera
                            many=true
                            testid="evidence-files"
                            on_files=move |files| uploads.take(files)
                        />
                    </li>
                })}
            </ul>
            <UploadList uploads/>
            <Viewer looked_at/>
        </Row>
    }
}

/// One file: its picture, its name, where it is and what it supports.
#[component]
fn Tile(id: EntryId, looked_at: RwSignal<Option<EntryId>>) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let path = format!("evidence/{id}");
    let place = anchor(&path);
    let item = editor.part(move |view| evidence(view, &path).cloned());
    let source = Memo::new(move |_| item.with(|item| item.as_ref().map(picture::source)));
    let name = move || item.with(|item| item.as_ref().map(title).unwrap_or_default());
    let state = Signal::derive(move || {
        item.with(|item| item.as_ref().map_or(api::DeliveryState::ThisMachine, |item| item.delivery))
    });
    view! {
        <li id=place data-testid="evidence-item">
            <button
                type="button"
                class="book-thumb"
                aria-label=move || td_string!(lang, book.evidence.look, name = name()).to_string()
                data-testid="look-at-evidence"
                on:click=move |_| looked_at.set(Some(id))
            >
                {move || source.get().map(|source| view! { <Picture source/> })}
            </button>
            <p class="book-thumb-name">{name}</p>
            <Whereabouts state dots_only=true/>
            {move || item.get().map(|item| notes(lang, &item))}
        </li>
    }
}

/// Gives what a file is called: its title, or else its name.
fn title(item: &EvidenceView) -> String {
    if item.title.trim().is_empty() { item.file_name.clone() } else { item.title.clone() }
}

fn notes(lang: Locale, item: &EvidenceView) -> impl IntoView + use<> {
    let (sent, size) = (item.sent, item.size);
    let sending = (sent > 0 && sent < size).then(|| {
        view! {
            <Progress
                label=td_string!(lang, book.evidence.sending)
                done=Signal::stored(sent)
                total=Signal::stored(size)
            />
        }
    });
    let unused = item.supports.is_empty().then(
        || view! { <Badge tone=Tone::Attention>{td_string!(lang, book.evidence.supports_nothing)}</Badge> },
    );
    let again = (!item.also_in.is_empty())
        .then(|| view! { <Badge tone=Tone::Attention>{td_string!(lang, book.evidence.also_in)}</Badge> });
    view! {
        <span class="faint book-thumb-size">{words::bytes(lang, size)}</span>
        {sending} {unused} {again}
    }
}
