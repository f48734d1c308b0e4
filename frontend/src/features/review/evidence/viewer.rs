use api::{EvidenceView, FetchFile};
use domain::id::{BlobId, EntryId};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::act::use_act;
use crate::files::{object_url, revoke_url};
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{Badge, Button, ButtonKind, ButtonLink, Dialog, Empty, Loading, Symbol, Tone};
use crate::words;

use super::{Piece, Shown, Zoom, named, shown, use_object_url, zoom_step};

/// Looks at pieces of evidence one after the other: zoom, arrows, Escape.
#[component]
pub fn Viewer(
    /// The pieces, in order.
    #[prop(into)]
    pieces: Signal<Vec<Piece>>,
    /// The piece that is open; none while the viewer is closed.
    at: RwSignal<Option<EntryId>>,
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
    let current = Memo::new(move |_| pieces.with(|pieces| pieces.get(place.get()?).cloned()));
    let title = move || current.get().map(|piece| named(lang, &piece.view)).unwrap_or_default();
    let step = move |by: isize| {
        let Some(place) = place.get_untracked() else { return };
        let to = place.saturating_add_signed(by);
        if let Some(id) = pieces.with_untracked(|pieces| pieces.get(to).map(|piece| piece.view.id)) {
            at.set(Some(id));
        }
    };
    view! {
        <Dialog open title=title size=DialogSize::Large testid="evidence-viewer">
            {move || {
                // The file itself is drawn anew only when another piece, or more of it, is there.
                let id = at.get()?;
                Some(view! { <OnePiece id current place total=Signal::derive(move || pieces.with(Vec::len)) step=Callback::new(step)/> })
            }}
        </Dialog>
    }
}

#[component]
fn OnePiece(
    id: EntryId,
    current: Memo<Option<Piece>>,
    place: Memo<Option<usize>>,
    total: Signal<usize>,
    step: Callback<isize>,
) -> impl IntoView {
    let lang = use_locale();
    let zoom = RwSignal::new(100_u32);
    let how =
        Memo::new(move |_| current.get().filter(|piece| piece.view.id == id).map(|piece| shown(&piece.view)));
    let keys = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowRight" if zoom.get_untracked() == 100 => step.run(1),
            "ArrowLeft" if zoom.get_untracked() == 100 => step.run(-1),
            "+" | "=" => zoom.update(|percent| *percent = zoom_step(*percent, Zoom::In)),
            "-" => zoom.update(|percent| *percent = zoom_step(*percent, Zoom::Out)),
            "0" => zoom.set(100),
            _ => return,
        }
        event.prevent_default();
    };
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            let _ = node.focus();
        }
    });
    let at_place = move || {
        let position = place.get().map_or(0, |place| place + 1);
        td_string!(lang, review.evidence.place, position = position, total = total.get()).to_string()
    };
    view! {
        <div class="viewer stack-s" tabindex="-1" node_ref=node on:keydown=keys>
            {move || how.get().map(|how| view! { <Stage how zoom current/> })}
            <div class="viewer-acts">
                <Button kind=ButtonKind::Bare icon=Symbol::Back label=td_string!(lang, review.evidence.previous)
                    disabled=Signal::derive(move || place.get().is_none_or(|place| place == 0))
                    testid="previous-evidence" on_press=move |_| step.run(-1)/>
                <span class="num soft">{at_place}</span>
                <Button kind=ButtonKind::Bare icon=Symbol::Forward label=td_string!(lang, review.evidence.next)
                    disabled=Signal::derive(move || place.get().is_none_or(|place| place + 1 >= total.get()))
                    testid="next-evidence" on_press=move |_| step.run(1)/>
                {move || matches!(how.get(), Some(Shown::Picture(_) | Shown::Preview(_))).then(|| zoom_acts(lang, zoom))}
                <span class="push">{move || current.get().map(|piece| file_act(lang, &piece.view))}</span>
            </div>
            {move || current.get().map(|piece| about(lang, &piece))}
            <p class="faint keys">{td_string!(lang, review.evidence.keys)}</p>
        </div>
    }
}

