//! The strip of months: what is logged, what is silent, what is now.

use api::{InitiativeView, MonthState, MonthView};
use domain::date::Month;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::use_opens;
use crate::i18n::{Locale, td_string, use_locale};
use crate::words;

/// The strip of months; a month that has begun opens its form.
#[component]
pub fn Months() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let months =
        editor.part(move |view| view.months.iter().map(|month| cell(lang, view, month)).collect::<Vec<_>>());
    let can_edit = editor.part(|view| view.can_edit);
    let list = move || months.get().into_iter().map(|cell| view! { <Cell cell can_edit/> }).collect_view();
    view! {
        <ol
            class="book-months"
            aria-label=td_string!(lang, book.months.strip)
            data-testid="months"
        >
            {list}
        </ol>
    }
}

#[derive(Clone, PartialEq)]
struct MonthCell {
    month: Month,
    state: MonthState,
    words: String,
}

fn cell(lang: Locale, view: &InitiativeView, month: &MonthView) -> MonthCell {
    let words = match month.state {
        MonthState::Logged => sum(lang, view, month),
        MonthState::Silent => td_string!(lang, book.months.silent).to_owned(),
        MonthState::Now => td_string!(lang, book.months.now).to_owned(),
        MonthState::ToCome => td_string!(lang, book.months.to_come).to_owned(),
    };
    MonthCell { month: month.month, state: month.state, words }
}

/// Says what a month added to its first quantity; without one, that it is logged.
fn sum(lang: Locale, view: &InitiativeView, month: &MonthView) -> String {
    let counted = view.quantities.iter().find_map(|quantity| {
        let logged = month
            .entries
            .iter()
            .flat_map(|entry| &entry.quantities)
            .filter(|logged| logged.quantity == quantity.id);
        let numbers: Vec<_> = logged.map(|logged| logged.number).collect();
        let first = *numbers.first()?;
        let total = numbers[1..].iter().try_fold(first, |sum, number| sum.checked_add(*number))?;
        Some(format!("{} {}", words::number(lang, total), quantity.unit))
    });
    counted.unwrap_or_else(|| td_string!(lang, book.months.logged).to_owned())
}

#[component]
fn Cell(cell: MonthCell, can_edit: Memo<bool>) -> impl IntoView {
    let (lang, opens) = (use_locale(), use_opens());
    let class = match cell.state {
        MonthState::Logged => "is-logged",
        MonthState::Silent => "is-silent",
        MonthState::Now => "is-now",
        MonthState::ToCome => "is-to-come",
    };
    let name = td_string!(lang, book.months.month, month = cell.month.number());
    let inside = view! { <span>{name}</span> <small>{cell.words}</small> };
    let month = cell.month;
    let testid = format!("month-{month}");
    if cell.state == MonthState::ToCome || !can_edit.get_untracked() {
        return view! { <li class=class>{inside}</li> }.into_any();
    }
    view! {
        <li class=class aria-current=(cell.state == MonthState::Now).then_some("date")>
            <button
                type="button"
                data-testid=testid
                on:click=move |_| opens.log_month(Some(month))
            >
                {inside}
            </button>
        </li>
    }
    .into_any()
}
