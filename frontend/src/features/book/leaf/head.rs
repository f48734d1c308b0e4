//! The head of the leaf: title, states, where it is, and what to do now.

use api::{InitiativeView, StageState};
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::{Words, show};
use super::super::model::leaf::{MainAction, main_action};
use super::hand_in::More;
use super::saving::{SavedLine, SavingError};
use super::use_opens;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Button, ButtonKind, Symbol, Tone, use_heading};
use crate::words;

/// Title, states, where it is, and what to do now.
#[component]
pub fn LeafHead() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let above = editor.part(move |view| above(lang, view));
    let title = editor.part(move |view| match view.summary.title.trim() {
        "" => td_string!(lang, book.untitled).to_owned(),
        title => title.to_owned(),
    });
    view! {
        <header class="head book-head">
            <div class="head-words">
                <p class="soft book-above">
                    <a href="/book">{td_string!(lang, book.title)}</a> {move || above.get()}
                </p>
                <h1 class="sr" tabindex="-1" node_ref=use_heading()>{move || title.get()}</h1>
                <div class="book-title-field">
                    <Words
                        path="title"
                        label=td_string!(lang, book.sheet.title)
                        read=|view, _| view.summary.title.clone()
                        rows=1 one_line=true
                        class="book-title"
                        example=td_string!(lang, book.sheet.title_example)
                        testid="field-title"
                    />
                </div>
            </div>
            <div class="row push book-acts"><Acts/> <More/></div>
            <div class="row book-states-line"><States/> <SavedLine/></div>
            <SavingError/>
        </header>
    }
}

fn above(lang: Locale, view: &InitiativeView) -> String {
    let number = view.number.clone().unwrap_or_else(|| td_string!(lang, book.head.no_number).to_owned());
    let area = &view.content_area_title;
    if area.is_empty() { format!(" · {number}") } else { format!(" · {number} · {area}") }
}

/// The status in words, what was decided, and what changed since.
#[component]
fn States() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let status = editor.part(move |view| {
        let status = &view.summary.status;
        (words::status_tone(status), words::status(lang, status, &view.summary.waiting_for))
    });
    let changes = editor.part(|view| (view.summary.changed_since_approval, view.summary.changes));
    let decided = editor.part(move |view| decided(lang, view));
    view! {
        {move || {
            let (tone, words) = status.get();
            view! { <Badge tone testid="status">{words}</Badge> }
        }}
        {move || decided.get().into_iter().map(|words| view! {
            <Badge tone=Tone::Seal>{words}</Badge>
        }).collect_view()}
        {move || {
            let (changed, count) = changes.get();
            changed.then(|| view! {
                <Badge tone=Tone::Attention testid="changed-since-approval">
                    {td_string!(lang, book.head.changed, count = count)}
                </Badge>
            })
        }}
    }
}

fn decided(lang: Locale, view: &InitiativeView) -> Vec<String> {
    // Once all have approved the status says so, and the seals name them.
    if !matches!(view.summary.status.name(), "in_review" | "returned" | "differing") {
        return Vec::new();
    }
    let approved = |state| matches!(state, StageState::Approved | StageState::ApprovedEarlier);
    let stages = view.state.stages.iter().filter(|stage| approved(stage.state));
    let words = stages.filter_map(|stage| {
        let at = stage.opinions.last()?.at.date();
        let day = format!("{:02}/{:02}", at.day(), at.month().number());
        Some(td_string!(lang, book.head.approved, stage = words::stage(lang, stage.stage), day = day))
    });
    words.collect()
}

/// The one main act, and evidence beside it.
#[component]
fn Acts() -> impl IntoView {
    let (lang, editor, opens) = (use_locale(), use_editor(), use_opens());
    let main = editor.part(main_action);
    let can_edit = editor.part(|view| view.can_edit);
    let to_evidence = move |_| {
        if let Some(element) = document().get_element_by_id("at-evidence") {
            show(&element);
        }
    };
    let act = move || match main.get() {
        MainAction::Read => ().into_any(),
        MainAction::LogMonth(month) => view! {
            <Button
                kind=ButtonKind::Main
                icon=Symbol::Pencil
                testid="log-month"
                on_press=move |_| opens.log_month(Some(month))
            >
                {td_string!(lang, book.head.log_month, month = month.number())}
            </Button>
        }
        .into_any(),
        MainAction::HandIn(part) => view! {
            <Button
                kind=ButtonKind::Main
                icon=Symbol::Forward
                testid=format!("submit-{}", part.name())
                on_press=move |_| opens.hand_in.set(true)
            >
                {super::hand_in::act_words(lang, part)}
            </Button>
        }
        .into_any(),
    };
    view! {
        {move || can_edit.get().then(|| view! {
            <Button icon=Symbol::Camera testid="attach-evidence" on_press=to_evidence>
                {td_string!(lang, book.head.add_evidence)}
            </Button>
        })}
        {act}
    }
}
