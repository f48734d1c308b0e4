//! Joining with an invitation.

use api::{JoinSchool, JoinView, SessionView};
use leptos::prelude::*;

use super::brought;
use super::model::ticket;
use super::page::Step;
use super::pin::NewPin;
use crate::act::use_act;
use crate::features::storage::JoinNote;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::{ErrorNote, OnlineOnlyNote};
use crate::session::{Session, use_session};
use crate::ui::{AreaField, Button, ButtonKind, Head, Page, Symbol, Toasts, use_toasts};

/// Opens the book of somebody who was let in.
pub fn welcome(lang: Locale, session: Session, toasts: Toasts, opened: SessionView) {
    toasts.say(td_string!(lang, start.join_form.done, person = opened.person.clone()).to_string());
    session.set_current(Some(opened));
}

/// Types the code of an invitation.
#[component]
pub fn JoinStep(step: RwSignal<Step>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let toasts = use_toasts();
    let act = use_act();
    let typed = RwSignal::new(brought::ticket().unwrap_or_default());
    let pin = RwSignal::new(String::new());
    let join = move |_| {
        let request = JoinSchool {
            ticket: typed.with_untracked(|typed| ticket(typed)),
            pin: Some(pin.get_untracked()).filter(|pin| !pin.is_empty()),
        };
        act.call(request, move |joined| {
            brought::forget();
            match joined {
                JoinView::Joined(opened) => welcome(lang, session, toasts, opened),
                JoinView::Waits(waiting) => {
                    session.add_waiting(waiting);
                    step.set(Step::Wait);
                }
            }
        });
    };
    view! {
        <Button kind=ButtonKind::Quiet icon=Symbol::Back testid="start-back" on_press=move |_| step.set(Step::Who)>
            {td_string!(lang, common.ui.back)}
        </Button>
        <Head title=td_string!(lang, start.join_form.title)/>
        <JoinNote/>
        <Page class="pad stack">
            <div class="start-ticket">
                <AreaField
                    label=td_string!(lang, start.join_form.ticket)
                    hint=td_string!(lang, start.join_form.hint)
                    example=td_string!(lang, start.join_form.example)
                    value=typed
                    on_input=move |text| typed.set(text)
                    testid="join-ticket"
                />
            </div>
            <NewPin pin/>
            <ErrorNote error=act.error()/>
            <div class="row">
                <Button
                    kind=ButtonKind::Main
                    busy=act.busy()
                    disabled=Signal::derive(move || typed.with(|typed| ticket(typed).is_empty()))
                    testid="join-school"
                    on_press=join
                >
                    {td_string!(lang, start.join_form.act)}
                </Button>
            </div>
            <p class="faint measure">{td_string!(lang, start.join_form.needs)}</p>
            <OnlineOnlyNote/>
        </Page>
    }
}
