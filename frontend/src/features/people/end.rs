//! Ending a machine, or somebody's membership: said plainly before it is done.

use api::{PeopleView, RevokeDevice, RevokeMember};
use domain::id::MemberId;
use leptos::prelude::*;

use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::{Button, ButtonKind, Dialog, open_about, use_toasts};

/// What is ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// One machine.
    Device {
        /// Its key.
        key: String,
        /// Whose it is.
        name: String,
    },
    /// A member with all machines and roles.
    Member {
        /// Who.
        id: MemberId,
        /// Their name.
        name: String,
    },
}

/// The dialog about what is named in `about`.
#[component]
pub fn EndDialog(about: RwSignal<Option<Ended>>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let open = open_about(about);
    let title = move || match about.get() {
        Some(Ended::Member { name, .. }) => {
            td_string!(lang, people.end.member_title, name = name).to_string()
        }
        Some(Ended::Device { name, .. }) => td_string!(lang, people.end.device_of, name = name).to_string(),
        None => String::new(),
    };
    view! {
        <Dialog open title=title testid="end-dialog">
            {about.get_untracked().map(|ended| view! { <Confirm ended open people/> })}
        </Dialog>
    }
}

#[component]
fn Confirm(ended: Ended, open: RwSignal<bool>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let (what, done) = match &ended {
        Ended::Device { name, .. } => (
            td_string!(lang, people.end.device_what),
            td_string!(lang, people.end.device_done, name = name.clone()).to_string(),
        ),
        Ended::Member { name, .. } => (
            td_string!(lang, people.end.member_what),
            td_string!(lang, people.end.member_done, name = name.clone()).to_string(),
        ),
    };
    let end = move |_| {
        let done = done.clone();
        let then = move |view: PeopleView| {
            people.set(view);
            toasts.say(done);
            open.set(false);
        };
        match ended.clone() {
            Ended::Device { key, .. } => act.call(RevokeDevice { device: key }, then),
            Ended::Member { id, .. } => act.call(RevokeMember { member: id }, then),
        }
    };
    view! {
        <p class="measure">{what}</p>
        <p class="faint measure">{td_string!(lang, people.end.stays)}</p>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts">
            <Button on_press=move |_| open.set(false)>{td_string!(lang, common.ui.cancel)}</Button>
            <Button kind=ButtonKind::Seal busy=act.busy() testid="end-confirm" on_press=end>
                {td_string!(lang, people.act.revoke)}
            </Button>
        </div>
    }
}
