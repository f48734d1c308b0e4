//! Minh chứng: a grid of files, to be dropped, picked, looked at and put in order.

mod fields;

use api::EvidenceView;
use domain::id::EntryId;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::model::leaf::anchor;
use super::super::upload::{Then, UploadList, Uploads};
use super::row::Row;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::{EvidenceTile, Piece, Viewer};
use crate::ui::{Badge, FileDrop, Progress, Symbol, Tone};
use fields::Fields;

/// The grid of files, and the place to drop more.
#[component]
pub fn Evidence() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let uploads = Uploads::new(Then::Attach(editor));
    // What a piece supports is no words here: it stands in the fields, to be ticked.
    let pieces = editor.part(|view| {
        let initiative = view.summary.id;
        let piece = |view: &EvidenceView| Piece { initiative, view: view.clone(), supports: Vec::new() };
        view.evidence.iter().map(piece).collect::<Vec<_>>()
    });
    let ids = editor.part(|view| view.evidence.iter().map(|item| item.id).collect::<Vec<_>>());
    let can_edit = editor.part(|view| view.can_edit);
    let looked_at = RwSignal::new(None::<EntryId>);
    let fields = Callback::new(move |id: EntryId| view! { <Fields id looked_at/> }.into_any());
    view! {
        <Row title=td_string!(lang, book.evidence.part) at="evidence">
            {move || ids.with(Vec::is_empty).then(|| view! {
                <p class="soft">{td_string!(lang, book.evidence.empty)}</p>
            })}
            <ul class="evidence-grid" id=anchor("evidence")>
                <For each=move || ids.get() key=|id| *id let:id><Tile id pieces looked_at/></For>
                {move || can_edit.get().then(|| view! {
                    <li class="book-drop">
                        <FileDrop
                            label=td_string!(lang, book.evidence.drop)
                            symbol=Symbol::Camera
                            many=true
                            camera=td_string!(lang, book.evidence.camera)
                            testid="evidence-files"
                            on_files=move |files| uploads.take(files)
                        />
                    </li>
                })}
            </ul>
            <UploadList uploads/>
            <Viewer pieces at=looked_at fields/>
        </Row>
    }
}

/// One file, and what is still to do with it.
#[component]
fn Tile(id: EntryId, pieces: Memo<Vec<Piece>>, looked_at: RwSignal<Option<EntryId>>) -> impl IntoView {
    let lang = use_locale();
    let piece =
        Memo::new(move |_| pieces.with(|pieces| pieces.iter().find(|piece| piece.view.id == id).cloned()));
    view! {
        <li id=anchor(&format!("evidence/{id}")) data-testid="evidence-item">
            <EvidenceTile piece at=looked_at>
                {move || piece.get().map(|piece| notes(lang, &piece.view))}
            </EvidenceTile>
        </li>
    }
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
    view! { {sending} {unused} }
}
