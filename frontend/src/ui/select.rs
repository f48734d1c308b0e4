//! Choosing: one of a list, one of a few, yes or no.

use leptos::prelude::*;

use super::field::{FieldFrame, described_by};
use super::new_id;

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is handed on.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// Makes a choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }

    /// Makes a choice of each value with its words.
    pub fn all(offers: Vec<(String, String)>) -> Vec<Self> {
        offers.into_iter().map(|(value, label)| Self { value, label }).collect()
    }
}

/// One of a list; the empty value is "nothing chosen" and is offered first when it has words.
#[component]
pub fn SelectField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The choices, in order.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The chosen value from outside; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// The newly chosen value.
    #[prop(into)]
    on_change: Callback<String>,
    /// Words for "nothing chosen"; without them something is always chosen.
    #[prop(optional, into)]
    none: Option<String>,
    /// A sentence that helps.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// A quiet word beside the label.
    #[prop(optional, into)]
    mark: Option<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    let id = new_id("select");
    view! {
        <FieldFrame label id=id.clone() hint mark>
            <select
                class="input input--select"
                aria-describedby=described_by(&id)
                id=id.clone()
                disabled=move || disabled.get()
                data-testid=testid
                on:change:target=move |event| on_change.run(event.target().value())
            >
                {none.map(|none| view! { <option value="" prop:selected=move || value.with(String::is_empty)>{none}</option> })}
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| {
                            let this = choice.value.clone();
                            // The attribute stops counting once a person has chosen; the property never does.
                            let selected = move || value.with(|value| *value == this);
                            view! { <option value=choice.value prop:selected=selected>{choice.label}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </FieldFrame>
    }
}

/// One of a few, all in sight.
#[component]
pub fn ChoiceField(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// The choices, in order.
    choices: Vec<Choice>,
    /// The chosen value from outside; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// The newly chosen value.
    #[prop(into)]
    on_change: Callback<String>,
    /// Name for tests; each choice is called `TESTID-VALUE`.
    #[prop(into)]
    testid: String,
) -> impl IntoView {
    let name = new_id("choice");
    let choices = choices
        .into_iter()
        .map(|choice| {
            let this = choice.value.clone();
            let handed = choice.value.clone();
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=name.clone()
                        value=choice.value.clone()
                        data-testid=format!("{testid}-{}", choice.value)
                        prop:checked=move || value.with(|value| *value == this)
                        on:change=move |_| on_change.run(handed.clone())
                    />
                    <span>{choice.label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend class="field-label">{label}</legend>
            <div class="choices-row">{choices}</div>
        </fieldset>
    }
}

/// Yes or no.
#[component]
pub fn CheckField(
    /// The sentence that is true when it is ticked.
    #[prop(into)]
    label: TextProp,
    /// The value from outside.
    #[prop(into)]
    value: Signal<bool>,
    /// The new value.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                disabled=move || disabled.get()
                data-testid=testid
                prop:checked=move || value.get()
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            <span>{move || label.get()}</span>
        </label>
    }
}
