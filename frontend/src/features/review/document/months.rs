use api::{InitiativeView, MonthEntryView, MonthState, MonthView};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Icon, Symbol, Tone};
use crate::words;

use super::{Marks, anchor, differences_of_entry};

/// The months: a strip that tells how each stands, and what was planned and logged.
#[component]
pub fn Months(
    /// The initiative.
    view: InitiativeView,
    /// What is shown beside its words.
    marks: Marks,
) -> impl IntoView {
    let lang = use_locale();
    if view.months.is_empty() {
        return ().into_any();
    }
    let strip = view.months.iter().map(|month| strip_cell(lang, month)).collect_view();
    let told = |month: &&MonthView| !month.plan.trim().is_empty() || !month.entries.is_empty();
    let months = view.months.iter().filter(told).map(|month| month_lines(&marks, month)).collect_view();
    view! {
        <section class="stack-s" id=anchor("plan") tabindex="-1">
            <h3>{td_string!(lang, review.document.months)}</h3>
            <ol class="month-strip">{strip}</ol>
            <ol class="month-list">{months}</ol>
        </section>
    }
    .into_any()
}

fn strip_cell(lang: Locale, month: &MonthView) -> impl IntoView + use<> {
    let (class, symbol, word) = match month.state {
        MonthState::Logged => {
            ("month-cell month-cell--logged", Symbol::Check, td_string!(lang, review.document.month_logged))
        }
        MonthState::Silent => {
            ("month-cell month-cell--silent", Symbol::Clock, td_string!(lang, review.document.month_silent))
        }
        MonthState::Now => {
            ("month-cell month-cell--now", Symbol::Pencil, td_string!(lang, review.document.month_now))
        }
        MonthState::ToCome => {
            ("month-cell", Symbol::Calendar, td_string!(lang, review.document.month_to_come))
        }
    };
    view! {
        <li class=class>
            <span class="month-cell-name">{words::month(lang, month.month)}</span>
            <small><Icon symbol/>{word}</small>
        </li>
    }
}

fn month_lines(marks: &Marks, month: &MonthView) -> impl IntoView + use<> {
    let lang = marks.lang;
    let plan_path = format!("plan/{}", month.month);
    let entries = month.entries.iter().map(|entry| log_entry(marks, entry)).collect_view();
    let plan = month.plan.clone();
    let differences = differences_of_entry(marks, &plan_path);
    view! {
        <li class="month-lines" id=anchor(&plan_path) tabindex="-1">
            <h4>{words::month_year(lang, month.month)}</h4>
            <div class="stack-s">
                {(!plan.trim().is_empty())
                    .then(|| view! { <p class="written"><span class="faint">{td_string!(lang, review.document.plan)}": "</span>{plan}</p> })}
                {differences}
                {entries}
            </div>
        </li>
    }
}

fn log_entry(marks: &Marks, entry: &MonthEntryView) -> impl IntoView + use<> {
    let lang = marks.lang;
    let path = format!("log/{}", entry.id);
    let quantities: Vec<String> = entry
        .quantities
        .iter()
        .map(|logged| format!("{}: {} {}", logged.what, words::number(lang, logged.number), logged.unit))
        .chain(entry.interim.iter().filter_map(|logged| {
            let value = words::number(lang, logged.value.value?);
            let whole = logged
                .value
                .whole
                .map(|whole| format!("/{}", words::number(lang, whole)))
                .unwrap_or_default();
            Some(format!("{}: {value}{whole}", logged.label))
        }))
        .collect();
    let later = entry.added_later.then(|| {
        let date = entry.entered_on.map(|day| words::date(lang, day)).unwrap_or_default();
        view! { <Badge icon=Symbol::Clock>{td_string!(lang, review.document.added_later, date = date).to_string()}</Badge> }
    });
    let progress = entry.progress.as_deref().map(|progress| {
        let tone = if progress == "behind" { Tone::Attention } else { Tone::Plain };
        let word = words::progress(lang, progress);
        view! { <Badge tone>{word}</Badge> }
    });
    let lesson = entry.lesson.clone();
    let differences = differences_of_entry(marks, &path);
    view! {
        <div class="log-entry" id=anchor(&path) tabindex="-1">
            <p class="written">{entry.work_done.clone()}</p>
            {(!quantities.is_empty()).then(|| view! { <p class="num">{quantities.join(" · ")}</p> })}
            {(!lesson.trim().is_empty())
                .then(|| view! { <p class="written"><span class="faint">{td_string!(lang, review.document.lesson)}": "</span>{lesson}</p> })}
            {differences}
            <p class="row">{progress}{later}</p>
        </div>
    }
}
