//! Keys of a whole place: what has the focus decides whether a letter is a letter.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::model::Focus;

/// Listens to keys as long as the component lives; keys in an open dialog belong to the dialog.
pub fn use_keys(press: impl Fn(&KeyboardEvent, Focus) + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
        if !event.default_prevented() && !in_dialog {
            press(&event, focus_of(&event));
        }
    });
    on_cleanup(move || listener.remove());
}

fn focus_of(event: &KeyboardEvent) -> Focus {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return Focus::Elsewhere };
    let kind = target.get_attribute("type").unwrap_or_default();
    match target.tag_name().as_str() {
        "INPUT" if matches!(kind.as_str(), "radio" | "checkbox") => Focus::Choosing,
        "TEXTAREA" | "INPUT" => Focus::Typing,
        "SELECT" => Focus::Choosing,
        _ if target.get_attribute("role").as_deref() == Some("tab") => Focus::Choosing,
        _ => Focus::Elsewhere,
    }
}

/// Puts the focus on the first element that fits; nothing happens if there is none.
pub fn focus_on(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Takes the focus away from whatever has it.
pub fn leave_focus() {
    let element =
        document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.blur();
    }
}

/// Brings an element into sight, by its id, and puts the focus there.
pub fn go_to(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}
