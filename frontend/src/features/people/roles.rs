//! Granting and ending roles.

use api::{GrantRole, MemberView, PeopleView, UngrantRole};
use domain::id::MemberId;
use domain::role::Role;
use leptos::prelude::*;

use super::model::GRANTED;
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{CheckField, Dialog, open_about, use_toasts};
use crate::words;

/// The dialog about the member named in `about`.
#[component]
pub fn RolesDialog(about: RwSignal<Option<MemberId>>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let open = open_about(about);
    let member = Memo::new(move |_| {
        let id = about.get()?;
        people.with(|people| people.members.iter().find(|member| member.id == id).cloned()).flatten()
    });
    let title = move || {
        let name = member.get().map(|member| member.name).unwrap_or_default();
        td_string!(lang, people.roles.title, name = name).to_string()
    };
    view! {
        <Dialog open title=title size=DialogSize::Medium testid="roles-dialog">
            <p class="faint">{td_string!(lang, people.roles.hint)}</p>
            <RoleList member people/>
        </Dialog>
    }
}

#[component]
fn RoleList(member: Memo<Option<MemberView>>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let change = move |role: Role, held: bool| {
        let Some(now) = member.get_untracked() else { return };
        let department = role.is_of_a_department().then_some(now.department).flatten();
        let name = now.name.clone();
        if held {
            act.call(GrantRole { member: now.id, role, department }, move |view| {
                people.set(view);
                let role = words::role(lang, role);
                toasts.say(td_string!(lang, people.roles.granted, role = role, name = name).to_string());
            });
        } else {
            act.call(UngrantRole { member: now.id, role, department }, move |view| {
                people.set(view);
                let role = words::role(lang, role);
                toasts.say(td_string!(lang, people.roles.ended, role = role, name = name).to_string());
            });
        }
    };
    let item = move |role: Role| {
        let homeless =
            move || member.with(|member| member.as_ref().is_some_and(|member| member.department.is_none()));
        let cannot = Signal::derive(move || act.busy().get() || (role.is_of_a_department() && homeless()));
        let label = move || {
            let said = words::role(lang, role);
            let department =
                member.with(|member| member.as_ref().map(|member| member.department_name.clone()));
            match department.filter(|_| role.is_of_a_department()) {
                None => said.to_owned(),
                Some(name) if name.is_empty() => {
                    format!("{said}, {}", td_string!(lang, people.roles.needs_department))
                }
                Some(name) => {
                    format!("{said} {}", td_string!(lang, people.roles.of_department, department = name))
                }
            }
        };
        view! {
            <CheckField
                label
                value=Signal::derive(move || {
                    member.with(|member| member.as_ref().is_some_and(|member| member.roles.contains(&role)))
                })
                on_change=move |held| change(role, held)
                disabled=cannot
                testid=format!("role-{role}")
            />
        }
    };
    view! {
        <div class="people-roles">{GRANTED.into_iter().map(item).collect_view()}</div>
        <ErrorNote error=act.error()/>
    }
}
