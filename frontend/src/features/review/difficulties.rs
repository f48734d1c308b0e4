//! Khó khăn, vướng mắc with their answers, and the form to answer one.

use api::{AnswerDifficulty, DifficultyState, DifficultyView, InitiativeView};
use domain::date::Date;
use domain::id::{EntryId, InitiativeId};
use leptos::prelude::*;

use crate::act::use_act;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{AreaField, Badge, Button, ButtonKind, DateField, Page, Symbol, Tone, use_toasts};
use crate::words;

/// Difficulties of an initiative. A form that is being written in stays when something new arrives.
#[component]
pub fn Difficulties(
    /// The initiative.
    id: InitiativeId,
    /// Its difficulties.
    #[prop(into)]
    difficulties: Signal<Vec<DifficultyView>>,
    /// Whether the asker may answer.
    #[prop(into)]
    can_answer: Signal<bool>,
    /// Takes the initiative after an answer.
    on_answer: Callback<InitiativeView>,
) -> impl IntoView {
    let lang = use_locale();
    let any = Memo::new(move |_| difficulties.with(|difficulties| !difficulties.is_empty()));
    move || {
        any.get().then(|| {
            view! {
                <Page class="pad stack-s" label=td_string!(lang, review.difficulty.title) testid="difficulties">
                    <h2>{td_string!(lang, review.difficulty.title)}</h2>
                    <ul class="stages">
                        <For
                            each=move || difficulties.get()
                            key=|difficulty| (difficulty.id, difficulty.state as u8, difficulty.answers.len())
                            let:difficulty
                        >
                            <Difficulty id difficulty can_answer on_answer/>
                        </For>
                    </ul>
                </Page>
            }
        })
    }
}

#[component]
fn Difficulty(
    id: InitiativeId,
    difficulty: DifficultyView,
    can_answer: Signal<bool>,
    on_answer: Callback<InitiativeView>,
) -> impl IntoView {
    let lang = use_locale();
    let open = RwSignal::new(false);
    let entry = difficulty.id;
    let asks = !matches!(difficulty.state, DifficultyState::SelfHandled | DifficultyState::Solved);
    let act = move || {
        if !asks || !can_answer.get() {
            return ().into_any();
        }
        if open.get() {
            return view! { <AnswerForm id entry open on_answer/> }.into_any();
        }
        view! {
            <Button icon=Symbol::Speech testid="answer-difficulty" on_press=move |_| open.set(true)>
                {td_string!(lang, review.difficulty.answer)}
            </Button>
        }
        .into_any()
    };
    view! {
        <li class="stack-s">
            {question(lang, &difficulty)}
            {answers(lang, &difficulty)}
            {act}
        </li>
    }
}

fn question(lang: Locale, difficulty: &DifficultyView) -> impl IntoView + use<> {
    let (tone, symbol) = match difficulty.state {
        DifficultyState::Overdue | DifficultyState::AskedAgain => (Tone::Attention, Symbol::Attention),
        DifficultyState::Open => (Tone::Accent, Symbol::Clock),
        DifficultyState::Answered | DifficultyState::Solved => (Tone::Good, Symbol::Check),
        DifficultyState::SelfHandled => (Tone::Plain, Symbol::Pencil),
    };
    let request = (!difficulty.request.trim().is_empty()).then(|| {
        td_string!(lang, review.difficulty.request, request = difficulty.request.clone()).to_string()
    });
    let to = difficulty
        .addressed_to
        .map(|role| td_string!(lang, review.difficulty.to, role = words::role(lang, role)).to_string());
    let wanted = difficulty
        .wanted_by
        .map(|day| td_string!(lang, review.difficulty.wanted_by, date = words::date(lang, day)).to_string());
    let state = words::difficulty_state(lang, difficulty.state);
    let where_to = [to, wanted].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <p class="row"><Badge tone icon=symbol>{state}</Badge></p>
        <p class="written">{difficulty.text.clone()}</p>
        {request.map(|request| view! { <p class="soft">{request}</p> })}
        {(!where_to.is_empty()).then(|| view! { <p class="faint">{where_to}</p> })}
    }
}

fn answers(lang: Locale, difficulty: &DifficultyView) -> impl IntoView + use<> {
    difficulty
        .answers
        .iter()
        .map(|answer| {
            let head = format!("{} · {}", answer.person, words::role(lang, answer.capacity));
            let action = (!answer.action.trim().is_empty())
                .then(|| td_string!(lang, review.difficulty.action, action = answer.action.clone()).to_string());
            let by = answer
                .by_when
                .map(|day| td_string!(lang, review.difficulty.by_when, date = words::date(lang, day)).to_string());
            let promise = [action, by].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            view! {
                <div class="answer">
                    <p><strong>{head}</strong>" "<span class="faint">{words::moment(lang, answer.at)}</span></p>
                    <p class="written">{answer.text.clone()}</p>
                    {(!promise.is_empty()).then(|| view! { <p class="soft">{promise}</p> })}
                </div>
            }
        })
        .collect_view()
}

#[component]
fn AnswerForm(
    id: InitiativeId,
    entry: EntryId,
    open: RwSignal<bool>,
    on_answer: Callback<InitiativeView>,
) -> impl IntoView {
    let lang = use_locale();
    let (act, toasts) = (use_act(), use_toasts());
    let (text, action, by_when) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(None::<Date>));
    let wrong = RwSignal::new(String::new());
    let on_day = Callback::new(move |day: Option<Date>| by_when.set(day));
    let send = move |_| {
        if text.with_untracked(|text| text.trim().is_empty()) {
            wrong.set(td_string!(lang, review.difficulty.words_needed).to_owned());
            return;
        }
        let request = AnswerDifficulty {
            id,
            difficulty: entry,
            text: text.get_untracked().trim().to_owned(),
            action: action.get_untracked().trim().to_owned(),
            by_when: by_when.get_untracked(),
        };
        act.call(request, move |view| {
            toasts.say(td_string!(lang, review.difficulty.sent));
            on_answer.run(view);
        });
    };
    view! {
        <div class="stack-s answer-form">
            <AreaField
                label=td_string!(lang, review.difficulty.your_answer)
                value=text
                error=wrong
                on_input=move |words: String| {
                    wrong.set(String::new());
                    text.set(words);
                }
                testid="answer-text"
            />
            <AreaField
                label=td_string!(lang, review.difficulty.your_action)
                rows=1
                value=action
                on_input=move |words: String| action.set(words)
                testid="answer-action"
            />
            <DateField
                label=td_string!(lang, review.difficulty.your_date)
                value=by_when
                on_change=on_day
                testid="answer-by"
            />
            <ErrorNote error=act.error()/>
            <div class="row">
                <Button kind=ButtonKind::Main icon=Symbol::Check busy=act.busy() testid="send-answer" on_press=send>
                    {td_string!(lang, review.difficulty.send)}
                </Button>
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>
                    {td_string!(lang, review.difficulty.cancel)}
                </Button>
            </div>
        </div>
    }
}
