//! One file at full size, with its words and what it supports.

use api::{EvidenceView, FetchFile};
use domain::id::{BlobId, EntryId};
use leptos::prelude::*;

use super::super::super::editor::use_editor;
use super::super::super::fields::{Day, Tick, Words};
use super::super::super::model::find::{evidence, last};
use super::super::super::model::leaf::{Claim, claims};
use super::picture::use_object_url;
use super::title;
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::parts::{ErrorNote, Whereabouts};
use crate::ui::dialog::DialogSize;
use crate::ui::{Button, ButtonKind, Dialog, Loading, Symbol, use_toasts};
use crate::words;

/// A dialog with the file that is looked at; arrows go to its neighbours.
#[component]
pub fn Viewer(looked_at: RwSignal<Option<EntryId>>) -> impl IntoView {
    let editor = use_editor();
    let open = RwSignal::new(false);
    Effect::new(move || {
        if looked_at.with(Option::is_some) && !open.get_untracked() {
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && looked_at.with_untracked(Option::is_some) {
            looked_at.set(None);
        }
    });
    let item = Memo::new(move |_| {
        let path = format!("evidence/{}", looked_at.get()?);
        editor.with(|view| evidence(view, &path).cloned())
    });
    let name = move || item.with(|item| item.as_ref().map(title).unwrap_or_default());
    let step = move |back: bool| {
        let ids = editor.peek(|view| view.evidence.iter().map(|item| item.id).collect::<Vec<_>>());
        let at = ids.iter().position(|id| Some(*id) == looked_at.get_untracked());
        let next = at.and_then(|at| if back { at.checked_sub(1) } else { Some(at + 1) });
        if let Some(id) = next.and_then(|at| ids.get(at)) {
            looked_at.set(Some(*id));
        }
    };
    let content =
        move || looked_at.get().map(|id| view! { <Content id item step=Callback::new(step) open/> });
    view! {
        <Dialog open title=move || name() size=DialogSize::Large testid="evidence-viewer">
            {content}
        </Dialog>
    }
}

#[component]
fn Content(
    id: EntryId,
    item: Memo<Option<EvidenceView>>,
    step: Callback<bool>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let path = format!("evidence/{id}");
    let whole = path.clone();
    let can_edit = editor.peek(|view| view.can_edit);
    let shown = Memo::new(move |_| item.with(|item| item.as_ref().map(Shown::of)));
    let state = Signal::derive(move || {
        item.with(|item| item.as_ref().map_or(api::DeliveryState::ThisMachine, |item| item.delivery))
    });
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let typing = event.target().is_some_and(|target| {
            use wasm_bindgen::JsCast;
            target
                .dyn_into::<web_sys::Element>()
                .is_ok_and(|element| matches!(element.tag_name().as_str(), "TEXTAREA" | "INPUT"))
        });
        match event.key().as_str() {
            "ArrowLeft" if !typing => step.run(true),
            "ArrowRight" if !typing => step.run(false),
            _ => {}
        }
    };
    let remove = move |_| {
        editor.remove(&whole);
        open.set(false);
        toasts.say(td_string!(lang, book.evidence.removed));
    };
    let facts = move || {
        item.get().map(|item| {
            let day = item.added_at.map(|at| words::date(lang, at.date())).unwrap_or_default();
            let added = td_string!(lang, book.evidence.added, person = item.added_by, date = day);
            format!("{} · {} · {added}", item.file_name, words::bytes(lang, item.size))
        })
    };
    view! {
        <div class="book-viewer" on:keydown=keys>
            <div class="stack-s">
                <div class="book-viewer-picture">
                    {move || shown.get().map(|shown| view! { <Original shown/> })}
                </div>
                <div class="row">
                    <Button
                        icon=Symbol::Back
                        label=td_string!(lang, book.evidence.previous)
                        testid="previous-evidence"
                        on_press=move |_| step.run(true)
                    />
                    <Button
                        icon=Symbol::Forward
                        label=td_string!(lang, book.evidence.next)
                        testid="next-evidence"
                        on_press=move |_| step.run(false)
                    />
                </div>
            </div>
            <div class="stack-s">
                <Words
                    path=format!("{path}/title")
                    label=td_string!(lang, book.evidence.title)
                    read=|view, path| evidence(view, path).map(|item| item.title.clone()).unwrap_or_default()
                    rows=1
                    one_line=true
                    testid="evidence-title"
                />
                <Words
                    path=format!("{path}/caption")
                    label=td_string!(lang, book.evidence.caption)
                    read=|view, path| evidence(view, path).map(|item| item.caption.clone()).unwrap_or_default()
                    rows=2
                    testid="evidence-caption"
                />
                <Day
                    path=format!("{path}/captured_on")
                    label=td_string!(lang, book.evidence.captured_on)
                    read=|view, path| evidence(view, path).and_then(|item| item.captured_on)
                    testid="evidence-captured-on"
                />
                <Supports path=path.clone()/>
                <p class="faint">{facts}</p>
                <Whereabouts state/>
                {can_edit.then(|| view! {
                    <Button
                        kind=ButtonKind::Quiet
                        icon=Symbol::Bin
                        testid="remove-evidence"
                        on_press=remove
                    >
                        {td_string!(lang, book.evidence.remove)}
                    </Button>
                })}
            </div>
        </div>
    }
}

