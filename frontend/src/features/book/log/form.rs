//! The form itself: a number and one sentence suffice.

use domain::date::Month;
use domain::role::Role;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::editor::use_editor;
use super::super::model::log::{LogDraft, results_of_last_month, words_of_last_month};
use super::super::upload::{UploadList, Uploads};
use super::kept;
use super::measured::{Interim, Quantities};
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{
    AreaField, Button, ButtonKind, CheckField, Choice, ChoiceField, DateField, FileDrop, SelectField, Symbol,
    use_toasts,
};
use crate::words;

/// The form of one month.
#[component]
pub fn Form(month: Month, uploads: Uploads, open: RwSignal<bool>) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let id = editor.id();
    let draft = RwSignal::new(kept::read(id, month));
    Effect::new(move || draft.with(|draft| kept::keep(id, month, draft)));
    let offered = editor.peek(|view| results_of_last_month(view, month));
    let last = editor.peek(|view| words_of_last_month(view, month));
    let example = last.map(|(month, words)| {
        td_string!(lang, book.log.example, month = words::month(lang, month), words = words).to_string()
    });
    // The dialog takes the focus first, when it opens.
    set_timeout(focus_first, std::time::Duration::from_millis(60));
    view! {
        <div class="stack book-log-form" data-testid="log-form">
            <Quantities draft/>
            <AreaField
                label=td_string!(lang, book.log.work_done)
                value=field(draft, |draft| &draft.work_done)
                rows=2
                example=example.unwrap_or_default()
                testid="log-work-done"
                on_input=move |text| draft.update(|draft| draft.work_done = text)
            />
            <FileDrop
                label=td_string!(lang, book.log.photos)
                symbol=Symbol::Camera
                many=true
                camera=td_string!(lang, book.evidence.camera)
                testid="log-files"
                on_files=move |files| uploads.take(files)
            />
            <UploadList uploads/>
            <Interim draft offered/>
            <Thoughts draft/>
            <Difficulty draft/>
            <Finish month draft uploads open/>
        </div>
    }
}

fn field(draft: RwSignal<LogDraft>, read: fn(&LogDraft) -> &String) -> Signal<String> {
    Signal::derive(move || draft.with(|draft| read(draft).clone()))
}

/// How it goes, and what was learnt.
#[component]
fn Thoughts(draft: RwSignal<LogDraft>) -> impl IntoView {
    let lang = use_locale();
    let choices = ["behind", "on_plan", "ahead"]
        .iter()
        .map(|way| Choice::new(*way, words::progress(lang, way)))
        .collect::<Vec<_>>();
    let progress = Signal::derive(move || draft.with(|draft| draft.progress.clone().unwrap_or_default()));
    view! {
        <ChoiceField
            label=td_string!(lang, book.log.progress) choices
            value=progress
            testid="log-progress"
            on_change=move |way: String| draft.update(|draft| draft.progress = Some(way))
        />
        <details
            class="book-more"
            data-testid="log-lesson-part"
            open=draft.with_untracked(|draft| !draft.lesson.is_empty())
        >
            <summary>{td_string!(lang, book.log.lesson)}</summary>
            <AreaField
                label=td_string!(lang, book.log.lesson_label)
                value=field(draft, |draft| &draft.lesson)
                rows=2
                testid="log-lesson"
                on_input=move |text| draft.update(|draft| draft.lesson = text)
            />
        </details>
    }
}

/// A difficulty, if there is one, and who should help.
#[component]
fn Difficulty(draft: RwSignal<LogDraft>) -> impl IntoView {
    let lang = use_locale();
    let needs_help = Signal::derive(move || draft.with(|draft| draft.needs_help));
    view! {
        <details
            class="book-more"
            data-testid="log-difficulty-part"
            open=draft.with_untracked(|draft| !draft.difficulty.is_empty())
        >
            <summary>{td_string!(lang, book.log.difficulty)}</summary>
            <div class="stack-s">
                <AreaField
                    label=td_string!(lang, book.difficulties.text)
                    value=field(draft, |draft| &draft.difficulty)
                    rows=2
                    testid="log-difficulty"
                    on_input=move |text| draft.update(|draft| draft.difficulty = text)
                />
                <CheckField
                    label=td_string!(lang, book.log.needs_help)
                    value=needs_help
                    testid="log-needs-help"
                    on_change=move |needs| draft.update(|draft| draft.needs_help = needs)
                />
                {move || needs_help.get().then(|| view! { <Help draft/> })}
            </div>
        </details>
    }
}

