//! The frame around every place: rail on a wide screen, bar at the bottom on a narrow one.

use api::{DeliveryView, GetDelivery, RelayState, Topic};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::more::MoreSheet;
use super::newer::NewerVersion;
use super::places::Place;
use super::pull::PullToSync;
use crate::features::delivery::sync::{SyncButton, provide_sync};
use crate::features::review::waiting::provide_waiting;
use crate::features::search::palette::Palette;
use crate::features::storage::follow_whereabouts;
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::{Live, live};
use crate::session::use_session;
use crate::ui::{Icon, Path, Symbol};
use crate::words;

/// How many places the bar at the bottom has beside "more".
const IN_THE_BAR: usize = 4;

/// The frame around every place.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let places = Memo::new(move |_| session.current().map(|current| Place::of(&current)).unwrap_or_default());
    let delivery = live(|| GetDelivery {}, || vec![Topic::Delivery]);
    follow_whereabouts(delivery);
    let waiting = provide_waiting().count();
    let searching = RwSignal::new(false);
    let more = RwSignal::new(false);
    provide_sync();
    open_by_keys(searching);
    let main = NodeRef::<html::Main>::new();
    focus_new_places(main);
    view! {
        <a class="skip" href="#main" on:click=move |event| skip_to(&event, main)>{td_string!(lang, common.app.skip)}</a>
        <div class="frame">
            <nav class="rail" aria-label=td_string!(lang, common.app.places)>
                <p class="brand"><b aria-hidden="true"></b>{td_string!(lang, common.app.name)}</p>
                <button class="search" type="button" data-testid="open-search" on:click=move |_| searching.set(true)>
                    <Icon symbol=Symbol::Search/>
                    <span>{td_string!(lang, common.app.search)}</span>
                    <kbd aria-hidden="true">{td_string!(lang, common.app.search_keys)}</kbd>
                </button>
                {move || places.get().into_iter().map(|place| view! { <PlaceLink place waiting/> }).collect_view()}
                <div class="rail-foot"><WhereItIs delivery/><SyncButton/></div>
            </nav>
            <PullToSync/>
            <main class="main" id="main" tabindex="-1" node_ref=main>
                <NewerVersion/>
                {children()}
            </main>
        </div>
        <nav class="bottom" aria-label=td_string!(lang, common.app.places)>
            {move || {
                places.get().into_iter().take(IN_THE_BAR).map(|place| view! { <PlaceLink place waiting/> }).collect_view()
            }}
            <button type="button" data-testid="go-more" on:click=move |_| more.set(true)>
                <Icon symbol=Symbol::More/>
                <span>{td_string!(lang, common.app.more)}</span>
            </button>
        </nav>
        <MoreSheet open=more searching places=Signal::derive(move || {
            places.get().into_iter().skip(IN_THE_BAR).collect()
        })/>
        <Palette open=searching/>
    }
}

#[component]
fn PlaceLink(place: Place, waiting: Signal<usize>) -> impl IntoView {
    let lang = use_locale();
    let path = use_location().pathname;
    let count = move || (place == Place::Review).then(|| waiting.get()).filter(|count| *count > 0);
    view! {
        <a
            href=place.href()
            data-testid=place.testid()
            aria-current=move || path.with(|path| place.holds(path)).then_some("page")
        >
            <Icon symbol=place.symbol()/>
            <span>{place.label(lang)}</span>
            {move || {
                count()
                    .map(|count| {
                        let said = td_string!(lang, common.place.waiting, count = count).to_string();
                        view! { <span class="count num" role="img" aria-label=said>{count}</span> }
                    })
            }}
        </a>
    }
}

/// The quiet line at the end of the rail: where the work is.
#[component]
fn WhereItIs(delivery: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    move || {
        delivery.with(|view| {
            let waits = view.unsent + view.unsent_files;
            let said = if waits == 0 {
                td_string!(lang, common.rail.all_sent).to_owned()
            } else {
                td_string!(lang, common.rail.unsent, count = waits).to_string()
            };
            let reached = if waits == 0 { 2_u8 } else { 1 };
            view! {
                <a class="whereabouts" href="/delivery" data-testid="whereabouts">
                    <Path reached label="" dots_only=true/>
                    <span>{said}<br/><span class="faint">{relay_line(lang, view)}</span></span>
                </a>
            }
        })
    }
}

fn relay_line(lang: Locale, view: &DeliveryView) -> String {
    match (view.relay_state, view.met_at) {
        (RelayState::None, _) => td_string!(lang, common.rail.no_relay).to_owned(),
        (_, Some(met)) => td_string!(lang, common.rail.met_at, time = words::clock(met)).to_string(),
        (_, None) => td_string!(lang, common.rail.not_met).to_owned(),
    }
}

/// Ctrl K (or ⌘ K) opens the search from anywhere.
fn open_by_keys(searching: RwSignal<bool>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            searching.update(|open| *open = !*open);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Goes past the places; the router would take the address for a place and move nothing.
fn skip_to(event: &ev::MouseEvent, main: NodeRef<html::Main>) {
    event.prevent_default();
    if let Some(main) = main.get_untracked() {
        let _ = main.focus();
    }
}

/// A new place starts at its top, and the keyboard and the screen reader with it.
fn focus_new_places(main: NodeRef<html::Main>) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            if let Some(main) = main.get_untracked() {
                let _ = main.focus();
            }
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        now
    });
}
