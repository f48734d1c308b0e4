//! Tiến độ theo tháng: what is planned for each month, and what was logged.

use api::{MonthEntryView, MonthState, MonthView};
use domain::date::Month;
use domain::id::EntryId;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::Words;
use super::super::model::find::{log, month};
use super::super::model::leaf::anchor;
use super::quantities::RemoveEntry;
use super::row::Row;
use super::use_opens;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Button, ButtonKind, Symbol, Tone, use_toasts};
use crate::words;

/// Every month with its plan and its log; of an approved sheet the months to come are folded.
#[component]
pub fn Plan() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let draft =
        editor.part(|view| matches!(view.state.registration.name(), "draft" | "returned" | "withdrawn"));
    let begun = editor.part(move |view| months(view, draft.get(), true));
    let to_come = editor.part(move |view| months(view, draft.get(), false));
    view! {
        <Row title=td_string!(lang, book.plan.part) at="log">
            <div id=anchor("plan")>
                <ol class="book-plan">
                    <For each=move || begun.get() key=|month| *month let:month><OneMonth month/></For>
                </ol>
                {move || to_come.with(|months| !months.is_empty()).then(|| view! {
                    <details class="book-more">
                        <summary>{td_string!(lang, book.plan.to_come)}</summary>
                        <ol class="book-plan">
                            <For
                                each=move || to_come.get()
                                key=|month| *month let:month
                            >
                                <OneMonth month/>
                            </For>
                        </ol>
                    </details>
                })}
            </div>
        </Row>
    }
}

/// Lists the months that stand open, or those that are folded.
fn months(view: &api::InitiativeView, draft: bool, open: bool) -> Vec<Month> {
    let stands_open = |month: &&MonthView| draft || month.state != MonthState::ToCome;
    view.months.iter().filter(|month| stands_open(month) == open).map(|month| month.month).collect()
}

#[component]
fn OneMonth(month: Month) -> impl IntoView {
    let (lang, editor, opens) = (use_locale(), use_editor(), use_opens());
    let path = format!("plan/{month}");
    let state = editor.part(move |view| find(view, month).map(|month| month.state));
    let entries = editor.part(move |view| {
        find(view, month)
            .map(|month| month.entries.iter().map(|entry| entry.id).collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let can_log = editor.part(move |view| {
        view.can_edit && find(view, month).is_some_and(|month| month.state != MonthState::ToCome)
    });
    let class = move || match state.get() {
        Some(MonthState::Logged) => "is-logged",
        Some(MonthState::Now) => "is-now",
        Some(MonthState::Silent) => "is-silent",
        _ => "is-to-come",
    };
    view! {
        <li class=class>
            <h3>{words::month_title(lang, month)}</h3>
            <div class="stack-s">
                <Words
                    path
                    label=td_string!(lang, book.plan.planned)
                    read=|view, path| month_words(view, path)
                    rows=1
                    example=td_string!(lang, book.plan.example)
                    class="book-plan-words"
                    testid=format!("plan-{month}")
                />
                <For each=move || entries.get() key=|id| *id let:id><Entry id/></For>
                {move || can_log.get().then(|| view! {
                    <Button
                        kind=ButtonKind::Quiet
                        icon=Symbol::Plus
                        testid=format!("log-{month}")
                        on_press=move |_| opens.log_month(Some(month))
                    >
                        {td_string!(lang, book.head.log_month, month = month.number())}
                    </Button>
                })}
            </div>
        </li>
    }
}

fn find(view: &api::InitiativeView, wanted: Month) -> Option<&MonthView> {
    view.months.iter().find(|month| month.month == wanted)
}

fn month_words(view: &api::InitiativeView, path: &str) -> String {
    // A plan is a text: its lines are shown as one.
    month(view, path).map(|month| month.plan.clone()).unwrap_or_default()
}

/// One entry of a month: its words can be mended in place.
#[component]
fn Entry(id: EntryId) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let path = format!("log/{id}");
    let key = path.clone();
    let entry = editor.part(move |view| log(view, &key).cloned());
    let has_lesson =
        Memo::new(move |_| entry.with(|entry| entry.as_ref().is_some_and(|entry| !entry.lesson.is_empty())));
    let lesson = StoredValue::new(format!("{path}/lesson"));
    let whole = path.clone();
    let remove = move |_| {
        editor.remove(&whole);
        toasts.say(td_string!(lang, book.plan.removed));
    };
    view! {
        <div class="book-entry book-log" id=anchor(&path) data-testid="log-entry">
            <Words
                path=format!("{path}/work_done")
                label=td_string!(lang, book.log.work_done)
                read=|view, path| log(view, path).map(|entry| entry.work_done.clone()).unwrap_or_default()
                rows=1
                testid="log-entry-words"
            />
            {move || has_lesson.get().then(|| view! {
                <Words
                    path=lesson.get_value()
                    label=td_string!(lang, book.log.lesson)
                    read=|view, path| log(view, path).map(|entry| entry.lesson.clone()).unwrap_or_default()
                    rows=1
                    testid="log-entry-lesson"
                />
            })}
            <div class="row">{move || entry.get().map(|entry| figures(lang, &entry))}</div>
            <RemoveEntry label=td_string!(lang, book.plan.remove) testid="remove-log" on_press=remove/>
        </div>
    }
}

fn figures(lang: Locale, entry: &MonthEntryView) -> impl IntoView + use<> {
    let mut facts = Vec::new();
    for logged in &entry.quantities {
        facts.push(format!("{} {} {}", words::number(lang, logged.number), logged.unit, logged.what));
    }
    for measured in &entry.interim {
        let value = measured.value.value.map(|value| words::number(lang, value)).unwrap_or_default();
        let whole =
            measured.value.whole.map(|whole| format!("/{}", words::number(lang, whole))).unwrap_or_default();
        facts.push(format!("{}: {value}{whole}", measured.label));
    }
    if entry.evidence > 0 {
        facts.push(td_string!(lang, book.plan.files, count = entry.evidence).to_string());
    }
    let facts =
        facts.into_iter().map(|fact| view! { <span class="book-fact num">{fact}</span> }).collect_view();
    let progress = entry.progress.as_deref().map(|progress| {
        let tone = if progress == "behind" { Tone::Attention } else { Tone::Good };
        let words = words::progress(lang, progress);
        view! { <Badge tone>{words}</Badge> }
    });
    let later = entry.added_later.then(|| view! { <Badge>{td_string!(lang, book.plan.added_later)}</Badge> });
    view! { {facts} {progress} {later} }
}
