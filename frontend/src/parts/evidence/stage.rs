use domain::id::BlobId;
use leptos::prelude::*;

use super::model::Shown;
use super::{Piece, use_object_url};
use crate::i18n::{td_string, use_locale};
use crate::ui::{Button, Empty, Loading, Symbol};
use crate::words;

/// The file itself, as much of it as is here.
#[component]
pub fn Stage(how: Shown, zoom: RwSignal<u32>, current: Memo<Option<Piece>>) -> impl IntoView {
    let lang = use_locale();
    let alt = current.get_untracked().map(|piece| piece.name(lang)).unwrap_or_default();
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
                        None => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
                    }}
                </div>
            }
            .into_any()
        }
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
