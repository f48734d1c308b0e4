//! What a person can do about an error at once, beside what its sentences say.

use api::{Code, Error, SetAsideProfile};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::act::{Act, use_act};
use crate::i18n::{Locale, td_string, use_locale};
use crate::session::use_session;
use crate::ui::{Button, use_toasts};
use crate::{ipc, remembered, words};

/// The act that goes with an error, if there is one.
#[component]
pub fn Mend(error: Error) -> impl IntoView {
    match error.code {
        Code::DamagedProfile => match damaged(&error) {
            Some(profile) => view! { <AsideProfile profile/> }.into_any(),
            None => view! { <AsideAll/> }.into_any(),
        },
        Code::BookKeyGone => damaged(&error).map(|profile| view! { <AsideProfile profile/> }).into_any(),
        Code::NewerProfile | Code::UpgradeRequired | Code::UnknownCall => view! { <Newer/> }.into_any(),
        _ => ().into_any(),
    }
}

/// The profile that is damaged: the one that was to be opened, else the one that is open.
fn damaged(error: &Error) -> Option<String> {
    let named = error.details.get("profile").and_then(|profile| profile.as_str()).map(str::to_owned);
    named.or_else(|| use_session().current().map(|current| current.profile))
}

#[component]
fn AsideProfile(profile: String) -> impl IntoView {
    let lang = use_locale();
    let (act, toasts, session) = (use_act(), use_toasts(), use_session());
    let put = move |_| {
        let id = profile.clone();
        act.call(SetAsideProfile { profile: id.clone() }, move |start| {
            remembered::forget(&id);
            toasts.say(td_string!(lang, storage.aside.done));
            session.set_start(start);
        });
    };
    view! {
        <div>
            <Button busy=act.busy() testid="set-aside" on_press=put>{td_string!(lang, storage.aside.act)}</Button>
        </div>
        {refused(lang, act)}
    }
}

/// Where not even the list of books can be read; only in a browser, where pages hold the files.
#[component]
fn AsideAll() -> impl IntoView {
    let lang = use_locale();
    let (act, session) = (use_act(), use_session());
    let put = move |_| {
        act.run(ipc::set_aside(), move |()| {
            remembered::write(&[]);
            session.refresh();
        });
    };
    in_a_tab(move || {
        view! {
            <p>{td_string!(lang, storage.aside.all_hint)}</p>
            <div>
                <Button busy=act.busy() testid="set-all-aside" on_press=put>
                    {td_string!(lang, storage.aside.all)}
                </Button>
            </div>
            {refused(lang, act)}
        }
        .into_any()
    })
}

/// A newer version comes with the page; the window has its installer.
#[component]
fn Newer() -> impl IntoView {
    let lang = use_locale();
    let taking = RwSignal::new(false);
    let take = move |_| {
        taking.set(true);
        spawn_local(async move {
            ipc::take_update().await;
            let _ = taking.try_set(false);
        });
    };
    in_a_tab(move || {
        view! {
            <div>
                <Button busy=taking testid="get-newer" on_press=take>{td_string!(lang, storage.newer)}</Button>
            </div>
        }
        .into_any()
    })
}

/// Why an act of mending did not come about; inside of another error, so without acts of its own.
fn refused(lang: Locale, act: Act) -> impl IntoView {
    move || {
        act.error().get().map(|error| {
            let said = words::error(lang, &error);
            view! { <p role="alert">{said.what}" "{said.todo}</p> }
        })
    }
}

/// Shows something where the host is a browser's tab.
fn in_a_tab(show: impl Fn() -> AnyView + Send + Sync + 'static) -> impl IntoView {
    let is_tab = RwSignal::new(false);
    spawn_local(async move {
        let told = ipc::storage().await.is_some();
        // The page may be gone by now.
        let _ = is_tab.try_set(told);
    });
    move || is_tab.get().then(&show)
}
