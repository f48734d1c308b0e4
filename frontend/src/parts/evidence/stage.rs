mod paper;
mod zoomable;

use domain::id::BlobId;
use leptos::prelude::*;

use super::model::Shown;
use super::model::sight::Pair;
use super::{Piece, use_object_url};
use crate::i18n::{td_string, use_locale};
use crate::ui::{Button, Empty, Loading, Symbol};
use crate::words;

use paper::Pages;
pub use paper::expect as expect_pages;
pub use zoomable::{Look, Zoomable};

/// The file itself, as much of it as is here.
#[component]
pub fn Stage(
    /// How it is shown.
    how: Shown,
    /// How it is looked at.
    look: Look,
    /// The piece.
    current: Memo<Option<Piece>>,
    /// Goes to the piece before or after.
    step: Callback<isize>,
) -> impl IntoView {
    let lang = use_locale();
    let alt = current.get_untracked().map(|piece| piece.name(lang)).unwrap_or_default();
    match how {
        Shown::Picture(blob) | Shown::Preview(blob) => {
            view! { <Picture blob look label=alt step/> }.into_any()
        }
        Shown::Pages(blob) => view! { <Pages blob look label=alt step/> }.into_any(),
        Shown::Film(blob) => view! { <Player blob kind=Played::Film label=alt/> }.into_any(),
        Shown::Sound(blob) => view! { <Player blob kind=Played::Sound label=alt/> }.into_any(),
        Shown::File(_) => {
            view! { <Empty symbol=Symbol::Sheet sentence=td_string!(lang, common.viewer.no_preview)/> }
                .into_any()
        }
        Shown::Absent => {
            let size =
                current.get_untracked().map(|piece| words::bytes(lang, piece.view.size)).unwrap_or_default();
            let sentence = td_string!(lang, common.viewer.not_here, size = size).to_string();
            view! { <Empty symbol=Symbol::Clock sentence/> }.into_any()
        }
    }
}

/// A picture, to be looked at from near and turned.
#[component]
fn Picture(blob: BlobId, look: Look, label: String, step: Callback<isize>) -> impl IntoView {
    let lang = use_locale();
    let url = use_object_url(Signal::stored(Some(blob)));
    let natural = RwSignal::new(None::<Pair>);
    let alt = label.clone();
    let picture = move || match url.get() {
        Some(url) => {
            let measure = move |event: leptos::ev::Event| {
                let picture = event_target::<web_sys::HtmlImageElement>(&event);
                natural.set(Some((f64::from(picture.natural_width()), f64::from(picture.natural_height()))));
            };
            view! { <img src=url alt=alt.clone() draggable="false" class="viewer-picture" on:load=measure/> }
                .into_any()
        }
        None => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
    };
    view! { <Zoomable look natural step label>{picture}</Zoomable> }
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
        (None, Some(_)) => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
        (None, None) => {
            view! {
                <Empty symbol=if kind == Played::Film { Symbol::Device } else { Symbol::Speech } sentence=label.get_value()>
                    <Button icon=Symbol::Eye testid="play" on_press=move |_| wanted.set(Some(blob))>
                        {td_string!(lang, common.viewer.play)}
                    </Button>
                </Empty>
            }
            .into_any()
        }
    }
    }
}
