//! The dialog that takes work out: what, for whom, and how far it is.

use api::{
    BundleFor, BundlePlan, BundleView, BundleWhat, DeliveryView, DiscardBundle, Error, ExportBundle,
    FetchBundle, PeopleView, PlanBundle,
};
use domain::id::MemberId;
use leptos::prelude::*;

use super::{HowFar, Moving};
use crate::act::{Act, use_act};
use crate::features::delivery::model::plan_lines;
use crate::files::{Offered, offer_bundle};
use crate::i18n::{td_string, use_locale};
use crate::ipc;
use crate::live::{Live, live};
use crate::parts::ErrorNote;
use crate::ui::{Button, ButtonKind, Callout, Choice, SelectField, Symbol, Tone};
use crate::words;

/// What is asked for.
#[derive(Clone, Copy)]
struct Wish {
    what: RwSignal<BundleWhat>,
    members: RwSignal<Vec<MemberId>>,
}

impl Wish {
    fn to(self) -> BundleFor {
        let members = self.members.get();
        if members.is_empty() { BundleFor::Own } else { BundleFor::Members(members) }
    }
}

/// What is in the dialog.
#[component]
pub fn TakeOut(view: Live<DeliveryView>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let moving: Moving = RwSignal::new(None);
    let made = RwSignal::new(None::<BundleView>);
    let wish = Wish { what: RwSignal::new(BundleWhat::Unsent), members: RwSignal::new(Vec::new()) };
    let plan = live(move || PlanBundle { what: wish.what.get(), to: wish.to() }, Vec::new);
    let make = move |_| {
        let request = ExportBundle {
            what: wish.what.get_untracked(),
            to: untrack(|| wish.to()),
            path: None,
            since: None,
        };
        made.set(None);
        act.run(async move { offer(ipc::call(request).await?, moving).await }, move |ready| made.set(ready));
    };
    let fetch = move |_| {
        made.set(None);
        let request = FetchBundle { path: None, since: None };
        act.run(async move { offer(ipc::call(request).await?, moving).await }, move |ready| made.set(ready));
    };
    let said = move || {
        made.get().map(|file| {
            let size = words::bytes(lang, file.size);
            let said = td_string!(lang, delivery.carry.made, name = file.name, size = size).to_string();
            view! { <Callout tone=Tone::Good testid="taken-out"><p>{said}</p></Callout> }
        })
    };
    view! {
        <WhatAndWho wish people/>
        <Plan plan/>
        <ErrorNote error=Signal::derive(move || plan.error())/>
        <Show when=move || act.busy().get()>
            <HowFar label=td_string!(lang, delivery.carry.making) moving view/>
        </Show>
        <ErrorNote error=act.error()/>
        {said}
        <p class="faint measure">{td_string!(lang, delivery.carry.from_relay_hint)}</p>
        <div class="dialog-acts">
            <Stop act/>
            <Button busy=act.busy() testid="fetch-bundle" on_press=fetch>{td_string!(lang, delivery.carry.from_relay)}</Button>
            <Button kind=ButtonKind::Main icon=Symbol::Download busy=act.busy() testid="make-bundle" on_press=make>
                {td_string!(lang, delivery.carry.make)}
            </Button>
        </div>
    }
}

/// Hands a file that lies ready to the person; nothing where they did not take it.
async fn offer(ready: BundleView, moving: Moving) -> Result<Option<BundleView>, Error> {
    let offered = offer_bundle(&ready, move |done, all| moving.set(Some((done, all)))).await;
    moving.set(None);
    offered.map(|offered| (offered == Offered::Taken).then_some(ready))
}

#[component]
fn Stop(act: Act) -> impl IntoView {
    let lang = use_locale();
    let stopping = use_act();
    view! {
        <Show when=move || act.busy().get()>
            <Button testid="stop-bundle" on_press=move |_| stopping.call(DiscardBundle {}, |_| ())>
                {td_string!(lang, delivery.carry.stop)}
            </Button>
        </Show>
    }
}

#[component]
fn WhatAndWho(wish: Wish, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let what = vec![
        Choice::new("unsent", td_string!(lang, delivery.carry.what_unsent)),
        Choice::new("everything", td_string!(lang, delivery.carry.what_everything)),
    ];
    let chosen = move || if wish.what.get() == BundleWhat::Unsent { "unsent" } else { "everything" };
    let name = move |id: MemberId| {
        people.with(|people| people.members.iter().find(|one| one.id == id).map(|one| one.name.clone()))
    };
    let receivers = move || {
        let remove = move |id: MemberId| {
            let name = name(id).flatten().unwrap_or_default();
            let label = td_string!(lang, delivery.carry.remove, name = name.clone()).to_string();
            view! {
                <Button
                    icon=Symbol::Cross
                    label=label
                    on_press=move |_| wish.members.update(|members| members.retain(|one| *one != id))
                >
                    {name}
                </Button>
            }
        };
        wish.members.get().into_iter().map(remove).collect_view()
    };
    view! {
        <SelectField
            label=td_string!(lang, delivery.carry.what)
            choices=what
            value=Signal::derive(move || chosen().to_owned())
            on_change=move |chosen: String| {
                wish.what.set(if chosen == "unsent" { BundleWhat::Unsent } else { BundleWhat::Everything });
            }
            testid="bundle-what"
        />
        {move || view! { <AddReceiver wish offers=offers(people, wish)/> }}
        <div class="row">{receivers}</div>
    }
}

/// Colleagues who can be chosen still.
fn offers(people: Live<PeopleView>, wish: Wish) -> Vec<(String, String)> {
    let chosen = wish.members.get();
    let others = people.with(|people| {
        let free = people.members.iter().filter(|one| !chosen.contains(&one.id));
        free.map(|one| (one.id.to_string(), one.name.clone())).collect()
    });
    others.unwrap_or_default()
}

#[component]
fn AddReceiver(wish: Wish, offers: Vec<(String, String)>) -> impl IntoView {
    let lang = use_locale();
    let mut choices = vec![Choice::new("", td_string!(lang, delivery.carry.add_none))];
    choices.extend(Choice::all(offers));
    view! {
        <SelectField
            label=td_string!(lang, delivery.carry.add)
            choices=choices
            value=Signal::derive(String::new)
            on_change=move |chosen: String| {
                if let Ok(id) = chosen.parse() {
                    wish.members.update(|members| members.push(id));
                }
            }
            testid="bundle-receiver"
        />
    }
}

#[component]
fn Plan(plan: Live<BundlePlan>) -> impl IntoView {
    let lang = use_locale();
    move || {
        plan.with(|plan| {
            let lines = plan_lines(lang, plan).into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
            view! { <div class="stack-s" data-testid="bundle-plan">{lines}</div> }
        })
    }
}
