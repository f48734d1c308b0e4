//! The keyboard on the screen of a tablet or a phone: what lies at the bottom steps aside for it, and
//! the field that is written in stays in sight.
//!
//! Some browsers make the page smaller for it, others lay it over the page; no event tells of it, so
//! it is known by the height that is missing while somebody writes.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// Pixels that must be missing: bars of a browser that come and go are smaller.
const LEAST: f64 = 120.0;

/// The root says so with this attribute, and how much of the page is covered with this variable.
const ATTRIBUTE: &str = "data-keyboard";
const COVERED: &str = "--keyboard";

/// The tallest page that was seen in this width: without a keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tallest {
    width: f64,
    height: f64,
}

impl Tallest {
    /// Sees a page; gives how much of its height is missing.
    fn missing(&mut self, width: f64, height: f64) -> f64 {
        // Another width: the device was turned, or the window changed.
        if (self.width - width).abs() > 1.0 {
            *self = Self { width, height };
        }
        self.height = self.height.max(height);
        self.height - height
    }
}

/// Follows the keyboard as long as the application lives; once, at the root.
pub fn follow() {
    let Some(viewport) = window().visual_viewport() else { return };
    let tallest = StoredValue::new(Tallest::default());
    look(tallest);
    let again = Closure::<dyn Fn()>::new(move || look(tallest)).into_js_value();
    let _ = viewport.add_event_listener_with_callback("resize", again.unchecked_ref());
    // The keyboard comes after the focus and goes after it; a field that follows a field keeps it.
    for event in ["focusin", "focusout"] {
        let _ = window_event_listener_untyped(event, move |_| request_animation_frame(move || look(tallest)));
    }
}

fn look(tallest: StoredValue<Tallest>) {
    let (Some(viewport), Some(root)) = (window().visual_viewport(), document().document_element()) else {
        return;
    };
    let number =
        |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64()).unwrap_or_default();
    let (width, height) = (number(window().inner_width()), number(window().inner_height()));
    // Zooming with two fingers makes what is seen smaller too.
    let seen = viewport.height() * viewport.scale();
    let missing = tallest.try_update_value(|tallest| tallest.missing(width, seen)).unwrap_or_default();
    let field = written_in();
    let style = root.unchecked_ref::<web_sys::HtmlElement>().style();
    let Some(field) = field.filter(|_| missing > LEAST && is_touched()) else {
        let _ = root.remove_attribute(ATTRIBUTE);
        let _ = style.remove_property(COVERED);
        return;
    };
    let covered = (height - viewport.offset_top() - seen).max(0.0);
    let _ = style.set_property(COVERED, &format!("{covered:.0}px"));
    let _ = root.set_attribute(ATTRIBUTE, "");
    bring_into_sight(field, viewport.offset_top(), height - covered);
}

/// The field that letters go to.
fn written_in() -> Option<web_sys::Element> {
    let active = document().active_element()?;
    let kind = active.get_attribute("type").unwrap_or_default();
    let takes_letters = match active.tag_name().as_str() {
        "TEXTAREA" => true,
        "INPUT" => !matches!(kind.as_str(), "radio" | "checkbox" | "file" | "button" | "range"),
        _ => false,
    };
    takes_letters.then_some(active)
}

/// Whether fingers are the first way of pointing here.
fn is_touched() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|touched| touched.matches())
}

/// Brings a field between two heights of the page, once everything has stepped aside.
fn bring_into_sight(field: web_sys::Element, top: f64, bottom: f64) {
    request_animation_frame(move || {
        let place = field.get_bounding_client_rect();
        if place.top() < top || place.bottom() > bottom {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            field.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

#[cfg(test)]
mod tests;
