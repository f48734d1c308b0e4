use api::{EvidenceView, FetchFile};
use domain::id::EntryId;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Piece;
use super::erase::EraseAct;
use super::model::{Shown, Zoom, shown, zoom_step};
use super::stage::{Look, Stage};
use crate::act::use_act;
use crate::files::{download, object_url};
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::{ErrorNote, Whereabouts};
use crate::ui::dialog::DialogSize;
use crate::ui::{Badge, Button, ButtonKind, ButtonLink, Dialog, Symbol, Tone};
use crate::words;

/// Draws the fields of one piece.
type Fields = Callback<EntryId, AnyView>;

/// Looks at pieces of evidence one after the other: zoom, arrows, Escape.
#[component]
pub fn Viewer(
    /// The pieces, in order.
    #[prop(into)]
    pieces: Signal<Vec<Piece>>,
    /// The piece that is open; none while the viewer is closed.
    at: RwSignal<Option<EntryId>>,
    /// Draws the fields in which a piece is written, in place of its words.
    #[prop(optional)]
    fields: Option<Fields>,
) -> impl IntoView {
    let lang = use_locale();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(at.get().is_some()));
    Effect::new(move |_| {
        if !open.get() && at.get_untracked().is_some() {
            at.set(None);
        }
    });
    let place = Memo::new(move |_| {
        let wanted = at.get()?;
        pieces.with(|pieces| pieces.iter().position(|piece| piece.view.id == wanted))
    });
    let title = move || {
        let name = pieces.with(|pieces| Some(pieces.get(place.get()?)?.name(lang)));
        name.unwrap_or_default()
    };
    let step = Callback::new(move |by: isize| {
        let Some(place) = place.get_untracked() else { return };
        let to = place.saturating_add_signed(by);
        if let Some(id) = pieces.with_untracked(|pieces| pieces.get(to).map(|piece| piece.view.id)) {
            at.set(Some(id));
        }
    });
    view! {
        <Dialog open title=title size=DialogSize::Large testid="evidence-viewer">
            {move || {
                let id = at.get()?;
                Some(view! { <OnePiece id pieces place step fields/> })
            }}
        </Dialog>
    }
}

#[component]
fn OnePiece(
    id: EntryId,
    pieces: Signal<Vec<Piece>>,
    place: Memo<Option<usize>>,
    step: Callback<isize>,
    #[prop(optional_no_strip)] fields: Option<Fields>,
) -> impl IntoView {
    let lang = use_locale();
    let look = Look::new();
    let total = move || pieces.with(Vec::len);
    let current =
        Memo::new(move |_| pieces.with(|pieces| pieces.iter().find(|piece| piece.view.id == id).cloned()));
    // The file itself is drawn anew only when more of it is here, not while its words are written.
    let how = Memo::new(move |_| current.with(|piece| Some(shown(&piece.as_ref()?.view))));
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            let _ = node.focus();
        }
    });
    let at_place = move || {
        let position = place.get().map_or(0, |place| place + 1);
        td_string!(lang, common.viewer.place, position = position, total = total()).to_string()
    };
    let (class, words) = match fields {
        Some(fields) => ("viewer viewer--written", fields.run(id)),
        None => ("viewer", (move || current.get().map(|piece| about(lang, &piece))).into_any()),
    };
    view! {
        <div class=class tabindex="-1" node_ref=node on:keydown=move |event| press(&event, look, step)>
            <div class="stack-s">
                {move || how.get().map(|how| view! { <Stage how look current step/> })}
                <div class="viewer-acts">
                    <Button kind=ButtonKind::Bare icon=Symbol::Back label=td_string!(lang, common.viewer.previous)
                        disabled=Signal::derive(move || place.get().is_none_or(|place| place == 0))
                        testid="previous-evidence" on_press=move |_| step.run(-1)/>
                    <span class="num soft">{at_place}</span>
                    <Button kind=ButtonKind::Bare icon=Symbol::Forward label=td_string!(lang, common.viewer.next)
                        disabled=Signal::derive(move || place.get().is_none_or(|place| place + 1 >= total()))
                        testid="next-evidence" on_press=move |_| step.run(1)/>
                    {move || matches!(how.get(), Some(Shown::Picture(_) | Shown::Preview(_) | Shown::Pages(_))).then(|| look_acts(lang, look))}
                    <span class="push"><FileAct current/></span>
                </div>
                <EraseAct current/>
            </div>
            <div class="stack-s">
                {words}
                {move || current.get().map(|piece| facts(lang, &piece.view))}
            </div>
            <p class="faint keys">{td_string!(lang, common.viewer.keys)}</p>
        </div>
    }
}

/// Does what a key asks for; keys in a field belong to the field.
fn press(event: &KeyboardEvent, look: Look, step: Callback<isize>) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")) {
        return;
    }
    let held = event.ctrl_key() || event.alt_key() || event.meta_key();
    match event.key().as_str() {
        _ if held => return,
        "ArrowRight" if look.fits() => step.run(1),
        "ArrowLeft" if look.fits() => step.run(-1),
        "+" | "=" => resize(look, Zoom::In),
        "-" => resize(look, Zoom::Out),
        "0" => resize(look, Zoom::Fit),
        "r" | "R" => look.turn(),
        "PageDown" => look.paged.set(Some(1)),
        "PageUp" => look.paged.set(Some(-1)),
        _ => return,
    }
    event.prevent_default();
}

