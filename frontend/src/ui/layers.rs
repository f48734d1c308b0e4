//! Layers above the page (dialogs, the viewer, the palette), each with an entry of its own in the
//! browser's history: so Back, which is a button or a gesture on every phone, closes the uppermost
//! layer and leaves the page where it was.
//!
//! An entry says in its state how many layers are open; the page itself is entry 0. What is open
//! and where the history stands are brought together again after every change (`Stack::fit`).

mod stack;

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::History;

use stack::{Arrival, Stack, Step};

/// Where an entry of the history says how many layers are open.
const DEPTH: &str = "layers";

/// How long the entry of a closed layer stays. Whoever goes to another place out of a layer closes
/// it first; the place then takes the entry, instead of a way back crossing the way there.
const REST: Duration = Duration::from_millis(250);

/// The layers that are open, of the whole application.
#[derive(Clone, Copy)]
pub struct Layers {
    stack: StoredValue<Stack<RwSignal<bool>>>,
    /// The address when the history was changed last: while it is the same, the places need not hear.
    address: StoredValue<String>,
}

/// Makes the layers and listens to Back; once, at the root, before the places listen.
pub fn provide_layers() {
    let layers = Layers { stack: StoredValue::new(Stack::new()), address: StoredValue::new(String::new()) };
    provide_context(layers);
    let handle = window_event_listener(ev::popstate, move |event| {
        if layers.arrive() {
            event.stop_immediate_propagation();
        }
    });
    on_cleanup(move || handle.remove());
    // A page that was loaded again has its layers closed, and maybe their entries still.
    layers.fit_soon();
}

/// Makes Back close a layer, as long as it is open.
pub fn close_on_back(open: RwSignal<bool>) {
    let Some(layers) = use_context::<Layers>() else { return };
    Effect::new(move || {
        if open.get() {
            layers.opened(open);
        } else {
            layers.closed(open);
        }
    });
    on_cleanup(move || layers.closed(open));
}

impl Layers {
    fn opened(self, layer: RwSignal<bool>) {
        let _ = self.stack.try_update_value(|stack| stack.open(layer));
        self.fit();
    }

    fn closed(self, layer: RwSignal<bool>) {
        if self.stack.try_update_value(|stack| stack.close(layer)) == Some(true) {
            self.fit_soon();
        }
    }

    fn fit_soon(self) {
        set_timeout(move || self.fit(), REST);
    }

    /// Makes the history fit what is open.
    fn fit(self) {
        let Ok(history) = window().history() else { return };
        match self.stack.try_update_value(|stack| stack.fit(depth(&history))) {
            Some(Step::Add { from, to }) => {
                self.remember_address();
                for depth in from + 1..=to {
                    let _ = history.push_state(&entry(depth), "");
                }
            }
            Some(Step::Go(way)) => {
                self.remember_address();
                let _ = history.go_with_delta(way);
            }
            Some(Step::Stay) | None => {}
        }
    }

    /// The history stands elsewhere now; tells whether that concerned layers only.
    fn arrive(self) -> bool {
        let Ok(history) = window().history() else { return false };
        let Some(arrival) = self.stack.try_update_value(|stack| stack.arrive(depth(&history))) else {
            return false;
        };
        let same_page = self.address.try_get_value().is_some_and(|address| address == here());
        let ours = match arrival {
            Arrival::Pressed(closed) => {
                let any = !closed.is_empty();
                for layer in closed {
                    let _ = layer.try_set(false);
                }
                any
            }
            Arrival::Own => true,
        };
        self.fit();
        ours && same_page
    }

    fn remember_address(self) {
        let _ = self.address.try_set_value(here());
    }
}

fn here() -> String {
    window().location().href().unwrap_or_default()
}

/// How many layers the entry of the history has on which the page stands.
fn depth(history: &History) -> usize {
    let state = history.state().unwrap_or(JsValue::NULL);
    let depth = js_sys::Reflect::get(&state, &DEPTH.into()).ok().and_then(|depth| depth.as_f64());
    // A state of somebody else has no such number.
    depth.map_or(0, |depth| depth as usize)
}

fn entry(depth: usize) -> JsValue {
    let state = js_sys::Object::new();
    // Setting a value of a new plain object cannot fail.
    let _ = js_sys::Reflect::set(&state, &DEPTH.into(), &JsValue::from(depth as u32));
    state.into()
}