#[component]
fn Help(draft: RwSignal<LogDraft>) -> impl IntoView {
    let lang = use_locale();
    let roles = super::super::leaf::ADDRESSEES
        .iter()
        .map(|role| Choice::new(role.name(), words::role(lang, *role)))
        .collect::<Vec<_>>();
    let role = Signal::derive(move || {
        draft.with(|draft| draft.addressed_to.map(|role| role.name().to_owned()).unwrap_or_default())
    });
    let wanted_by = Signal::derive(move || draft.with(|draft| draft.wanted_by));
    view! {
        <AreaField
            label=td_string!(lang, book.difficulties.request)
            value=field(draft, |draft| &draft.request)
            rows=2
            testid="log-request"
            on_input=move |text| draft.update(|draft| draft.request = text)
        />
        <div class="book-two">
            <SelectField
                label=td_string!(lang, book.difficulties.addressed_to)
                choices=Signal::stored(roles)
                value=role
                none=td_string!(lang, book.sheet.choose)
                testid="log-addressed-to"
                on_change=move |role: String| draft.update(|draft| draft.addressed_to = Role::from_name(&role))
            />
            <DateField
                label=td_string!(lang, book.difficulties.wanted_by)
                value=wanted_by
                testid="log-wanted-by"
                on_change=move |day| draft.update(|draft| draft.wanted_by = day)
            />
        </div>
    }
}

/// Logs the month, once everything can be read and every file has arrived.
#[component]
fn Finish(month: Month, draft: RwSignal<LogDraft>, uploads: Uploads, open: RwSignal<bool>) -> impl IntoView {
    let (lang, editor, act, toasts) = (use_locale(), use_editor(), use_act(), use_toasts());
    let empty = RwSignal::new(false);
    let press = move |_| {
        if go_to_fault() {
            return;
        }
        let request = draft.with_untracked(|draft| draft.to_request(editor.id(), month, uploads.arrived()));
        empty.set(request.is_none());
        let Some(request) = request else { return };
        act.call(request, move |view| {
            editor.accept(view);
            kept::forget(editor.id(), month);
            uploads.clear();
            open.set(false);
            toasts.say(td_string!(lang, book.log.done, month = words::month(lang, month)).to_string());
        });
    };
    view! {
        <p
            class="book-warning"
            role="status"
        >
            {move || empty.get().then_some(td_string!(lang, book.log.nothing))}
        </p>
        <ErrorNote error=act.error()/>
        <p class="faint">{td_string!(lang, book.log.kept)}</p>
        <div class="dialog-acts">
            <Button
                kind=ButtonKind::Main
                icon=Symbol::Check
                busy=act.busy()
                disabled=Signal::derive(move || uploads.going())
                testid="save-month"
                on_press=press
            >
                {td_string!(lang, book.head.log_month, month = month.number())}
            </Button>
        </div>
    }
}

/// Puts the focus where the writing begins: the first quantity, or what was done.
fn focus_first() {
    let first = document()
        .query_selector("[data-testid=log-form] input:not([type=file]), [data-testid=log-form] textarea");
    if let Some(control) =
        first.ok().flatten().and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = control.focus();
    }
}

/// Goes to the first number or day that cannot be read, if there is one.
fn go_to_fault() -> bool {
    let fault = document().query_selector("[data-testid=log-form] [aria-invalid=true]").ok().flatten();
    let Some(control) = fault.and_then(|fault| fault.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return false;
    };
    let _ = control.focus();
    true
}