/// What the file supports, to be ticked.
#[component]
fn Supports(path: String) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let claims = editor.part(claims);
    let ticks = move || {
        let ticks = claims.get().into_iter().map(|(claim, words)| {
            let label = match words {
                Claim::Named(name) if name.trim().is_empty() => td_string!(lang, book.results.untitled).to_owned(),
                Claim::Named(name) => name,
                Claim::Month(month) => td_string!(lang, book.evidence.month, month = words::month_year(lang, month)).to_string(),
            };
            view! {
                <Tick
                    path=format!("{path}/supports/{claim}") label
                    read=|view, path| evidence(view, path).is_some_and(|item| item.supports.iter().any(|claim| claim == last(path)))
                />
            }
        });
        ticks.collect_view()
    };
    view! {
        <fieldset class="book-ticks">
            <legend class="field-label">{td_string!(lang, book.evidence.supports)}</legend>
            {ticks}
        </fieldset>
    }
}

/// What is shown large, and how.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    original: Option<BlobId>,
    preview: Option<BlobId>,
    here: bool,
    mime: String,
    name: String,
}

impl Shown {
    fn of(item: &EvidenceView) -> Self {
        Self {
            original: item.blob,
            preview: item.preview.filter(|_| item.preview_here),
            here: item.here,
            mime: item.mime.clone(),
            name: item.file_name.clone(),
        }
    }
}

/// The file itself where it can be shown, its preview meanwhile, and ways to get it.
#[component]
fn Original(shown: Shown) -> impl IntoView {
    let (lang, act) = (use_locale(), use_act());
    let opened = RwSignal::new(shown.here && shown.mime.starts_with("image/"));
    let (blob, preview) = (shown.original, shown.preview);
    let here = shown.here;
    let fetch = move |_| {
        if let Some(blob) = blob {
            act.call(FetchFile { blob }, |_| ());
        }
    };
    let large = move || match (opened.get(), blob, preview) {
        (true, Some(blob), _) => {
            view! { <Bytes blob mime=shown.mime.clone() name=shown.name.clone()/> }.into_any()
        }
        (_, _, Some(preview)) => {
            view! { <Bytes blob=preview mime="image/" name=shown.name.clone()/> }.into_any()
        }
        _ => view! { <p class="soft">{td_string!(lang, book.evidence.no_preview)}</p> }.into_any(),
    };
    let ways = move || {
        if opened.get() || blob.is_none() {
            return ().into_any();
        }
        if here {
            return view! {
                <Button
                    icon=Symbol::Eye
                    testid="open-original"
                    on_press=move |_| opened.set(true)
                >
                    {td_string!(lang, book.evidence.open)}
                </Button>
            }
            .into_any();
        }
        view! {
            <Button
                kind=ButtonKind::Quiet
                icon=Symbol::Download
                busy=act.busy()
                testid="fetch-original"
                on_press=fetch
            >
                {td_string!(lang, book.evidence.fetch)}
            </Button>
        }
        .into_any()
    };
    view! { {large} {ways} <ErrorNote error=act.error()/> }
}

/// Bytes as a picture, a film, a sound, or a file to take away.
#[component]
fn Bytes(blob: BlobId, #[prop(into)] mime: String, name: String) -> impl IntoView {
    let lang = use_locale();
    let url = use_object_url(blob);
    move || match (url.get(), mime.split('/').next().unwrap_or_default()) {
        (None, _) => view! { <Loading label=td_string!(lang, book.evidence.reading)/> }.into_any(),
        (Some(url), "image") => view! { <img class="book-large" src=url alt=name.clone()/> }.into_any(),
        (Some(url), "video") => view! { <video class="book-large" src=url controls=true></video> }.into_any(),
        (Some(url), "audio") => view! { <audio src=url controls=true></audio> }.into_any(),
        (Some(url), _) => view! {
            <a class="button" href=url download=name.clone()>{td_string!(lang, book.evidence.take)}</a>
        }
        .into_any(),
    }
}
