//! A field for a number as Vietnamese write it; it echoes what it understood.

use domain::decimal::Decimal;
use leptos::html;
use leptos::prelude::*;

use super::field::{FieldFrame, described_by, has_focus};
use super::new_id;
use crate::i18n::{Locale, td_string, use_locale};

/// A number. `on_change` runs when the field is left with a number, or empty.
#[component]
pub fn NumberField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The value from outside.
    #[prop(into)]
    value: Signal<Option<Decimal>>,
    /// The new number, when the field was left; none when it was emptied.
    #[prop(into)]
    on_change: Callback<Option<Decimal>>,
    /// Every understood number while typing.
    #[prop(optional, into)]
    on_input: Option<Callback<Option<Decimal>>>,
    /// Unit behind the field.
    #[prop(optional, into)]
    unit: MaybeProp<String>,
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
    let show = move |number: Decimal| show(lang, number);
    let id = new_id("number");
    let node = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(value.get_untracked().map(show).unwrap_or_default());
    Effect::new(move || {
        let shown = value.get().map(show).unwrap_or_default();
        if let Some(input) = node.get()
            && read(&input.value()) != Ok(value.get())
            && !has_focus(&input)
        {
            input.set_value(&shown);
            typed.set(shown);
        }
    });
    let understood = Memo::new(move |_| typed.with(|typed| read(typed)));
    let error = Signal::derive(move || match understood.get() {
        Ok(_) => String::new(),
        Err(()) => td_string!(lang, common.ui.no_number).to_string(),
    });
    // The echo only says something when the number reads otherwise than it was typed.
    let hint = move || match understood.get() {
        Ok(Some(number)) if typed.with(|typed| typed.trim() != show(number)) => {
            td_string!(lang, common.ui.understood, value = show(number)).to_string()
        }
        _ => String::new(),
    };
    view! {
        <FieldFrame label id=id.clone() hint=Some(TextProp::from(hint)) error mark>
            <div class="input-row">
                <input
                    node_ref=node
                    class="input num"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-describedby=described_by(&id)
                    aria-invalid=move || understood.get().is_err().then_some("true")
                    id=id.clone()
                    readonly=move || readonly.get()
                    data-testid=testid
                    prop:value=typed.get_untracked()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        if let (Some(on_input), Ok(number)) = (on_input, understood.get_untracked()) {
                            on_input.run(number);
                        }
                    }
                    on:change=move |_| {
                        if let Ok(number) = understood.get_untracked() {
                            on_change.run(number);
                        }
                    }
                />
                {move || unit.get().map(|unit| view! { <span class="unit soft">{unit}</span> })}
            </div>
        </FieldFrame>
    }
}

/// Reads a number; empty is no number and no mistake.
fn read(typed: &str) -> Result<Option<Decimal>, ()> {
    if typed.trim().is_empty() { Ok(None) } else { Decimal::parse_input(typed).map(Some).map_err(|_| ()) }
}

fn show(lang: Locale, number: Decimal) -> String {
    match lang {
        Locale::vi => number.to_vietnamese(),
        Locale::en => number.to_english(),
    }
}
