//! Long lists come in pages: a button, and the end of the page, bring the next one.

use leptos::ev;
use leptos::prelude::*;

pub use super::model::PAGE;

/// Distance from the end of the page at which the next part of a list is fetched, in CSS pixels.
const NEAR: f64 = 600.0;

/// Runs whenever the reader scrolls near the end of the page, as long as the component lives.
pub fn near_end(reach: impl Fn() + 'static) {
    let listener = window_event_listener(ev::scroll, move |_| {
        let window = window();
        let seen = window.scroll_y().unwrap_or(0.0)
            + window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
        let whole = document().document_element().map_or(0, |root| root.scroll_height());
        if seen > f64::from(whole) - NEAR {
            reach();
        }
    });
    on_cleanup(move || listener.remove());
}
