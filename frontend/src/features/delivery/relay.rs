//! The school's relay: what is known of it, and its address.

use api::{DeliveryView, SetRelay};
use leptos::prelude::*;

use super::model::{meetings, relay};
use super::relay_key::RelayKey;
use crate::act::use_act;
use crate::features::start::address;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::{ClockNote, ErrorNote};
use crate::ui::field::LineKind;
use crate::ui::{Badge, Button, ButtonKind, TextField, use_toasts};

/// The relay's state, with its address to change.
#[component]
pub fn RelayCard(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let changing = RwSignal::new(false);
    let state = move || {
        view.with(|view| {
            let (said, tone) = relay(lang, view.relay_state);
            let meetings = meetings(lang, view).into_iter().map(|line| view! { <p class="faint">{line}</p> });
            view! {
                <p data-testid="relay-state"><Badge tone>{said}</Badge></p>
                <p class="code">{view.relay.clone()}</p>
                {meetings.collect_view()}
            }
        })
    };
    let trouble = Memo::new(move |_| view.with(|view| view.trouble.clone()).flatten());
    let clock = Memo::new(move |_| view.with(|view| view.clock_ahead).flatten());
    view! {
        <section class="page pad stack-s relay">
            <h2>{td_string!(lang, delivery.relay.title)}</h2>
            {state}
            <ErrorNote error=trouble/>
            <ClockNote ahead=clock/>
            <RelayKey view/>
            <Show
                when=move || changing.get()
                fallback=move || {
                    view! {
                        <Button kind=ButtonKind::Quiet testid="change-relay" on_press=move |_| changing.set(true)>
                            {td_string!(lang, delivery.relay.change)}
                        </Button>
                    }
                }
            >
                <Address view changing/>
            </Show>
        </section>
    }
}

/// Where tablets enter, to be read to somebody; nothing until the relay said so.
#[component]
pub fn EntranceCard(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    move || {
        let entrance = view.with(|view| view.entrance.clone()).flatten()?;
        let fingerprint = entrance.fingerprint.map(|fingerprint| {
            view! {
                <p class="faint">{td_string!(lang, delivery.entrance.fingerprint)}</p>
                <p class="code relay-fingerprint" data-testid="fingerprint">{fingerprint}</p>
            }
        });
        Some(view! {
            <section class="page pad stack-s relay" data-testid="entrance">
                <h2>{td_string!(lang, delivery.entrance.title)}</h2>
                <p class="faint">{td_string!(lang, delivery.entrance.what)}</p>
                <p class="code">{entrance.address}</p>
                {fingerprint}
            </section>
        })
    }
}

#[component]
fn Address(view: Live<DeliveryView>, changing: RwSignal<bool>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let typed = RwSignal::new(view.get_untracked().map(|view| view.relay).unwrap_or_default());
    let save = move |_| {
        act.call(SetRelay { address: address(&typed.get_untracked()) }, move |fresh| {
            view.set(fresh);
            changing.set(false);
            toasts.say(td_string!(lang, delivery.relay.saved));
        });
    };
    view! {
        <TextField
            label=td_string!(lang, delivery.relay.address)
            hint=td_string!(lang, delivery.relay.hint)
            kind=LineKind::Address
            value=typed
            on_input=move |text| typed.set(text)
            testid="field-relay"
        />
        <ErrorNote error=act.error()/>
        <div class="row">
            <Button kind=ButtonKind::Main busy=act.busy() testid="save-relay" on_press=save>{td_string!(lang, common.ui.save)}</Button>
            <Button on_press=move |_| changing.set(false)>{td_string!(lang, common.ui.cancel)}</Button>
        </div>
    }
}
