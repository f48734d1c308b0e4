//! Fields for words: one line, and an area that grows.

use leptos::html;
use leptos::prelude::*;

use super::new_id;

/// The frame of every field: label above, hint and error below, tied together for screen readers.
#[component]
pub fn FieldFrame(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The control's id.
    #[prop(into)]
    id: String,
    /// A sentence that helps.
    hint: Option<TextProp>,
    /// What is wrong with the value; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Whether it may stay empty is told beside the label.
    mark: Option<String>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:field--wrong=move || error.with(|error| !error.is_empty())>
            <label class="field-label" for=id>
                {move || label.get()}
                {mark.map(|mark| view! { <span class="field-mark faint">{mark}</span> })}
            </label>
            {children()}
            {hint.map(|hint| view! { <p class="field-hint faint" id=hint_id>{move || hint.get()}</p> })}
            <p class="field-error" id=error_id role="status">{move || error.get()}</p>
        </div>
    }
}

/// Gives the ids of hint and error below a field, for `aria-describedby`.
pub fn described_by(id: &str) -> String {
    format!("{id}-hint {id}-error")
}

/// What kind of words a line takes; the keyboard of a tablet follows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineKind {
    /// Any words.
    #[default]
    Words,
    /// Words to search by.
    Search,
    /// An address such as `http://…`.
    Address,
    /// Digits that may be read.
    Digits,
    /// Digits that nobody else is to read.
    Pin,
}

impl LineKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Words | Self::Digits => "text",
            Self::Search => "search",
            Self::Address => "url",
            Self::Pin => "password",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Pin | Self::Digits => Some("numeric"),
            _ => None,
        }
    }
}

/// One line of words. While it has the focus, the value from outside does not overwrite it.
#[component]
pub fn TextField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The value from outside.
    #[prop(into)]
    value: Signal<String>,
    /// Every key that changed it.
    #[prop(into)]
    on_input: Callback<String>,
    /// When the field was left or Enter was pressed.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// What kind of words.
    #[prop(optional)]
    kind: LineKind,
    /// A sentence that helps.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong with the value; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// A quiet word beside the label, such as “optional”.
    #[prop(optional, into)]
    mark: Option<String>,
    /// An example inside the empty field.
    #[prop(optional, into)]
    example: Option<String>,
    /// What a browser may fill in, such as `name`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Whether it only shows.
    #[prop(optional, into)]
    readonly: Signal<bool>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    let id = new_id("field");
    let node = NodeRef::<html::Input>::new();
    follow(value, node);
    let commit = move || {
        if let (Some(commit), Some(input)) = (on_commit, node.get_untracked()) {
            commit.run(input.value());
        }
    };
    view! {
        <FieldFrame label id=id.clone() hint error mark>
            <input
                node_ref=node
                class="input"
                type=kind.input_type()
                inputmode=kind.input_mode()
                aria-describedby=described_by(&id)
                aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))
                id=id.clone()
                placeholder=example
                autocomplete=autocomplete.unwrap_or("off")
                readonly=move || readonly.get()
                data-testid=testid
                prop:value=value.get_untracked()
                on:input:target=move |event| on_input.run(event.target().value())
                on:change=move |_| commit()
            />
        </FieldFrame>
    }
}

/// Writes the value from outside into the control, unless somebody is typing in it.
fn follow(value: Signal<String>, node: NodeRef<html::Input>) {
    Effect::new(move || {
        let value = value.get();
        if let Some(input) = node.get()
            && input.value() != value
            && !has_focus(&input)
        {
            input.set_value(&value);
        }
    });
}

/// Tells whether a control has the focus.
pub fn has_focus(element: &web_sys::Element) -> bool {
    document().active_element().is_some_and(|active| &active == element)
}

/// Words over several lines; it grows with them.
#[component]
pub fn AreaField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The value from outside.
    #[prop(into)]
    value: Signal<String>,
    /// Every key that changed it.
    #[prop(into)]
    on_input: Callback<String>,
    /// When the field was left.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// Lines that an empty area has.
    #[prop(default = 3)]
    rows: u32,
    /// A sentence that helps.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong with the value; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// A quiet word beside the label.
    #[prop(optional, into)]
    mark: Option<String>,
    /// An example inside the empty area.
    #[prop(optional, into)]
    example: Option<String>,
    /// Whether it only shows.
    #[prop(optional, into)]
    readonly: Signal<bool>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    let id = new_id("area");
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move || {
        let value = value.get();
        if let Some(area) = node.get() {
            if area.value() != value && !has_focus(&area) {
                area.set_value(&value);
            }
            grow(&area);
        }
    });
    view! {
        <FieldFrame label id=id.clone() hint error mark>
            <textarea
                node_ref=node
                class="input input--area"
                rows=rows
                aria-describedby=described_by(&id)
                aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))
                id=id.clone()
                placeholder=example
                readonly=move || readonly.get()
                data-testid=testid
                prop:value=value.get_untracked()
                on:input:target=move |event| {
                    let area = event.target();
                    grow(&area);
                    on_input.run(area.value());
                }
                on:change:target=move |event| {
                    if let Some(commit) = on_commit {
                        commit.run(event.target().value());
                    }
                }
            ></textarea>
        </FieldFrame>
    }
}

/// Makes the area as high as its words.
fn grow(area: &web_sys::HtmlTextAreaElement) {
    // Through the style object, which the content policy allows; attributes it would refuse.
    let style = web_sys::HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + 2));
}
