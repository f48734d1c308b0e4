//! The numbers of a month: quantities that it adds, and interim values of results.

use std::collections::BTreeSet;

use api::{QuantityView, ResultView};
use domain::id::EntryId;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::model::log::LogDraft;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::NumberField;
use crate::words;

/// One field for each planned quantity.
#[component]
pub fn Quantities(draft: RwSignal<LogDraft>) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let quantities = editor.peek(|view| view.quantities.clone());
    let fields = quantities.into_iter().map(|quantity| {
        let id = quantity.id;
        let value = Signal::derive(move || draft.with(|draft| draft.quantities.get(&id).copied()));
        let set = move |number| draft.update(|draft| draft.count(id, number));
        let label = if quantity.what.trim().is_empty() {
            td_string!(lang, book.quantities.part).to_owned()
        } else {
            quantity.what.clone()
        };
        view! {
            <div>
                <NumberField
                    label
                    value
                    unit=quantity.unit.clone()
                    mark=so_far(lang, &quantity)
                    testid="log-quantity"
                    on_input=set
                    on_change=set
                />
            </div>
        }
    });
    let fields = fields.collect_view();
    view! { <div class="book-two">{fields}</div> }
}

fn so_far(lang: Locale, quantity: &QuantityView) -> String {
    let done = words::number(lang, quantity.done);
    match quantity.planned {
        Some(planned) => {
            td_string!(lang, book.log.so_far, done = done, planned = words::number(lang, planned)).to_string()
        }
        None => td_string!(lang, book.quantities.done, done = done).to_string(),
    }
}

/// Fields for results: those measured last month in sight, the others folded.
#[component]
pub fn Interim(draft: RwSignal<LogDraft>, offered: Vec<EntryId>) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let offered: BTreeSet<EntryId> = offered.into_iter().collect();
    let results = editor.peek(|view| view.results.clone());
    let (first, others): (Vec<_>, Vec<_>) = results.into_iter().partition(|result| {
        offered.contains(&result.id) || draft.with_untracked(|draft| draft.interim.contains_key(&result.id))
    });
    let none = others.is_empty();
    let fields = |results: Vec<ResultView>| {
        results.into_iter().map(|result| view! { <Measured draft result/> }).collect_view()
    };
    let (first, others) = (fields(first), fields(others));
    view! {
        {first}
        {(!none).then(|| view! {
            <details class="book-more" data-testid="log-results">
                <summary>{td_string!(lang, book.log.interim)}</summary>
                <div class="stack-s">{others}</div>
            </details>
        })}
    }
}

#[component]
fn Measured(draft: RwSignal<LogDraft>, result: ResultView) -> impl IntoView {
    let lang = use_locale();
    let id = result.id;
    let ratio = result.quantity_kind.as_deref() == Some("ratio");
    let at = move || draft.with(|draft| draft.interim.get(&id).copied().unwrap_or_default());
    let (value, whole) = (Signal::derive(move || at().0), Signal::derive(move || at().1));
    let set_value = move |number| draft.update(|draft| draft.interim.entry(id).or_default().0 = number);
    let set_whole = move |number| draft.update(|draft| draft.interim.entry(id).or_default().1 = number);
    // The whole is mostly the same as before: it is filled in with the number.
    let usual = result.actual.whole.or(result.baseline.whole);
    let set_part = move |number| {
        set_value(number);
        if ratio && at().1.is_none() {
            set_whole(usual);
        }
    };
    let label = if result.label.trim().is_empty() {
        td_string!(lang, book.results.untitled).to_owned()
    } else {
        result.label.clone()
    };
    let unit = if ratio { String::new() } else { result.unit.clone() };
    view! {
        <div class="book-two">
            <div><NumberField label value unit testid="log-interim" on_input=set_part on_change=set_part/></div>
            {ratio.then(|| view! {
                <div><NumberField label=td_string!(lang, book.results.whole) value=whole unit=result.unit.clone() testid="log-interim-whole" on_input=set_whole on_change=set_whole/></div>
            })}
        </div>
    }
}
