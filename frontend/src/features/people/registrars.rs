//! Người quản trị danh sách: chosen with the recovery key that lies on paper.

use api::{PeopleView, ProposalView, Propose, SetRegistrars, SharedAct};
use domain::id::MemberId;
use domain::role::Role;
use leptos::prelude::*;

use super::proposal::Signed;
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

/// Whether the asker is a registrar, and not the only one.
fn has_second_registrar(people: &PeopleView) -> bool {
    people.can_register && people.members.iter().any(|one| !one.me && one.roles.contains(&Role::Registrar))
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
    let second = Memo::new(move |_| people.with(has_second_registrar).unwrap_or(false));
    let signed = RwSignal::new(None::<ProposalView>);
    let propose = move |_| {
        let act_of_two = SharedAct::Registrars(chosen.get_untracked());
        act.call(Propose { act: act_of_two }, move |proposal| signed.set(Some(proposal)));
    };
    let few = move || !(1..=3).contains(&chosen.with(Vec::len));
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
        <Show when=move || second.get()>
            <div class="stack-s people-second">
                <p class="measure">{td_string!(lang, people.registrars.second)}</p>
                {move || match signed.get() {
                    Some(proposal) => view! { <Signed proposal/> }.into_any(),
                    None => view! {
                        <Button busy=act.busy() disabled=Signal::derive(few) testid="propose-registrars" on_press=propose>
                            {td_string!(lang, people.proposal.make)}
                        </Button>
                    }.into_any(),
                }}
            </div>
        </Show>
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