fn resize(look: Look, asked: Zoom) {
    look.percent.update(|percent| *percent = zoom_step(*percent, asked));
}

fn look_acts(lang: Locale, look: Look) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Bare icon=Symbol::ZoomOut label=td_string!(lang, common.viewer.zoom_out)
            testid="zoom-out" on_press=move |_| resize(look, Zoom::Out)/>
        <button type="button" class="button button--quiet num" data-testid="zoom-fit" on:click=move |_| resize(look, Zoom::Fit)>
            {move || td_string!(lang, common.viewer.zoom, percent = look.percent.get()).to_string()}
            <span class="sr">{td_string!(lang, common.viewer.zoom_fit)}</span>
        </button>
        <Button kind=ButtonKind::Bare icon=Symbol::ZoomIn label=td_string!(lang, common.viewer.zoom_in)
            testid="zoom-in" on_press=move |_| resize(look, Zoom::In)/>
        <Button kind=ButtonKind::Bare icon=Symbol::Turn label=td_string!(lang, common.viewer.turn)
            testid="turn-picture" on_press=move |_| look.turn()/>
        <span class="sr" role="status">
            {move || td_string!(lang, common.viewer.looked_at, percent = look.percent.get(), degrees = u32::from(look.quarters.get()) * 90).to_string()}
        </span>
    }
}

/// Fetches the original where it is missing, else saves it as a file.
#[component]
fn FileAct(current: Memo<Option<Piece>>) -> impl IntoView {
    let lang = use_locale();
    let (act, asked) = (use_act(), RwSignal::new(false));
    let file = Memo::new(move |_| {
        current.with(|piece| {
            let view = &piece.as_ref()?.view;
            Some((view.blob.filter(|_| !view.erased)?, view.here, view.file_name.clone()))
        })
    });
    let acts = move || {
        let (blob, here, name) = file.get()?;
        if !here {
            let fetch = move |_| act.call(FetchFile { blob }, move |_| asked.set(true));
            return Some(view! {
                {move || asked.get().then(|| view! { <span class="soft" role="status">{td_string!(lang, common.viewer.fetching)}</span> })}
                <Button icon=Symbol::Download busy=act.busy() testid="fetch-original" on_press=fetch>
                    {td_string!(lang, common.viewer.fetch)}
                </Button>
            }
            .into_any());
        }
        let save = move |_| {
            let name = name.clone();
            act.run(async move { download(object_url(blob).await?, &name).await }, |_| ());
        };
        Some(view! {
            <Button kind=ButtonKind::Quiet icon=Symbol::Download busy=act.busy() testid="save-file" on_press=save>
                {td_string!(lang, common.viewer.download)}
            </Button>
        }
        .into_any())
    };
    view! { <ErrorNote error=act.error()/> {acts} }
}

/// What is known of a piece where it is only read: caption, what it supports, its day, reuse.
fn about(lang: Locale, piece: &Piece) -> impl IntoView + use<> {
    let view = &piece.view;
    let captured = view
        .captured_on
        .map(|day| td_string!(lang, common.viewer.captured, date = words::date(lang, day)).to_string());
    let reused = view
        .also_in
        .iter()
        .map(|other| {
            view! {
                <p class="row">
                    <Badge tone=Tone::Attention icon=Symbol::Copy>{td_string!(lang, common.viewer.also_in_one)}</Badge>
                    <ButtonLink kind=ButtonKind::Quiet href=format!("/initiative/{other}")>
                        {td_string!(lang, common.viewer.open_other)}
                    </ButtonLink>
                </p>
            }
        })
        .collect_view();
    view! {
        {(!view.caption.trim().is_empty()).then(|| view! { <p class="written">{view.caption.clone()}</p> })}
        {piece.supported(lang).map(|supports| view! { <p class="soft">{supports}</p> })}
        {captured.map(|captured| view! { <p class="faint">{captured}</p> })}
        {reused}
    }
}

/// What is known of a file: its name, its size, who added it, and where it is.
fn facts(lang: Locale, view: &EvidenceView) -> impl IntoView + use<> {
    let size = words::bytes(lang, view.size);
    let is_preview = !view.here && matches!(shown(view), Shown::Preview(_));
    let hint =
        is_preview.then(|| td_string!(lang, common.viewer.preview_only, size = size.clone()).to_string());
    let added = view.added_at.map(|at| {
        let (person, date) = (view.added_by.clone(), words::date(lang, at.date()));
        td_string!(lang, common.viewer.added, person = person, date = date).to_string()
    });
    let facts = [Some(view.file_name.clone()), (view.size > 0).then_some(size), added];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    view! {
        <p class="faint">{facts.join(" · ")}</p>
        {hint.map(|hint| view! { <p class="faint">{hint}</p> })}
        <Whereabouts state=Signal::stored(view.delivery)/>
    }
}
