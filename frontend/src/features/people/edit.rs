//! Adding one person, and mending an entry.

use api::{AddMember, EditMember, MemberView, PeopleView};
use leptos::prelude::*;

use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{Button, ButtonKind, Dialog, TextField, open_about, use_toasts};

/// Whom the dialog is about.
#[derive(Clone)]
pub enum Edited {
    /// Nobody yet: somebody is added.
    Nobody,
    /// This member.
    One(MemberView),
}

/// What is typed about a person.
#[derive(Clone, Default)]
struct Typed {
    name: String,
    code: String,
    position: String,
    subjects: String,
    department: String,
}

impl Typed {
    fn of(member: &MemberView) -> Self {
        Self {
            name: member.name.clone(),
            code: member.staff_code.clone().unwrap_or_default(),
            position: member.position.clone(),
            subjects: member.subjects.clone(),
            department: member.department_name.clone(),
        }
    }

    fn code(&self) -> Option<String> {
        let code = self.code.trim();
        (!code.is_empty()).then(|| code.to_owned())
    }

    fn add(self) -> AddMember {
        let staff_code = self.code();
        AddMember {
            name: self.name,
            staff_code,
            position: self.position,
            subjects: self.subjects,
            department: self.department,
            roles: Vec::new(),
        }
    }

    fn edit(self, member: &MemberView) -> EditMember {
        let staff_code = self.code();
        EditMember {
            member: member.id,
            name: self.name,
            staff_code,
            position: self.position,
            subjects: self.subjects,
            department: self.department,
        }
    }
}

/// The dialog that adds a member or mends an entry.
#[component]
pub fn EditDialog(about: RwSignal<Option<Edited>>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let open = open_about(about);
    let title = move || match member_of(about.get()) {
        None => td_string!(lang, people.edit.add_title),
        Some(_) => td_string!(lang, people.edit.edit_title),
    };
    view! {
        <Dialog open title=title size=DialogSize::Medium testid="edit-dialog">
            <Form member=member_of(about.get_untracked()) open people/>
        </Dialog>
    }
}

fn member_of(about: Option<Edited>) -> Option<MemberView> {
    match about {
        Some(Edited::One(member)) => Some(member),
        _ => None,
    }
}

#[component]
fn Form(member: Option<MemberView>, open: RwSignal<bool>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let typed = RwSignal::new(member.as_ref().map(Typed::of).unwrap_or_default());
    let save = move |_| {
        let now = typed.get_untracked();
        let added = member.is_none();
        let done = move |saved: MemberView| {
            let said = if added {
                td_string!(lang, people.edit.added, name = saved.name).to_string()
            } else {
                td_string!(lang, people.edit.saved, name = saved.name).to_string()
            };
            toasts.say(said);
            people.reload();
            open.set(false);
        };
        match &member {
            None => act.call(now.add(), done),
            Some(member) => act.call(now.edit(member), done),
        }
    };
    let field = move |label: &'static str, testid: &'static str, read: fn(&mut Typed) -> &mut String| {
        let value = Signal::derive(move || typed.with(|typed| read(&mut typed.clone()).clone()));
        let write = move |text: String| typed.update(|typed| *read(typed) = text);
        view! { <TextField label value on_input=write testid/> }
    };
    view! {
        {field(td_string!(lang, people.edit.name), "field-name", |typed| &mut typed.name)}
        <div class="two">
            {field(td_string!(lang, people.edit.code), "field-code", |typed| &mut typed.code)}
            {field(td_string!(lang, people.edit.position), "field-position", |typed| &mut typed.position)}
        </div>
        {field(td_string!(lang, people.edit.subjects), "field-subjects", |typed| &mut typed.subjects)}
        {field(td_string!(lang, people.edit.department), "field-department", |typed| &mut typed.department)}
        <p class="faint">{td_string!(lang, people.edit.department_hint)}</p>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts">
            <Button on_press=move |_| open.set(false)>{td_string!(lang, common.ui.cancel)}</Button>
            <Button
                kind=ButtonKind::Main
                busy=act.busy()
                disabled=Signal::derive(move || typed.with(|typed| typed.name.trim().is_empty()))
                testid="save-member"
                on_press=save
            >
                {td_string!(lang, common.ui.save)}
            </Button>
        </div>
    }
}
