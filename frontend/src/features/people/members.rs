//! The list of members, found without accents.

use api::{MemberView, PeopleView};
use leptos::prelude::*;

use super::edit::Edited;
use super::end::Ended;
use super::invite::Invited;
use super::model::{NO_DEPARTMENT, find, invitation, position, roles};
use super::page::Dialogs;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::ui::field::LineKind;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Empty, Menu, MenuItem, MoreRows, SelectField, Symbol, TableFrame,
    TextField, use_parts,
};

/// Members with the words and the department that they are found by.
#[component]
pub fn MemberList(people: Live<PeopleView>, dialogs: Dialogs) -> impl IntoView {
    let lang = use_locale();
    let words = RwSignal::new(String::new());
    let department = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        people.with(|people| find(&people.members, &words.get(), &department.get())).unwrap_or_default()
    });
    let drawn = use_parts(Signal::derive(move || found.with(Vec::len)));
    let rows = move || {
        let limit = drawn.limit();
        found.with(|found| found.iter().take(limit).cloned().enumerate().collect::<Vec<_>>())
    };
    let departments = Signal::derive(move || {
        let choice =
            |department: &api::DepartmentView| Choice::new(department.id.to_string(), &department.name);
        let mut choices: Vec<_> =
            people.with(|people| people.departments.iter().map(choice).collect()).unwrap_or_default();
        choices.push(Choice::new(NO_DEPARTMENT, td_string!(lang, people.no_department)));
        choices
    });
    let manages = Memo::new(move |_| people.with(|people| people.can_register).unwrap_or(false));
    view! {
        <div class="people-find">
            <TextField
                label=td_string!(lang, people.find)
                kind=LineKind::Search
                value=words
                on_input=move |text| words.set(text)
                testid="find-member"
            />
            <SelectField
                label=td_string!(lang, people.column.department)
                choices=departments
                value=department
                on_change=move |id| department.set(id)
                none=td_string!(lang, people.all_departments)
                testid="find-department"
            />
        </div>
        <Show
            when=move || found.with(|found| !found.is_empty())
            fallback=move || view! { <NobodyFound people dialogs/> }
        >
            <TableFrame label=td_string!(lang, people.tab.members)>
                <table class="people-table" aria-rowcount=move || (found.with(Vec::len) + 1).to_string()>
                    <thead>
                        <tr aria-rowindex="1">
                            <th>{td_string!(lang, people.column.name)}</th>
                            <th>{td_string!(lang, people.column.position)}</th>
                            <th>{td_string!(lang, people.column.roles)}</th>
                            <th>{td_string!(lang, people.column.device)}</th>
                            <th><span class="sr">{td_string!(lang, people.column.act)}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=rows
                            key=|(at, member)| format!("{at} {member:?}")
                            children=move |(at, member)| view! { <MemberRow at member manages=manages.get_untracked() dialogs/> }
                        />
                    </tbody>
                </table>
            </TableFrame>
            <MoreRows drawn/>
        </Show>
    }
}

#[component]
fn NobodyFound(people: Live<PeopleView>, dialogs: Dialogs) -> impl IntoView {
    let lang = use_locale();
    let nobody = people.with(|people| people.members.len() < 2 && people.can_register).unwrap_or(false);
    if nobody {
        view! {
            <Empty symbol=Symbol::People sentence=td_string!(lang, people.nobody)>
                <Button kind=ButtonKind::Main on_press=move |_| dialogs.roster.set(true)>
                    {td_string!(lang, people.act.import)}
                </Button>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty symbol=Symbol::Search sentence=td_string!(lang, people.no_match)/> }.into_any()
    }
}

#[component]
fn MemberRow(at: usize, member: MemberView, manages: bool, dialogs: Dialogs) -> impl IntoView {
    let lang = use_locale();
    let (invited, tone) = invitation(lang, member.invitation);
    let devices = match member.devices {
        0 => td_string!(lang, people.no_device).to_owned(),
        count => td_string!(lang, people.devices_of, count = count).to_string(),
    };
    let badges = roles(lang, &member).into_iter().map(|role| view! { <Badge>{role}</Badge> }).collect_view();
    let department = if member.department_name.is_empty() {
        td_string!(lang, people.no_department).to_owned()
    } else {
        member.department_name.clone()
    };
    let code = member.staff_code.clone().map(|code| format!(" · {code}"));
    view! {
        <tr id=format!("member-{}", member.id) aria-rowindex=(at + 2).to_string() data-testid="member">
            <td>
                <strong>{member.name.clone()}</strong>
                {member.me.then(|| view! { <span class="faint">" "{td_string!(lang, people.me)}</span> })}
                <span class="faint people-line">{department}{code}</span>
            </td>
            <td>{position(&member)}</td>
            <td><span class="row row-tight">{badges}</span></td>
            <td>
                <span class="people-line">{devices}</span>
                {(member.devices == 0).then(|| view! { <Badge tone>{invited}</Badge> })}
            </td>
            <td class="r">{manages.then(|| view! { <MemberMenu member=member.clone() dialogs/> })}</td>
        </tr>
    }
}

#[component]
fn MemberMenu(member: MemberView, dialogs: Dialogs) -> impl IntoView {
    let lang = use_locale();
    let (id, me) = (member.id, member.me);
    let ended = Ended::Member { id, name: member.name.clone() };
    let label = td_string!(lang, people.act.menu, name = member.name.clone()).to_string();
    let invite = match member.invitation {
        api::InvitationState::None => td_string!(lang, people.act.invite),
        _ => td_string!(lang, people.act.invite_again),
    };
    view! {
        <Menu label testid="member-menu">
            <MenuItem icon=Symbol::Key testid="invite-member" on_press=move |()| dialogs.invite.set(Some(Invited::One(id)))>
                {invite}
            </MenuItem>
            <MenuItem icon=Symbol::Check testid="member-roles" on_press=move |()| dialogs.roles.set(Some(id))>
                {td_string!(lang, people.act.roles)}
            </MenuItem>
            <MenuItem icon=Symbol::Key testid="member-registrars" on_press=move |()| dialogs.registrar.set(true)>
                {td_string!(lang, people.act.registrars)}
            </MenuItem>
            <MenuItem
                icon=Symbol::Pencil
                testid="edit-member"
                on_press=move |()| dialogs.edit.set(Some(Edited::One(member.clone())))
            >
                {td_string!(lang, people.act.edit)}
            </MenuItem>
            {(!me).then(|| view! {
                <MenuItem icon=Symbol::Leave testid="end-member" on_press=move |()| dialogs.end.set(Some(ended.clone()))>
                    {td_string!(lang, people.act.end_member)}
                </MenuItem>
            })}
        </Menu>
    }
}
