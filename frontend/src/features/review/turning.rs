//! Turning from one item of the queue to the next: by button, by key, and by a finger.

use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::decide::Desk;
use crate::i18n::{td_string, use_locale};
use crate::ui::motion;
use crate::ui::swipe::{Swipe, Turn};

/// What takes a finger for itself: fields, players, and what scrolls sideways.
const OWN_TOUCH: &str = "input, textarea, select, video, audio, .table-frame, dialog";

/// Makes what opens the items beside the present one, and says where the reader is.
pub fn use_turn(desk: Desk, said: RwSignal<String>) -> Callback<Turn> {
    let lang = use_locale();
    let navigate = use_navigate();
    let place = desk.reading.part(|view| (view.position, view.total));
    // For those who do not see which item came: its title is the heading, which has the focus.
    Effect::new(move |_| {
        if let Some((position, total)) = place.get().filter(|(position, _)| *position > 0) {
            said.set(td_string!(lang, review.item.place, position = position, total = total).to_string());
        }
    });
    Callback::new(move |turn: Turn| {
        let Some(view) = desk.reading.now() else { return };
        let (to, end) = match turn {
            Turn::Next => (view.next, td_string!(lang, review.item.is_last)),
            Turn::Previous => (view.previous, td_string!(lang, review.item.is_first)),
        };
        match to {
            Some(to) => navigate(&format!("/review/{to}"), NavigateOptions::default()),
            None => said.set(end.to_owned()),
        }
    })
}

/// A finger on the page.
#[derive(Clone, Copy)]
pub struct Finger {
    /// The page that it turns.
    pub page: NodeRef<html::Div>,
    swipe: StoredValue<Option<(i32, Swipe)>>,
    turn: Callback<Turn>,
}

/// Makes what follows a finger on the page.
pub fn use_swipe(turn: Callback<Turn>) -> Finger {
    Finger { page: NodeRef::new(), swipe: StoredValue::new(None), turn }
}

impl Finger {
    /// A finger was put down; a second one is no swipe.
    pub fn down(self, event: &PointerEvent) {
        if event.pointer_type() != "touch" || !event.is_primary() || is_taken(event) {
            return self.leave();
        }
        let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default();
        let swipe = Swipe::begin(at(event), width).map(|swipe| (event.pointer_id(), swipe));
        self.swipe.set_value(swipe);
    }

    /// It moves: the page goes along, unless the person wants things to rest.
    pub fn moves(self, event: &PointerEvent) {
        let aside = self.swipe.try_update_value(|swipe| match swipe {
            Some((id, swipe)) if *id == event.pointer_id() => swipe.moves(at(event)),
            _ => None,
        });
        if let Some(Some(aside)) = aside
            && motion::wanted()
        {
            self.shift(&format!("translateX({aside:.0}px)"));
        }
    }

    /// It was lifted.
    pub fn up(self, event: &PointerEvent) {
        let held = self.swipe.try_update_value(Option::take).flatten();
        self.shift("");
        let turn =
            held.filter(|(id, _)| *id == event.pointer_id()).and_then(|(_, swipe)| swipe.ends(at(event)));
        if let Some(turn) = turn.filter(|_| !selects()) {
            self.turn.run(turn);
        }
    }

    /// The browser took it: the page is scrolled or zoomed.
    pub fn leave(self) {
        self.swipe.set_value(None);
        self.shift("");
    }

    fn shift(self, transform: &str) {
        if let Some(page) = self.page.get_untracked() {
            // Without an answer: a page that does not move is turned all the same.
            let _ = web_sys::HtmlElement::style(&page).set_property("transform", transform);
        }
    }
}

fn at(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

fn is_taken(event: &PointerEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest(OWN_TOUCH).ok().flatten().is_some())
}

/// Whether words are being selected, which moves a finger sideways as well.
fn selects() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}
