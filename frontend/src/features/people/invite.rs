//! Making invitations, and handing them out as slips.

use api::{InvitationView, InviteMembers, PeopleView, PrintInvitations};
use domain::id::MemberId;
use leptos::prelude::*;

use super::model::without_device;
use crate::act::use_act;
use crate::files::{Offered, offer};
use crate::i18n::{td_string, use_locale};
use crate::ipc;
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{Button, ButtonKind, Choice, Dialog, SelectField, Symbol, open_about, use_toasts};
use crate::words;

/// Days that an invitation may live, as offered.
const DAYS: [u16; 4] = [3, 7, 14, 30];
const USUAL_DAYS: u16 = 14;

/// Who is invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// Everybody without a machine.
    Everybody,
    /// One member.
    One(MemberId),
}

impl Invited {
    fn members(self) -> Vec<MemberId> {
        match self {
            Self::Everybody => Vec::new(),
            Self::One(member) => vec![member],
        }
    }
}

/// The dialog; its two steps are the days and the slips.
#[component]
pub fn InviteDialog(about: RwSignal<Option<Invited>>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let made = RwSignal::new(None::<Vec<InvitationView>>);
    Effect::new(move || {
        about.track();
        made.set(None);
    });
    let open = open_about(about);
    view! {
        <Dialog open title=td_string!(lang, people.invite.title) size=DialogSize::Large testid="invite-dialog">
            {move || match made.get() {
                None => view! { <Make about made people/> }.into_any(),
                Some(slips) => view! { <Slips slips/> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Make(
    about: RwSignal<Option<Invited>>,
    made: RwSignal<Option<Vec<InvitationView>>>,
    people: Live<PeopleView>,
) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let days = RwSignal::new(USUAL_DAYS);
    let who = move || {
        if let Some(Invited::One(id)) = about.get() {
            let name = |people: &PeopleView| {
                people.members.iter().find(|member| member.id == id).map(|member| member.name.clone())
            };
            let name = people.with(name).flatten().unwrap_or_default();
            return td_string!(lang, people.invite.who_one, name = name).to_string();
        }
        let count = people.with(without_device).unwrap_or(0);
        td_string!(lang, people.invite.who_all, count = count).to_string()
    };
    let choices: Vec<_> = DAYS
        .into_iter()
        .map(|days| {
            Choice::new(
                days.to_string(),
                td_string!(lang, people.invite.days_choice, days = days).to_string(),
            )
        })
        .collect();
    let make = move |_: leptos::ev::MouseEvent| {
        let Some(invited) = about.get_untracked() else { return };
        let request = InviteMembers { members: invited.members(), days: days.get_untracked() };
        act.call(request, move |slips| made.set(Some(slips)));
    };
    view! {
        <p>{who}</p>
        <div class="people-days">
            <SelectField
                label=td_string!(lang, people.invite.days)
                choices=choices
                value=Signal::derive(move || days.get().to_string())
                on_change=move |chosen: String| days.set(chosen.parse().unwrap_or(USUAL_DAYS))
                testid="invite-days"
            />
        </div>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts">
            <Button kind=ButtonKind::Main busy=act.busy() testid="make-invitations" on_press=make>
                {td_string!(lang, people.invite.make)}
            </Button>
        </div>
    }
}

#[component]
fn Slips(slips: Vec<InvitationView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    if slips.is_empty() {
        return view! { <p>{td_string!(lang, people.invite.nobody)}</p> }.into_any();
    }
    let members: Vec<_> = slips.iter().map(|slip| slip.member).collect();
    let needs_code = slips.iter().any(|slip| slip.needs_code);
    let count = td_string!(lang, people.invite.made, count = slips.len()).to_string();
    let print = move |_| {
        let request = PrintInvitations { members: members.clone(), path: None };
        let steps = async move {
            let file = ipc::call(request).await?;
            let offered = offer(&file).await?;
            Ok((offered == Offered::Taken).then_some(file.name))
        };
        act.run(steps, move |taken| {
            if let Some(name) = taken {
                toasts.say(td_string!(lang, people.invite.printed, name = name).to_string());
            }
        });
    };
    view! {
        <div class="row">
            <h3>{count}</h3>
            <span class="push"></span>
            <Button kind=ButtonKind::Main icon=Symbol::Printer busy=act.busy() testid="print-invitations" on_press=print>
                {td_string!(lang, people.invite.print)}
            </Button>
        </div>
        <p class="faint">{td_string!(lang, people.invite.keep)}</p>
        {needs_code.then(|| view! { <p class="faint" data-testid="invite-code">{td_string!(lang, people.invite.code)}</p> })}
        <ErrorNote error=act.error()/>
        <ul class="slips">{slips.into_iter().map(|slip| view! { <li><Slip slip/></li> }).collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn Slip(slip: InvitationView) -> impl IntoView {
    let lang = use_locale();
    let toasts = use_toasts();
    let ticket = StoredValue::new(slip.ticket.clone());
    let copy = move |_| {
        let _ = window().navigator().clipboard().write_text(&ticket.get_value());
        toasts.say(td_string!(lang, common.ui.copied));
    };
    let qr = td_string!(lang, people.invite.qr, name = slip.name.clone()).to_string();
    view! {
        <div class="slip">
            <div class="slip-qr" role="img" aria-label=qr inner_html=slip.qr_svg></div>
            <div class="stack-s">
                <p><strong>{slip.name}</strong><span class="faint people-line">{slip.department}</span></p>
                <p class="code" data-testid="ticket">{slip.ticket}</p>
                <p class="faint">
                    {td_string!(lang, people.invite.expires, date = words::date(lang, slip.expires.date())).to_string()}
                </p>
                <Button kind=ButtonKind::Quiet icon=Symbol::Copy on_press=copy>{td_string!(lang, people.invite.copy)}</Button>
            </div>
        </div>
    }
}
