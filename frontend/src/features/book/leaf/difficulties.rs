//! Khó khăn, vướng mắc: what is difficult, what was answered, whether it helped.

use api::{AnswerView, DifficultyState, ResolveDifficulty};
use domain::id::EntryId;
use domain::role::Role;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::{Day, Pick, Words};
use super::super::model::find::difficulty;
use super::super::model::leaf::anchor;
use super::quantities::{RemoveEntry, focus_entry};
use super::row::Row;
use crate::act::use_act;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{Badge, Button, ButtonKind, Choice, Symbol, Tone, use_toasts};
use crate::words;

/// Roles that answer difficulties.
pub const ADDRESSEES: [Role; 4] =
    [Role::DepartmentHead, Role::UnionOfficer, Role::Leadership, Role::CouncilSecretary];

/// Every difficulty with its answers.
#[component]
pub fn Difficulties() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let ids = editor.part(|view| view.difficulties.iter().map(|entry| entry.id).collect::<Vec<_>>());
    let can_edit = editor.part(|view| view.can_edit);
    let add = move |_| {
        let id = editor.add("difficulties", ids.with_untracked(Vec::len), &[("level", "needs_help")]);
        request_animation_frame(move || focus_entry("difficulties", id));
    };
    view! {
        <Row title=td_string!(lang, book.difficulties.part) at="difficulties">
            <div class="stack" id=anchor("difficulties")>
                {move || ids.with(Vec::is_empty).then(|| view! {
                    <p class="soft">{td_string!(lang, book.difficulties.empty)}</p>
                })}
                <For each=move || ids.get() key=|id| *id let:id><Difficulty id/></For>
            </div>
            {move || can_edit.get().then(|| view! {
                <Button kind=ButtonKind::Quiet icon=Symbol::Plus testid="add-difficulty" on_press=add>
                    {td_string!(lang, book.difficulties.add)}
                </Button>
            })}
        </Row>
    }
}

#[component]
fn Difficulty(id: EntryId) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let path = format!("difficulties/{id}");
    let key = path.clone();
    let shown =
        editor.part(move |view| difficulty(view, &key).map(|entry| (entry.state, entry.answers.clone())));
    let key = path.clone();
    let asks = editor.part(move |view| {
        difficulty(view, &key).is_some_and(|entry| entry.level.as_deref() == Some("needs_help"))
    });
    let whole = path.clone();
    let remove = move |_| {
        editor.remove(&whole);
        toasts.say(td_string!(lang, book.difficulties.removed));
    };
    let levels = ["self_handled", "needs_help"]
        .iter()
        .map(|level| Choice::new(*level, words::level(lang, level)))
        .collect::<Vec<_>>();
    let asked = StoredValue::new(path.clone());
    view! {
        <div class="book-entry book-difficulty" id=anchor(&path) data-testid="difficulty">
            <Words
                path=format!("{path}/text")
                label=td_string!(lang, book.difficulties.text)
                read=|view, path| difficulty(view, path).map(|entry| entry.text.clone()).unwrap_or_default()
                rows=2
                testid="difficulty-text"
            />
            <div class="book-two">
                <Pick
                    path=format!("{path}/level")
                    label=td_string!(lang, book.difficulties.level)
                    read=|view, path| difficulty(view, path).and_then(|entry| entry.level.clone()).unwrap_or_default()
                    choices=Signal::stored(levels)
                    none=td_string!(lang, book.sheet.choose)
                    testid="difficulty-level"
                />
                {move || shown.get().map(|(state, _)| state_badge(lang, state))}
            </div>
            {move || asks.get().then(|| view! { <Asked path=asked.get_value()/> })}
            {move || shown.get().map(|(state, answers)| view! { <Answers id state answers/> })}
            <RemoveEntry
                label=td_string!(lang, book.difficulties.remove)
                testid="remove-difficulty"
                on_press=remove
            />
        </div>
    }
}

fn state_badge(lang: Locale, state: DifficultyState) -> impl IntoView {
    let tone = match state {
        DifficultyState::Solved | DifficultyState::Answered => Tone::Good,
        DifficultyState::SelfHandled => Tone::Plain,
        DifficultyState::Open | DifficultyState::Overdue | DifficultyState::AskedAgain => Tone::Attention,
    };
    view! {
        <p class="book-state">
            <Badge tone testid="difficulty-state">{words::difficulty_state(lang, state)}</Badge>
        </p>
    }
}

/// What is asked, of whom, and until when.
#[component]
fn Asked(path: String) -> impl IntoView {
    let lang = use_locale();
    let roles =
        ADDRESSEES.iter().map(|role| Choice::new(role.name(), words::role(lang, *role))).collect::<Vec<_>>();
    view! {
        <Words
            path=format!("{path}/request")
            label=td_string!(lang, book.difficulties.request)
            read=|view, path| difficulty(view, path).map(|entry| entry.request.clone()).unwrap_or_default()
            rows=1
            testid="difficulty-request"
        />
        <div class="book-two">
            <Pick
                path=format!("{path}/addressed_to")
                label=td_string!(lang, book.difficulties.addressed_to)
                read=|view, path| difficulty(view, path).and_then(|entry| entry.addressed_to).map(|role| role.name().to_owned()).unwrap_or_default()
                choices=Signal::stored(roles)
                none=td_string!(lang, book.sheet.choose)
                testid="difficulty-addressed-to"
            />
            <Day
                path=format!("{path}/wanted_by")
                label=td_string!(lang, book.difficulties.wanted_by)
                read=|view, path| difficulty(view, path).and_then(|entry| entry.wanted_by)
                testid="difficulty-wanted-by"
            />
        </div>
    }
}

/// Answers, and whether they helped.
#[component]
fn Answers(id: EntryId, state: DifficultyState, answers: Vec<AnswerView>) -> impl IntoView {
    let (lang, editor, act) = (use_locale(), use_editor(), use_act());
    let answered = matches!(state, DifficultyState::Answered) && editor.peek(|view| view.can_edit);
    let resolve = move |solved| {
        let request = ResolveDifficulty { id: editor.id(), difficulty: id, solved, text: String::new() };
        act.call(request, move |view| editor.accept(view));
    };
    let answers = answers.into_iter().map(|answer| {
        let who = td_string!(
            lang,
            book.difficulties.answered,
            person = answer.person,
            role = words::role(lang, answer.capacity),
            date = words::date(lang, answer.at.date())
        );
        let by_when = answer.by_when.map(|day| {
            td_string!(lang, book.difficulties.by_when, date = words::date(lang, day)).to_string()
        });
        view! {
            <div class="book-answer">
                <p><strong>{who}</strong></p>
                <p>{answer.text}</p>
                <p class="faint">{answer.action} " " {by_when}</p>
            </div>
        }
    });
    let answers = answers.collect_view();
    view! {
        {answers}
        {answered.then(|| view! {
            <div class="row">
                <span class="soft">{td_string!(lang, book.difficulties.did_it_help)}</span>
                <Button
                    icon=Symbol::Check
                    busy=act.busy()
                    testid="difficulty-solved"
                    on_press=move |_| resolve(true)
                >
                    {td_string!(lang, book.difficulties.solved)}
                </Button>
                <Button
                    kind=ButtonKind::Quiet
                    busy=act.busy()
                    testid="difficulty-not-solved"
                    on_press=move |_| resolve(false)
                >
                    {td_string!(lang, book.difficulties.not_solved)}
                </Button>
            </div>
        })}
        <ErrorNote error=act.error()/>
    }
}
