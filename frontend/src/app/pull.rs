//! Pulling a place down sends and receives; only for fingers, the button is for everybody.

use leptos::ev::{self, TouchEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::features::delivery::sync::{Exchange, use_sync};
use crate::i18n::{td_string, use_locale};
use crate::ui::pull::Pull;
use crate::ui::{Icon, Symbol, motion};

/// What shows how far a place is pulled. Screen readers hear what came of it instead.
#[component]
pub fn PullToSync() -> impl IntoView {
    let lang = use_locale();
    let share = RwSignal::new(None::<f64>);
    let node = NodeRef::<html::Div>::new();
    follow(share, use_sync());
    Effect::new(move |_| {
        let (Some(share), Some(node)) = (share.get(), node.get()) else { return };
        if motion::wanted() {
            let _ = web_sys::HtmlElement::style(&node).set_property("--pulled", &format!("{share:.2}"));
        }
    });
    let words = move |share: f64| {
        if share < 1.0 { td_string!(lang, delivery.pull_further) } else { td_string!(lang, delivery.let_go) }
    };
    move || {
        let reached = share.get()?;
        Some(view! {
            <div class="pull" aria-hidden="true" data-testid="pull" node_ref=node>
                <Icon symbol=Symbol::Transfer/>
                <span>{words(reached)}</span>
            </div>
        })
    }
}

/// Follows one finger at the top of the page.
fn follow(share: RwSignal<Option<f64>>, sync: Exchange) {
    let pull = StoredValue::new(None::<Pull>);
    let down = window_event_listener(ev::touchstart, move |event| {
        let scrolled = window().scroll_y().unwrap_or_default();
        let begun = finger(&event).filter(|_| !is_taken(&event)).and_then(|at| Pull::begin(at, scrolled));
        pull.set_value(begun);
    });
    let moves = window_event_listener(ev::touchmove, move |event| {
        let Some(at) = finger(&event) else { return pull.set_value(None) };
        let pulled = pull.try_update_value(|pull| pull.as_mut()?.moves(at)).flatten();
        if share.get_untracked() != pulled {
            share.set(pulled);
        }
    });
    let up = window_event_listener(ev::touchend, move |_| {
        let pulled = share.get_untracked();
        pull.set_value(None);
        share.set(None);
        if pulled.is_some_and(|share| share >= 1.0) {
            sync.now();
        }
    });
    let lost = window_event_listener(ev::touchcancel, move |_| {
        pull.set_value(None);
        share.set(None);
    });
    on_cleanup(move || [down, moves, up, lost].into_iter().for_each(WindowListenerHandle::remove));
}

/// Where the only finger is.
fn finger(event: &TouchEvent) -> Option<(f64, f64)> {
    let touches = event.touches();
    let touch = touches.item(0).filter(|_| touches.length() == 1)?;
    Some((f64::from(touch.client_x()), f64::from(touch.client_y())))
}

/// Whether the finger belongs to something that scrolls by itself, or lies over the page.
fn is_taken(event: &TouchEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let own = "dialog, textarea, select, .bottom, .decide, .toasts, .viewer-stage";
    target.is_some_and(|target| target.closest(own).ok().flatten().is_some())
}
