//! Waiting until a registrar has heard six digits.

use std::time::Duration;

use api::{AskToJoin, Code, Error, GiveUpJoining, JoinView, WaitingView};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::join::welcome;
use super::page::Step;
use crate::act::use_act;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::parts::ErrorNote;
use crate::session::{Session, use_session};
use crate::ui::field::LineKind;
use crate::ui::{Button, ButtonKind, Head, Page, Symbol, TextField, Toasts, use_toasts};
use crate::words;

/// How often a machine that waits asks whether it was let in.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// Everything that waits on this machine.
#[component]
pub fn WaitStep(step: RwSignal<Step>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    // As it was when the step began: what ends while it is shown says so itself.
    let waiting = session.start().map(|start| start.waiting).unwrap_or_default();
    view! {
        <Button kind=ButtonKind::Quiet icon=Symbol::Back testid="start-back" on_press=move |_| step.set(Step::Who)>
            {td_string!(lang, common.ui.back)}
        </Button>
        <Head title=td_string!(lang, start.wait.title)/>
        {waiting.into_iter().map(|waiting| view! { <WaitCard waiting step/> }).collect_view()}
    }
}

/// One machine that waits, and how that stands.
#[derive(Clone, Copy)]
struct Waiting {
    lang: Locale,
    session: Session,
    toasts: Toasts,
    asks: RwSignal<bool>,
    trouble: RwSignal<Option<Error>>,
    id: StoredValue<String>,
}

impl Waiting {
    /// Asks unless an answer is still on its way, or asking again would give the same.
    fn ask(self, pin: Option<String>) {
        let code = self.trouble.with_untracked(code_of);
        let sealed = pin.is_none() && code.is_some_and(needs_pin);
        if self.asks.get_untracked() || sealed || code.is_some_and(is_over) {
            return;
        }
        self.asks.set(true);
        spawn_local(async move {
            let answer = ipc::call(AskToJoin { id: self.id.get_value(), pin }).await;
            // The page may be gone by now.
            if self.asks.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(JoinView::Joined(opened)) => welcome(self.lang, self.session, self.toasts, opened),
                Ok(JoinView::Waits(_)) => self.trouble.set(None),
                Err(error) => self.trouble.set(Some(error)),
            }
        });
    }
}

#[allow(clippy::ref_option, reason = "it reads what a signal holds")]
fn code_of(trouble: &Option<Error>) -> Option<Code> {
    trouble.as_ref().map(|error| error.code)
}

/// Whether nothing waits any longer.
fn is_over(code: Code) -> bool {
    matches!(code, Code::InvitationClosed | Code::NotFound)
}

/// Whether it was let in, and only the PIN is wanting.
fn needs_pin(code: Code) -> bool {
    matches!(code, Code::PinNeeded | Code::WrongPin | Code::PinWait)
}

#[component]
fn WaitCard(waiting: WaitingView, step: RwSignal<Step>) -> impl IntoView {
    let lang = use_locale();
    let state = Waiting {
        lang,
        session: use_session(),
        toasts: use_toasts(),
        asks: RwSignal::new(false),
        trouble: RwSignal::new(None),
        id: StoredValue::new(waiting.id.clone()),
    };
    if let Ok(timer) = set_interval_with_handle(move || state.ask(None), ASK_EVERY) {
        on_cleanup(move || timer.clear());
    }
    let trouble = move || state.trouble.with(code_of);
    let over = Memo::new(move |_| trouble().is_some_and(is_over));
    let let_in = Memo::new(move |_| trouble().is_some_and(needs_pin));
    let code = StoredValue::new(waiting.code);
    let since = words::moment(lang, waiting.since);
    view! {
        <Page class="pad stack">
            {move || match (over.get(), let_in.get()) {
                (true, _) => view! { <Over step/> }.into_any(),
                (false, true) => view! { <LetIn state/> }.into_any(),
                (false, false) => {
                    let since = td_string!(lang, start.wait.since, moment = since.clone()).to_string();
                    view! { <Digits code=code.get_value() since state step/> }.into_any()
                }
            }}
        </Page>
    }
}

#[component]
fn Digits(code: String, since: String, state: Waiting, step: RwSignal<Step>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let give_up = move |_| {
        act.call(GiveUpJoining { id: state.id.get_value() }, move |start| {
            state.session.set_start(start);
            step.set(Step::Who);
        });
    };
    let offline = move || state.trouble.with(Option::is_some);
    let now = move || {
        if offline() { td_string!(lang, start.wait.offline) } else { td_string!(lang, start.wait.asking) }
    };
    view! {
        <p class="measure">{td_string!(lang, start.wait.what)}</p>
        <p class="wait-code" data-testid="join-code">{code}</p>
        <p class="measure">{td_string!(lang, start.wait.how)}</p>
        <p class="faint" role="status" data-testid="join-state">{now}</p>
        <p class="faint">{since}" "{td_string!(lang, start.wait.kept)}</p>
        <ErrorNote error=act.error()/>
        <div class="row">
            <Button kind=ButtonKind::Quiet icon=Symbol::Cross busy=act.busy() testid="give-up-joining" on_press=give_up>
                {td_string!(lang, start.wait.give_up)}
            </Button>
        </div>
    }
}

/// Let in; the keys are sealed.
#[component]
fn LetIn(state: Waiting) -> impl IntoView {
    let lang = use_locale();
    let pin = RwSignal::new(String::new());
    let wrong = Signal::derive(move || state.trouble.get().filter(|error| error.code != Code::PinNeeded));
    let open = move || {
        let typed = pin.get_untracked();
        pin.set(String::new());
        state.ask(Some(typed));
    };
    view! {
        <p class="measure">{td_string!(lang, start.wait.let_in)}</p>
        <form class="stack" on:submit=move |event| {
            event.prevent_default();
            open();
        }>
            <TextField
                label=td_string!(lang, start.unlock.pin)
                value=pin
                on_input=move |typed| pin.set(typed)
                kind=LineKind::Pin
                testid="join-pin"
            />
            <ErrorNote error=wrong/>
            <div class="row">
                <Button
                    kind=ButtonKind::Main
                    busy=state.asks
                    disabled=Signal::derive(move || pin.with(String::is_empty))
                    testid="join-open"
                    on_press=move |_| open()
                >
                    {td_string!(lang, start.recovery.act)}
                </Button>
            </div>
        </form>
    }
}

/// Not let in.
#[component]
fn Over(step: RwSignal<Step>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    session.refresh();
    view! {
        <ErrorNote error=Signal::derive(move || Some(Error::new(Code::InvitationClosed)))/>
        <div class="row">
            <Button kind=ButtonKind::Main testid="join-anew" on_press=move |_| step.set(Step::Join)>
                {td_string!(lang, start.join)}
            </Button>
        </div>
    }
}
