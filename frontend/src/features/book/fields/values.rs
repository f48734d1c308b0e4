//! Single values: a line, a number, a day, one of a list, yes or no.

use api::InitiativeView;
use domain::date::Date;
use domain::decimal::Decimal;
use domain::sheet::Value;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::model::find::last;
use super::anchor;
use crate::ui::{CheckField, Choice, DateField, NumberField, SelectField, TextField};

/// A short text that is set as a whole.
#[component]
pub fn Line(
    /// The field's path.
    #[prop(into)]
    path: String,
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Finds the saved words in the view.
    read: fn(&InitiativeView, &str) -> String,
    /// An example inside the empty field.
    #[prop(optional, into)]
    example: Option<String>,
    /// Name for tests.
    #[prop(into)]
    testid: String,
) -> impl IntoView {
    let editor = use_editor();
    let (place, key) = (anchor(&path), path.clone());
    let value = editor.part(move |view| read(view, &key));
    let path = StoredValue::new(path);
    let to_value = |typed: String| if typed.trim().is_empty() { Value::Remove } else { Value::Text(typed) };
    let readonly = editor.part(|view| !view.can_edit);
    view! {
        <div id=place>
            <TextField
                label
                value
                readonly
                testid
                example=example.unwrap_or_default()
                on_input=move |typed: String| path.with_value(|path| editor.write(path, to_value(typed)))
                on_commit=move |_| editor.flush()
            />
        </div>
    }
}

/// A number as the reader's language writes it.
#[component]
pub fn Number(
    /// The field's path.
    #[prop(into)]
    path: String,
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Finds the saved number in the view.
    read: fn(&InitiativeView, &str) -> Option<Decimal>,
    /// Unit behind the field.
    #[prop(optional, into)]
    unit: MaybeProp<String>,
    /// Makes the stored value; a plain number unless the field wants a whole one.
    #[prop(default = Value::Number)]
    store: fn(Decimal) -> Value,
    /// Name for tests.
    #[prop(into)]
    testid: String,
) -> impl IntoView {
    let editor = use_editor();
    let (place, key) = (anchor(&path), path.clone());
    let value = editor.part(move |view| read(view, &key));
    let path = StoredValue::new(path);
    let to_value = move |number: Option<Decimal>| number.map_or(Value::Remove, store);
    let readonly = editor.part(|view| !view.can_edit);
    view! {
        <div id=place>
            <NumberField
                label
                value
                unit
                readonly
                testid
                on_input=move |number| path.with_value(|path| editor.write(path, to_value(number)))
                on_change=move |_| editor.flush()
            />
        </div>
    }
}

/// A day.
#[component]
pub fn Day(
    /// The field's path.
    #[prop(into)]
    path: String,
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Finds the saved day in the view.
    read: fn(&InitiativeView, &str) -> Option<Date>,
    /// Name for tests.
    #[prop(into)]
    testid: String,
) -> impl IntoView {
    let editor = use_editor();
    let (place, key) = (anchor(&path), path.clone());
    let value = editor.part(move |view| read(view, &key));
    let path = StoredValue::new(path);
    let readonly = editor.part(|view| !view.can_edit);
    let set = move |day: Option<Date>| {
        let value = day.map_or(Value::Remove, |day| Value::Text(day.to_string()));
        path.with_value(|path| editor.set(path, value));
    };
    view! { <div id=place><DateField label value readonly testid on_change=set/></div> }
}

/// One of a list.
#[component]
pub fn Pick(
    /// The field's path.
    #[prop(into)]
    path: String,
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Finds the chosen value in the view; empty for none.
    read: fn(&InitiativeView, &str) -> String,
    /// The choices, in order.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Words for "nothing chosen".
    #[prop(into)]
    none: String,
    /// Name for tests.
    #[prop(into)]
    testid: String,
) -> impl IntoView {
    let editor = use_editor();
    let (place, key) = (anchor(&path), path.clone());
    let value = editor.part(move |view| read(view, &key));
    let path = StoredValue::new(path);
    let disabled = editor.part(|view| !view.can_edit);
    let set = move |chosen: String| {
        let value = if chosen.is_empty() { Value::Remove } else { Value::Text(chosen) };
        path.with_value(|path| editor.set(path, value));
    };
    view! { <div id=place><SelectField label choices value none disabled testid on_change=set/></div> }
}

/// One element of a set: in it or not.
#[component]
pub fn Tick(
    /// The element's path, such as `campaigns/dan-chu`.
    #[prop(into)]
    path: String,
    /// The sentence that is true when it is ticked.
    #[prop(into)]
    label: TextProp,
    /// Tells whether the element at the path is in the set.
    read: fn(&InitiativeView, &str) -> bool,
) -> impl IntoView {
    let editor = use_editor();
    let key = path.clone();
    let testid = format!("tick-{}", last(&path));
    let value = editor.part(move |view| read(view, &key));
    let path = StoredValue::new(path);
    let disabled = editor.part(|view| !view.can_edit);
    let set = move |ticked| path.with_value(|path| editor.set(path, Value::Flag(ticked)));
    view! { <CheckField label value disabled testid on_change=set/> }
}
