//! A field for a day, typed as 05/01/2027.

use domain::date::Date;
use leptos::html;
use leptos::prelude::*;

use super::field::{FieldFrame, described_by, has_focus};
use super::new_id;
use crate::i18n::{td_string, use_locale};

/// A day. `on_change` runs when the field is left with a day, or empty.
#[component]
pub fn DateField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The value from outside.
    #[prop(into)]
    value: Signal<Option<Date>>,
    /// The new day; none when the field was emptied.
    #[prop(into)]
    on_change: Callback<Option<Date>>,
    /// A sentence that helps, such as how to write a day.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// A quiet word beside the label.
    #[prop(optional, into)]
    mark: Option<String>,
    /// Whether it only shows.
    #[prop(optional, into)]
    readonly: Signal<bool>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    let lang = use_locale();
    let id = new_id("date");
    let node = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(value.get_untracked().map(Date::to_vietnamese).unwrap_or_default());
    Effect::new(move || {
        let value = value.get();
        if let Some(input) = node.get()
            && read(&input.value()) != Ok(value)
            && !has_focus(&input)
        {
            let shown = value.map(Date::to_vietnamese).unwrap_or_default();
            input.set_value(&shown);
            typed.set(shown);
        }
    });
    // Half a day is no mistake yet: the sentence comes when the field is left.
    let left_wrong = RwSignal::new(false);
    let error = Signal::derive(move || {
        if left_wrong.get() { td_string!(lang, common.ui.no_day).to_string() } else { String::new() }
    });
    view! {
        <FieldFrame label id=id.clone() hint error mark>
            <input
                node_ref=node
                class="input num input--date"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby=described_by(&id)
                aria-invalid=move || left_wrong.get().then_some("true")
                id=id.clone()
                readonly=move || readonly.get()
                data-testid=testid
                prop:value=typed.get_untracked()
                on:input:target=move |event| {
                    left_wrong.set(false);
                    typed.set(event.target().value());
                }
                on:change:target=move |event| match read(&typed.get_untracked()) {
                    Ok(day) => {
                        event.target().set_value(&day.map(Date::to_vietnamese).unwrap_or_default());
                        on_change.run(day);
                    }
                    Err(()) => left_wrong.set(true),
                }
            />
        </FieldFrame>
    }
}

/// Reads a day; empty is no day and no mistake.
fn read(typed: &str) -> Result<Option<Date>, ()> {
    if typed.trim().is_empty() { Ok(None) } else { Date::parse_input(typed).map(Some).map_err(|_| ()) }
}
