//! Người quản trị danh sách: chosen with the recovery key that lies on paper.

use api::{PeopleView, SetRegistrars};
use domain::id::MemberId;
use domain::role::Role;
use leptos::prelude::*;

use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{AreaField, Button, ButtonKind, CheckField, Dialog, use_toasts};

/// The dialog in which registrars are chosen.
#[component]
pub fn RegistrarsDialog(open: RwSignal<bool>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    view! {
        <Dialog open title=td_string!(lang, people.registrars.title) size=DialogSize::Medium testid="registrars-dialog">
            <Form open people/>
        </Dialog>
    }
}

/// Those who are registrars now, and the asker.
fn at_first(people: &PeopleView) -> Vec<MemberId> {
    let chosen = people.members.iter().filter(|one| one.me || one.roles.contains(&Role::Registrar));
    chosen.map(|one| one.id).collect()
}

#[component]
fn Form(open: RwSignal<bool>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let chosen = RwSignal::new(people.with(at_first).unwrap_or_default());
    let key = RwSignal::new(String::new());
    let choices = people
        .with(|people| people.members.iter().filter(|one| one.devices > 0).cloned().collect::<Vec<_>>())
        .unwrap_or_default();
    let choice = move |member: api::MemberView| {
        let id = member.id;
        let change = move |on: bool| {
            chosen.update(|chosen| {
                chosen.retain(|one| *one != id);
                if on {
                    chosen.push(id);
                }
            });
        };
        view! {
            <CheckField
                label=member.name
                value=Signal::derive(move || chosen.with(|chosen| chosen.contains(&id)))
                on_change=change
                testid=format!("registrar-{id}")
            />
        }
    };
    let save = move |_| {
        let request = SetRegistrars { members: chosen.get_untracked(), recovery_key: key.get_untracked() };
        act.call(request, move |view| {
            people.set(view);
            toasts.say(td_string!(lang, people.registrars.done));
            open.set(false);
        });
    };
    let unready = move || key.with(|key| key.trim().is_empty()) || !(1..=3).contains(&chosen.with(Vec::len));
    view! {
        <p class="measure">{td_string!(lang, people.registrars.what)}</p>
        <div class="people-roles people-choice">{choices.into_iter().map(choice).collect_view()}</div>
        <AreaField
            label=td_string!(lang, people.registrars.key)
            value=key
            on_input=move |text| key.set(text)
            testid="recovery-key"
        />
        <p class="faint measure">{td_string!(lang, people.registrars.paper)}</p>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts">
            <Button on_press=move |_| open.set(false)>{td_string!(lang, common.ui.cancel)}</Button>
            <Button
                kind=ButtonKind::Main
                busy=act.busy()
                disabled=Signal::derive(unready)
                testid="save-registrars"
                on_press=save
            >
                {td_string!(lang, common.ui.save)}
            </Button>
        </div>
    }
}
