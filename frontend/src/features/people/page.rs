//! The place: members, departments, devices, and for registrars the acts on them.

use api::{ListPeople, PeopleView, Topic};
use leptos::prelude::*;

use super::departments::DepartmentList;
use super::devices::DeviceList;
use super::edit::{EditDialog, Edited};
use super::end::{EndDialog, Ended};
use super::invite::{InviteDialog, Invited};
use super::joiners::Joiners;
use super::members::MemberList;
use super::model::without_device;
use super::proposal::AgreeDialog;
use super::registrars::RegistrarsDialog;
use super::roles::RolesDialog;
use super::roster::RosterDialog;
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::{Live, live};
use crate::parts::ErrorNote;
use crate::ui::{Button, ButtonKind, Head, Loading, Page, Symbol, Tab, Tabs};

/// Which dialog is open, and about whom; shared by the parts of this place.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// The roster import.
    pub roster: RwSignal<bool>,
    /// Adding or editing.
    pub edit: RwSignal<Option<Edited>>,
    /// Roles of somebody.
    pub roles: RwSignal<Option<domain::id::MemberId>>,
    /// Invitations.
    pub invite: RwSignal<Option<Invited>>,
    /// Ending a machine or a membership.
    pub end: RwSignal<Option<Ended>>,
    /// Choosing registrars.
    pub registrar: RwSignal<bool>,
    /// Entering what another registrar proposes.
    pub agree: RwSignal<bool>,
}

/// Thành viên và thiết bị.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let lang = use_locale();
    let people = live(|| ListPeople {}, || vec![Topic::People]);
    let dialogs = Dialogs {
        roster: RwSignal::new(false),
        edit: RwSignal::new(None),
        roles: RwSignal::new(None),
        invite: RwSignal::new(None),
        end: RwSignal::new(None),
        registrar: RwSignal::new(false),
        agree: RwSignal::new(false),
    };
    let tab = RwSignal::new("members");
    let tabs = Signal::derive(move || people.with(|people| tabs(lang, people)).unwrap_or_default());
    let is_there = Memo::new(move |_| people.with(|_| ()).is_some());
    let manages = Memo::new(move |_| people.with(|people| people.can_register).unwrap_or(false));
    view! {
        <Head title=td_string!(lang, people.title) below=move || view! { <Summary people/> }>
            <Show when=move || manages.get()>
                <RegistrarActs people dialogs/>
            </Show>
        </Head>
        <ErrorNote error=Signal::derive(move || people.error())/>
        <Show when=move || manages.get()><Joiners/></Show>
        <Show when=move || is_there.get() || people.error().is_none()>
            <Page class="people">
                <Tabs label=td_string!(lang, people.title) tabs chosen=tab/>
                {move || match (is_there.get(), tab.get()) {
                    (false, _) => view! { <div class="pad"><Loading label=td_string!(lang, common.ui.loading)/></div> }.into_any(),
                    (true, "departments") => view! { <DepartmentList people/> }.into_any(),
                    (true, "devices") => view! { <DeviceList people dialogs/> }.into_any(),
                    (true, _) => view! { <MemberList people dialogs/> }.into_any(),
                }}
            </Page>
        </Show>
        <RosterDialog open=dialogs.roster/>
        <EditDialog about=dialogs.edit people/>
        <RolesDialog about=dialogs.roles people/>
        <InviteDialog about=dialogs.invite people/>
        <EndDialog about=dialogs.end people/>
        <RegistrarsDialog open=dialogs.registrar people/>
        <AgreeDialog open=dialogs.agree people/>
    }
}

fn tabs(lang: Locale, people: &PeopleView) -> Vec<Tab> {
    let tab =
        |key, label: &str, count: usize| Tab { key, label: label.to_owned(), count: Some(count as u32) };
    vec![
        tab("members", td_string!(lang, people.tab.members), people.members.len()),
        tab("departments", td_string!(lang, people.tab.departments), people.departments.len()),
        tab("devices", td_string!(lang, people.tab.devices), writing(people)),
    ]
}

/// How many machines may write.
fn writing(people: &PeopleView) -> usize {
    people.devices.iter().filter(|device| !device.revoked).count()
}

#[component]
fn Summary(people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    move || {
        people.with(|people| {
            let said = td_string!(
                lang,
                people.summary,
                members = people.members.len(),
                departments = people.departments.len(),
                devices = writing(people)
            );
            view! { <p class="soft">{said}</p> }
        })
    }
}

#[component]
fn RegistrarActs(people: Live<PeopleView>, dialogs: Dialogs) -> impl IntoView {
    let lang = use_locale();
    let nobody = Signal::derive(move || people.with(without_device).unwrap_or(0) == 0);
    view! {
        <Button icon=Symbol::Plus testid="add-member" on_press=move |_| dialogs.edit.set(Some(Edited::Nobody))>
            {td_string!(lang, people.act.add)}
        </Button>
        <Show when=move || !nobody.get()>
            <Button icon=Symbol::Key testid="invite-all" on_press=move |_| dialogs.invite.set(Some(Invited::Everybody))>
                {td_string!(lang, people.act.invite_all)}
            </Button>
        </Show>
        <Button
            kind=ButtonKind::Main
            icon=Symbol::Sheet
            testid="import-roster"
            on_press=move |_| dialogs.roster.set(true)
        >
            {td_string!(lang, people.act.import)}
        </Button>
    }
}
