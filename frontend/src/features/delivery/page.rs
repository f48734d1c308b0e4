//! The place: one main act, what is where, and what went wrong.

use api::{DeliveryView, GetDelivery, Topic};
use leptos::prelude::*;

use super::carry::CarryCard;
use super::items::{AsideList, ItemList, Refused, TransferList};
use super::log::Log;
use super::model::safety;
use super::relay::{EntranceCard, RelayCard};
use super::room::Room;
use super::sync::use_sync;
use crate::features::storage::{BrowserNote, use_browser};
use crate::i18n::{td_string, use_locale};
use crate::live::{Live, live};
use crate::parts::{ErrorNote, OnlineOnlyNote};
use crate::ui::{Button, ButtonKind, Callout, Head, Loading, Path, Symbol};
use crate::words;

/// Gửi – nhận.
#[component]
pub fn DeliveryPage() -> impl IntoView {
    let lang = use_locale();
    let view = live(|| GetDelivery {}, || vec![Topic::Delivery]);
    let sync = use_sync();
    let words_of_button = sync.words();
    view! {
        <Head title=td_string!(lang, delivery.title)>
            <Button
                kind=ButtonKind::Main
                icon=Symbol::Transfer
                busy=sync.act().busy()
                testid="sync-now"
                on_press=move |_| sync.now()
            >
                {words_of_button}
            </Button>
        </Head>
        <ErrorNote error=sync.act().error()/>
        <ErrorNote error=Signal::derive(move || view.error())/>
        <Show
            when=move || view.with(|_| ()).is_some()
            fallback=move || view.error().is_none().then(|| view! { <Loading label=td_string!(lang, common.ui.loading)/> })
        >
            <div class="split delivery">
                <div class="stack">
                    <Safety view/>
                    <OnlineOnlyNote/>
                    <Room view/>
                    <Refused view/>
                    <AsideList view/>
                    <TransferList view/>
                    <ItemList view/>
                    <Log/>
                </div>
                <aside class="stack">
                    <Counts view/>
                    <RelayCard view/>
                    <EntranceCard view/>
                    <BrowserNote browser=use_browser()/>
                    <CarryCard view/>
                </aside>
            </div>
        </Show>
    }
}

#[component]
fn Safety(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    move || {
        view.with(|view| {
            let (said, tone) = safety(lang, view);
            view! { <Callout tone testid="safety"><p>{said}</p></Callout> }
        })
    }
}

#[component]
fn Counts(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let line = move |reached: u8, state: api::DeliveryState, count: u32| {
        view! {
            <li>
                <Path reached label="" dots_only=true/>
                <span>{words::delivery(lang, state)}</span>
                <b class="num">{count}</b>
            </li>
        }
    };
    view! {
        <section class="page pad stack-s">
            <h2>{td_string!(lang, delivery.whereabouts)}</h2>
            <ul class="where">
                {move || {
                    view.with(|view| {
                        let counts = view.counts;
                        view! {
                            {line(4, api::DeliveryState::Seen, counts.seen)}
                            {line(3, api::DeliveryState::Received, counts.received)}
                            {line(2, api::DeliveryState::AtRelay, counts.at_relay)}
                            {line(1, api::DeliveryState::ThisMachine, counts.this_machine)}
                        }
                    })
                }}
            </ul>
            <p class="faint">{td_string!(lang, delivery.drafts_safe)}</p>
        </section>
    }
}