fn zoom_acts(lang: Locale, zoom: RwSignal<u32>) -> impl IntoView {
    let change = move |asked: Zoom| zoom.update(|percent| *percent = zoom_step(*percent, asked));
    view! {
        <Button kind=ButtonKind::Bare icon=Symbol::ZoomOut label=td_string!(lang, review.evidence.zoom_out)
            testid="zoom-out" on_press=move |_| change(Zoom::Out)/>
        <button type="button" class="button button--quiet num" data-testid="zoom-fit"
            aria-label=td_string!(lang, review.evidence.zoom_fit) on:click=move |_| change(Zoom::Fit)>
            {move || td_string!(lang, review.evidence.zoom, percent = zoom.get()).to_string()}
        </button>
        <Button kind=ButtonKind::Bare icon=Symbol::ZoomIn label=td_string!(lang, review.evidence.zoom_in)
            testid="zoom-in" on_press=move |_| change(Zoom::In)/>
    }
}

/// The file itself, as much of it as is here.
#[component]
fn Stage(how: Shown, zoom: RwSignal<u32>, current: Memo<Option<Piece>>) -> impl IntoView {
    let lang = use_locale();
    let alt = current.get_untracked().map(|piece| named(lang, &piece.view)).unwrap_or_default();
    match how {
        Shown::Picture(blob) | Shown::Preview(blob) => {
            let url = use_object_url(Signal::stored(Some(blob)));
            let alt = StoredValue::new(alt);
            let step = move |_| zoom.update(|percent| *percent = if *percent == 100 { 200 } else { 100 });
            view! {
                <div class="viewer-stage" tabindex="0" role="group" aria-label=alt.get_value() on:dblclick=step>
                    {move || match url.get() {
                        Some(url) => {
                            view! {
                                <img src=url alt=alt.get_value() class=move || format!("viewer-picture zoom-{}", zoom.get())/>
                            }
                                .into_any()
                        }
                        None => view! { <Loading label=td_string!(lang, review.evidence.loading)/> }.into_any(),
                    }}
                </div>
            }
            .into_any()
        }
        Shown::Film(blob) => view! { <Player blob kind=Played::Film label=alt/> }.into_any(),
        Shown::Sound(blob) => view! { <Player blob kind=Played::Sound label=alt/> }.into_any(),
        Shown::File(_) => {
            view! { <Empty symbol=Symbol::Sheet sentence=td_string!(lang, review.evidence.no_preview)/> }
                .into_any()
        }
        Shown::Absent => {
            let size =
                current.get_untracked().map(|piece| words::bytes(lang, piece.view.size)).unwrap_or_default();
            let sentence = td_string!(lang, review.evidence.not_here, size = size).to_string();
            view! { <Empty symbol=Symbol::Clock sentence/> }.into_any()
        }
    }
}

/// What a player plays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Played {
    Film,
    Sound,
}

/// A film or a sound; it is read only when asked for, because it may be large.
#[component]
fn Player(blob: BlobId, kind: Played, label: String) -> impl IntoView {
    let lang = use_locale();
    let wanted = RwSignal::new(None::<BlobId>);
    let url = use_object_url(wanted.into());
    let label = StoredValue::new(label);
    move || {
        match (url.get(), wanted.get()) {
        (Some(url), _) if kind == Played::Film => {
            view! { <video class="viewer-film" src=url controls=true aria-label=label.get_value()></video> }.into_any()
        }
        (Some(url), _) => view! { <audio src=url controls=true aria-label=label.get_value()></audio> }.into_any(),
        (None, Some(_)) => view! { <Loading label=td_string!(lang, review.evidence.loading)/> }.into_any(),
        (None, None) => {
            view! {
                <Empty symbol=if kind == Played::Film { Symbol::Device } else { Symbol::Speech } sentence=label.get_value()>
                    <Button icon=Symbol::Eye testid="play" on_press=move |_| wanted.set(Some(blob))>
                        {td_string!(lang, review.evidence.play)}
                    </Button>
                </Empty>
            }
            .into_any()
        }
    }
    }
}

