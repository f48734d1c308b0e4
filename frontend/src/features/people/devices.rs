//! Machines: which write, which were revoked, and what those sent afterwards.

use api::{DeviceView, ListQuarantine, PeopleView, QuarantineView, Readmit};
use leptos::prelude::*;

use super::end::Ended;
use super::invite::Invited;
use super::page::Dialogs;
use super::proposal::SixDigitsOffer;
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::{Badge, Button, ButtonKind, Icon, Symbol, Tone, use_toasts};
use crate::words;

/// Machines, those that were revoked last.
#[component]
pub fn DeviceList(people: Live<PeopleView>, dialogs: Dialogs) -> impl IntoView {
    let lang = use_locale();
    let me =
        move || people.with(|people| people.members.iter().find(|one| one.me).map(|one| one.id)).flatten();
    let invite_own = move |_| {
        if let Some(me) = me() {
            dialogs.invite.set(Some(Invited::One(me)));
        }
    };
    let sorted = move || {
        let mut devices = people.get().map(|people| people.devices).unwrap_or_default();
        devices.sort_by_key(|device| device.revoked);
        devices
    };
    let manages = Memo::new(move |_| people.with(|people| people.can_register).unwrap_or(false));
    let older = Memo::new(move |_| people.with(|people| !people.six_digits).unwrap_or(false));
    let some_ended = Memo::new(move |_| {
        people.with(|people| people.devices.iter().any(|one| one.revoked)).unwrap_or(false)
    });
    view! {
        <div class="people-acts">
            <Button icon=Symbol::Plus testid="invite-own" on_press=invite_own>
                {td_string!(lang, people.act.invite_own)}
            </Button>
            <Show when=move || !manages.get()>
                <Button
                    kind=ButtonKind::Quiet
                    icon=Symbol::Key
                    testid="take-over"
                    on_press=move |_| dialogs.registrar.set(true)
                >
                    {td_string!(lang, people.act.take_over)}
                </Button>
            </Show>
            <Show when=move || manages.get()>
                <Button
                    kind=ButtonKind::Quiet
                    icon=Symbol::Check
                    testid="agree-open"
                    on_press=move |_| dialogs.agree.set(true)
                >
                    {td_string!(lang, people.act.agree)}
                </Button>
            </Show>
        </div>
        <Show when=move || manages.get() && older.get()>
            <div class="people-acts"><SixDigitsOffer/></div>
        </Show>
        <ul class="items">
            {move || sorted().into_iter().map(|device| view! { <DeviceLine device dialogs/> }).collect_view()}
        </ul>
        <Show when=move || manages.get() && some_ended.get()>
            <Aside/>
        </Show>
    }
}

#[component]
fn DeviceLine(device: DeviceView, dialogs: Dialogs) -> impl IntoView {
    let lang = use_locale();
    let short: String = device.key.chars().take(12).collect();
    let key = td_string!(lang, people.device.key, key = short).to_string();
    let since = td_string!(lang, people.device.since, seq = device.since_seq).to_string();
    let label = td_string!(lang, people.end.device_of, name = device.name.clone()).to_string();
    let ended = Ended::Device { key: device.key, name: device.name.clone() };
    view! {
        <li data-testid="device">
            <Icon symbol=Symbol::Device/>
            <div class="what"><strong>{device.name}</strong><span class="faint">{key}" · "{since}</span></div>
            <div class="push row row-tight">
                {device.this_one.then(|| view! { <Badge tone=Tone::Accent>{td_string!(lang, people.device.this_one)}</Badge> })}
                {device.revoked.then(|| view! { <Badge tone=Tone::Attention>{td_string!(lang, people.device.revoked)}</Badge> })}
                {device.can_revoke.then(|| view! {
                    <Button
                        kind=ButtonKind::Quiet
                        label=label
                        testid="revoke-device"
                        on_press=move |_| dialogs.end.set(Some(ended.clone()))
                    >
                        {td_string!(lang, people.act.revoke)}
                    </Button>
                })}
            </div>
        </li>
    }
}

/// What revoked machines sent afterwards, asked for when a registrar wants to see it.
#[component]
fn Aside() -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let kept = RwSignal::new(None::<Vec<QuarantineView>>);
    let look = move |_| act.call(ListQuarantine {}, move |found| kept.set(Some(found)));
    view! {
        <section class="people-aside stack-s">
            <h3>{td_string!(lang, people.aside.title)}</h3>
            <p class="faint measure">{td_string!(lang, people.aside.what)}</p>
            <ErrorNote error=act.error()/>
            {move || match kept.get() {
                None => view! {
                    <Button busy=act.busy() testid="look-aside" on_press=look>{td_string!(lang, people.aside.look)}</Button>
                }.into_any(),
                Some(found) if found.is_empty() => view! {
                    <p data-testid="aside-empty">{td_string!(lang, people.aside.nothing)}</p>
                }.into_any(),
                Some(found) => view! {
                    <ul class="items">{found.into_iter().map(|one| view! { <AsideLine one kept/> }).collect_view()}</ul>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn AsideLine(one: QuarantineView, kept: RwSignal<Option<Vec<QuarantineView>>>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let title =
        if one.title.is_empty() { td_string!(lang, people.aside.untitled).to_owned() } else { one.title };
    let name = one.name.clone();
    let said = td_string!(
        lang,
        people.aside.line,
        name = one.name,
        count = one.entries,
        date = words::date(lang, one.last.date())
    )
    .to_string();
    let request = Readmit { device: one.device, document: one.document };
    let readmit = move |_| {
        let name = name.clone();
        act.call(request.clone(), move |left| {
            kept.set(Some(left));
            toasts.say(td_string!(lang, people.aside.readmitted, name = name).to_string());
        });
    };
    view! {
        <li data-testid="aside">
            <div class="what"><strong>{title}</strong><span class="faint">{said}</span><ErrorNote error=act.error()/></div>
            <div class="push">
                <Button busy=act.busy() testid="readmit" on_press=readmit>{td_string!(lang, people.aside.readmit)}</Button>
            </div>
        </li>
    }
}
