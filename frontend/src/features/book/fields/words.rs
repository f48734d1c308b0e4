//! A text of several lines, or a heading, that merges letter by letter.

use api::InitiativeView;
use leptos::html;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::written::use_written;
use super::anchor;
use crate::ui::field::{FieldFrame, described_by};
use crate::ui::new_id;

/// A text that merges letter by letter; it grows with its words and saves as they are typed.
#[component]
pub fn Words(
    /// The field's path.
    #[prop(into)]
    path: String,
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Finds the saved words in the view.
    read: fn(&InitiativeView, &str) -> String,
    /// Lines that an empty text has.
    #[prop(default = 3)]
    rows: u32,
    /// Whether it is a single line, which Enter leaves.
    #[prop(optional)]
    one_line: bool,
    /// A sentence that helps.
    #[prop(optional, into)]
    hint: Option<String>,
    /// An example inside the empty field.
    #[prop(optional, into)]
    example: Option<String>,
    /// A further class of the control, such as `book-title`.
    #[prop(optional, into)]
    class: String,
    /// Name for tests.
    #[prop(into)]
    testid: String,
) -> impl IntoView {
    let editor = use_editor();
    let place = anchor(&path);
    let key = path.clone();
    let written = use_written(path, move |view| read(view, &key));
    let can_edit = editor.part(|view| view.can_edit);
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move || {
        let shown = written.shown();
        let Some(area) = node.get() else { return };
        if area.value() != shown {
            area.set_value(&shown);
        }
        grow(&area);
    });
    Effect::new(move || {
        if let (Some(caret), Some(area)) = (written.moved(), node.get_untracked()) {
            let _ = area.set_selection_range(caret, caret);
        }
    });
    let id = new_id("words");
    let class = format!("input input--area words {class}");
    let input = move |area: web_sys::HtmlTextAreaElement| {
        let caret = area.selection_end().ok().flatten().unwrap_or(u32::MAX);
        let typed = if one_line { area.value().replace(['\n', '\r'], " ") } else { area.value() };
        written.input(typed, caret);
    };
    // One line stays one line: Enter leaves it, and is no part of it.
    let key = move |event: leptos::ev::KeyboardEvent| {
        if one_line && event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            if let Some(area) = node.get_untracked() {
                let _ = area.blur();
            }
        }
    };
    view! {
        <div id=place>
            <FieldFrame label=label id=id.clone() hint=hint.map(TextProp::from) mark=None>
                <textarea
                    node_ref=node
                    class=class
                    rows=rows
                    aria-describedby=described_by(&id)
                    id=id.clone()
                    placeholder=example
                    readonly=move || !can_edit.get()
                    data-testid=testid
                    on:focus=move |_| written.enter()
                    on:blur=move |_| written.leave()
                    on:keydown=key
                    on:input:target=move |event| input(event.target())
                ></textarea>
            </FieldFrame>
        </div>
    }
}

/// Makes the area as high as its words, through the style object that the content policy allows.
fn grow(area: &web_sys::HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + 2));
}
