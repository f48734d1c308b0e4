//! The root: the gate before a book is open, and the places behind it.

mod appearance;
mod frame;
mod keyboard;
mod more;
mod newer;
pub mod places;
mod pull;
pub mod rest;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::features::book::page::{BookPage, LeafPage};
use crate::features::delivery::page::DeliveryPage;
use crate::features::overview::page::OverviewPage;
use crate::features::people::page::PeoplePage;
use crate::features::records::page::{ReadPage, RecordsPage};
use crate::features::review::page::{QueuePage, ReviewPage};
use crate::features::settings::page::SettingsPage;
use crate::features::start::page::StartPage;
use crate::features::start::unlock::UnlockPage;
use crate::features::today::page::TodayPage;
use crate::i18n::{provide_locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::session::{Gate, provide_session, use_session};
use crate::ui::toast::ToastList;
use crate::ui::{Button, ButtonLink, Empty, Loading, Symbol, provide_layers, provide_toasts};
use frame::Frame;

/// The whole application. It is built anew when the language or the open book changes.
#[component]
pub fn App() -> impl IntoView {
    let session = provide_session();
    provide_toasts();
    provide_layers();
    appearance::follow(session);
    rest::watch(session);
    keyboard::follow();
    let locale = session.locale();
    let gate = session.gate();
    move || {
        provide_locale(locale.get());
        match gate.get() {
            Gate::Opening => view! { <Opening/> }.into_any(),
            Gate::Start => view! { <StartPage/> }.into_any(),
            Gate::Locked(locked) => view! { <UnlockPage locked/> }.into_any(),
            Gate::Open(_) => view! { <Book/> }.into_any(),
        }
    }
}

/// Before the application answered; or why it does not.
#[component]
fn Opening() -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    view! {
        <main class="alone stack">
            {move || match session.error() {
                None => view! { <Loading label=td_string!(lang, common.app.opening)/> }.into_any(),
                Some(_) => {
                    view! {
                        <ErrorNote error=Signal::derive(move || session.error())/>
                        <Button on_press=move |_| session.refresh()>{td_string!(lang, common.ui.retry)}</Button>
                    }
                        .into_any()
                }
            }}
        </main>
    }
}

/// An open book: the frame and its places.
#[component]
fn Book() -> impl IntoView {
    view! {
        <Router>
            <Frame>
                <Routes fallback=|| view! { <Lost/> }>
                    <Route path=path!("/") view=TodayPage/>
                    <Route path=path!("/book") view=BookPage/>
                    <Route path=path!("/book/:id") view=LeafPage/>
                    <Route path=path!("/review") view=QueuePage/>
                    <Route path=path!("/review/:id") view=ReviewPage/>
                    <Route path=path!("/overview") view=OverviewPage/>
                    <Route path=path!("/records") view=RecordsPage/>
                    <Route path=path!("/initiative/:id") view=ReadPage/>
                    <Route path=path!("/people") view=PeoplePage/>
                    <Route path=path!("/delivery") view=DeliveryPage/>
                    <Route path=path!("/settings") view=SettingsPage/>
                </Routes>
            </Frame>
            <ToastList/>
        </Router>
    }
}

/// An address that no place has.
#[component]
fn Lost() -> impl IntoView {
    let lang = use_locale();
    view! {
        <Empty symbol=Symbol::Search sentence=td_string!(lang, common.app.not_found)>
            <ButtonLink href="/">{td_string!(lang, common.app.to_today)}</ButtonLink>
        </Empty>
    }
}
