//! Machines that wait to be let in, and the six digits that a registrar hears and types.

use std::time::Duration;

use api::{ConfirmJoin, JoinerView, ListJoiners, RefuseJoin, Topic};
use domain::id::MemberId;
use leptos::prelude::*;

use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::live::{Live, live};
use crate::parts::ErrorNote;
use crate::ui::field::LineKind;
use crate::ui::{Button, ButtonKind, Callout, Dialog, Icon, Symbol, TextField, Tone, open_about, use_toasts};
use crate::words;

/// How often it is looked who waits while this place is open.
const LOOK_EVERY: Duration = Duration::from_secs(4);

/// Those of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Joiner {
    member: MemberId,
    name: String,
    since: domain::date::Moment,
    machines: usize,
}

/// One line a member, those who came first before the others.
fn joiners(machines: &[JoinerView]) -> Vec<Joiner> {
    let mut joiners: Vec<Joiner> = Vec::new();
    for one in machines {
        match joiners.iter_mut().find(|known| known.member == one.member) {
            Some(known) => {
                known.machines += 1;
                known.since = known.since.min(one.since);
            }
            None => joiners.push(Joiner {
                member: one.member,
                name: one.name.clone(),
                since: one.since,
                machines: 1,
            }),
        }
    }
    joiners.sort_by_key(|one| one.since);
    joiners
}

/// Who waits; nothing while nobody does.
#[component]
pub fn Joiners() -> impl IntoView {
    let lang = use_locale();
    let machines = live(|| ListJoiners {}, || vec![Topic::People]);
    let waiting = Memo::new(move |_| machines.with(|machines| joiners(machines)).unwrap_or_default());
    let about = RwSignal::new(None::<Joiner>);
    if let Ok(timer) = set_interval_with_handle(move || machines.reload(), LOOK_EVERY) {
        on_cleanup(move || timer.clear());
    }
    let lines = move || waiting.get().into_iter().map(|one| view! { <JoinerLine one about/> }).collect_view();
    view! {
        <Show when=move || waiting.with(|waiting| !waiting.is_empty())>
            <section class="people-joiners page stack-s" data-testid="joiners">
                <h2>{td_string!(lang, people.joiners.title)}</h2>
                <ul class="items">{lines}</ul>
            </section>
        </Show>
        <ConfirmDialog about machines/>
    }
}

#[component]
fn JoinerLine(one: Joiner, about: RwSignal<Option<Joiner>>) -> impl IntoView {
    let lang = use_locale();
    let since = td_string!(lang, people.joiners.since, moment = words::moment(lang, one.since)).to_string();
    let name = one.name.clone();
    let label = format!("{}: {name}", td_string!(lang, people.joiners.act));
    view! {
        <li data-testid="joiner">
            <Icon symbol=Symbol::Device/>
            <div class="what"><strong>{name}</strong><span class="faint">{since}</span></div>
            <div class="push">
                <Button kind=ButtonKind::Main label testid="confirm-joiner" on_press=move |_| about.set(Some(one.clone()))>
                    {td_string!(lang, people.joiners.act)}
                </Button>
            </div>
        </li>
    }
}

#[component]
fn ConfirmDialog(about: RwSignal<Option<Joiner>>, machines: Live<Vec<JoinerView>>) -> impl IntoView {
    let lang = use_locale();
    let open = open_about(about);
    let title = move || {
        let name = about.get().map(|one| one.name).unwrap_or_default();
        td_string!(lang, people.joiners.confirm_title, name = name).to_string()
    };
    view! {
        <Dialog open title=title testid="confirm-dialog">
            {about.get_untracked().map(|one| view! { <Confirm one open machines/> })}
        </Dialog>
    }
}

#[component]
fn Confirm(one: Joiner, open: RwSignal<bool>, machines: Live<Vec<JoinerView>>) -> impl IntoView {
    let lang = use_locale();
    let (act, refusing) = (use_act(), use_act());
    let toasts = use_toasts();
    let code = RwSignal::new(String::new());
    let member = one.member;
    let name = StoredValue::new(one.name.clone());
    let confirm = move || {
        act.call(ConfirmJoin { member, code: code.get_untracked() }, move |left| {
            machines.set(left);
            toasts.say(td_string!(lang, people.joiners.confirmed, name = name.get_value()).to_string());
            open.set(false);
        });
    };
    let refuse = move |_| {
        refusing.call(RefuseJoin { member }, move |left| {
            machines.set(left);
            toasts.say(td_string!(lang, people.joiners.refused, name = name.get_value()).to_string());
            open.set(false);
        });
    };
    let several = (one.machines > 1).then(|| {
        let said = td_string!(lang, people.joiners.several, count = one.machines).to_string();
        view! { <Callout tone=Tone::Attention testid="joiners-several"><p>{said}</p></Callout> }
    });
    let unready = move || code.with(|code| code.chars().filter(char::is_ascii_digit).count() != 6);
    let what = td_string!(lang, people.joiners.what, name = one.name).to_string();
    view! {
        <p class="measure">{what}</p>
        {several}
        <form
            class="stack-s people-code"
            on:submit=move |event| {
                event.prevent_default();
                if !unready() {
                    confirm();
                }
            }
        >
            <TextField
                label=td_string!(lang, people.joiners.code)
                value=code
                on_input=move |typed| code.set(typed)
                kind=LineKind::Digits
                testid="confirm-code"
            />
        </form>
        <p class="faint measure">{td_string!(lang, people.joiners.refuse_what)}</p>
        <ErrorNote error=act.error()/>
        <ErrorNote error=refusing.error()/>
        <div class="dialog-acts">
            <Button kind=ButtonKind::Quiet busy=refusing.busy() testid="refuse-joiner" on_press=refuse>
                {td_string!(lang, people.joiners.refuse)}
            </Button>
            <Button
                kind=ButtonKind::Seal
                busy=act.busy()
                disabled=Signal::derive(unready)
                testid="confirm-join"
                on_press=move |_| confirm()
            >
                {td_string!(lang, people.joiners.confirm)}
            </Button>
        </div>
    }
}

#[cfg(test)]
mod tests;
