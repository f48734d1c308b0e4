//! The fields of the leaf: each knows its path, shows the newest value and saves as it is written.

mod values;
mod words;

pub use values::{Day, Line, Number, Pick, Tick};
pub use words::Words;

use super::model::leaf::anchor;

/// Brings the field of a path, or what holds it, into sight and puts the focus there.
pub fn go_to(path: &str) {
    let document = leptos::prelude::document();
    let found = super::model::leaf::anchors(path).iter().find_map(|name| document.get_element_by_id(name));
    if let Some(element) = found {
        show(&element);
    }
}

/// Brings an element into sight and puts the focus on its first control.
pub fn show(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;

    open_around(element);
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let find = |selectors| element.query_selector(selectors).ok().flatten();
    let control = find("textarea, input, select").or_else(|| find("button, summary")).unwrap_or_else(|| {
        let _ = element.set_attribute("tabindex", "-1");
        element.clone()
    });
    if let Ok(control) = control.dyn_into::<web_sys::HtmlElement>() {
        let _ = control.focus();
    }
}

/// Opens every folded part around an element.
fn open_around(element: &web_sys::Element) {
    let mut next = element.closest("details").ok().flatten();
    while let Some(details) = next {
        let _ = details.set_attribute("open", "");
        next = details.parent_element().and_then(|parent| parent.closest("details").ok().flatten());
    }
}