/// Fetches the original where it is missing, else saves it as a file.
fn file_act(lang: Locale, view: &EvidenceView) -> impl IntoView + use<> {
    let Some(blob) = view.blob else { return ().into_any() };
    let act = use_act();
    if !view.here {
        let asked = RwSignal::new(false);
        let fetch = move |_| act.call(FetchFile { blob }, move |_| asked.set(true));
        return view! {
            <ErrorNote error=act.error()/>
            {move || asked.get().then(|| view! { <span class="soft" role="status">{td_string!(lang, review.evidence.fetching)}</span> })}
            <Button icon=Symbol::Download busy=act.busy() testid="fetch-original" on_press=fetch>
                {td_string!(lang, review.evidence.fetch)}
            </Button>
        }
        .into_any();
    }
    let name = view.file_name.clone();
    let save = move |_| {
        let name = name.clone();
        act.run(async move { object_url(blob).await }, move |url| download(&url, &name));
    };
    view! {
        <ErrorNote error=act.error()/>
        <Button kind=ButtonKind::Quiet icon=Symbol::Download busy=act.busy() testid="save-file" on_press=save>
            {td_string!(lang, review.evidence.download)}
        </Button>
    }
    .into_any()
}

/// Hands a file to the person under its own name.
fn download(url: &str, name: &str) {
    use wasm_bindgen::JsCast;
    let link = document()
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(url);
        link.set_download(name);
        link.click();
    }
    // The browser has begun to read it by the next turn of its loop.
    let url = url.to_owned();
    set_timeout(move || revoke_url(&url), std::time::Duration::from_mins(1));
}

/// What is known of a piece: caption, what it supports, when it was made and added, reuse.
fn about(lang: Locale, piece: &Piece) -> impl IntoView + use<> {
    let view = &piece.view;
    let preview_only = matches!(shown(view), Shown::Preview(_)) && !view.here;
    let hint = preview_only.then(|| {
        td_string!(lang, review.evidence.preview_only, size = words::bytes(lang, view.size)).to_string()
    });
    let supports = (!piece.supports.is_empty()).then(|| {
        td_string!(lang, review.evidence.supports, what = words::list(lang, &piece.supports)).to_string()
    });
    let captured = view
        .captured_on
        .map(|day| td_string!(lang, review.evidence.captured, date = words::date(lang, day)).to_string());
    let added = view.added_at.map(|at| {
        td_string!(
            lang,
            review.evidence.added,
            person = view.added_by.clone(),
            date = words::date(lang, at.date())
        )
        .to_string()
    });
    let dates = [captured, added].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let reused = view
        .also_in
        .iter()
        .map(|other| {
            view! {
                <p class="row">
                    <Badge tone=Tone::Attention icon=Symbol::Copy>{td_string!(lang, review.evidence.also_in_one)}</Badge>
                    <ButtonLink kind=ButtonKind::Quiet href=format!("/initiative/{other}")>
                        {td_string!(lang, review.evidence.open_other)}
                    </ButtonLink>
                </p>
            }
        })
        .collect_view();
    view! {
        <div class="viewer-about stack-s">
            {(!view.caption.trim().is_empty()).then(|| view! { <p class="written">{view.caption.clone()}</p> })}
            {supports.map(|supports| view! { <p class="soft">{supports}</p> })}
            {(!dates.is_empty()).then(|| view! { <p class="faint">{dates}</p> })}
            {hint.map(|hint| view! { <p class="faint">{hint}</p> })}
            {reused}
        </div>
    }
}
