//! The place: each choice counts at once.

use api::{CloseProfile, Language, SetSettings, Settings, Theme};
use leptos::prelude::*;

use super::device::DeviceSection;
use super::lock::LockSection;
use crate::act::use_act;
use crate::features::storage::StorageCard;
use crate::i18n::{td_string, use_locale};
use crate::parts::ErrorNote;
use crate::session::use_session;
use crate::ui::{Badge, Button, Choice, ChoiceField, Head, Page, Symbol};
use crate::words;

/// Cài đặt.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let lang = use_locale();
    view! {
        <Head title=td_string!(lang, settings.title)/>
        <div class="settings stack">
            <Appearance/>
            <LockSection/>
            <StorageCard/>
            <WhoseBook/>
            <DeviceSection/>
        </div>
    }
}

#[component]
fn Appearance() -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let keep = move |settings: Settings| {
        act.call(SetSettings { settings }, move |current| session.set_current(Some(current)));
    };
    let language = move |chosen: String| {
        let language = if chosen == "en" { Language::En } else { Language::Vi };
        keep(Settings { language, ..session.settings() });
    };
    let theme = move |chosen: String| {
        let theme = match chosen.as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        };
        keep(Settings { theme, ..session.settings() });
    };
    let language_now = Signal::derive(move || match session.settings().language {
        Language::Vi => "vi".to_owned(),
        Language::En => "en".to_owned(),
    });
    let theme_now = Signal::derive(move || match session.settings().theme {
        Theme::System => "system".to_owned(),
        Theme::Light => "light".to_owned(),
        Theme::Dark => "dark".to_owned(),
    });
    view! {
        <Page class="pad stack">
            <ChoiceField
                label=td_string!(lang, settings.language)
                choices=vec![
                    Choice::new("vi", td_string!(lang, settings.vi)),
                    Choice::new("en", td_string!(lang, settings.en)),
                ]
                value=language_now
                on_change=language
                testid="language"
            />
            <ChoiceField
                label=td_string!(lang, settings.theme)
                choices=vec![
                    Choice::new("system", td_string!(lang, settings.system)),
                    Choice::new("light", td_string!(lang, settings.light)),
                    Choice::new("dark", td_string!(lang, settings.dark)),
                ]
                value=theme_now
                on_change=theme
                testid="theme"
            />
            <ErrorNote error=act.error()/>
        </Page>
    }
}

#[component]
fn WhoseBook() -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let close = move |_| act.call(CloseProfile {}, move |start| session.set_start(start));
    let facts = move || {
        session.current().map(|current| {
            let badge = |role| view! { <Badge>{words::role(lang, role)}</Badge> };
            let roles = current.roles.into_iter().map(badge).collect_view();
            view! {
                <h2>{current.person}</h2>
                <p class="soft">{current.school}</p>
                <p class="soft">{current.department}</p>
                <p class="row row-tight">{roles}</p>
            }
        })
    };
    let version = move || {
        let version = session.start().map(|start| start.version).unwrap_or_default();
        td_string!(lang, settings.version, version = version).to_string()
    };
    view! {
        <Page class="pad stack" label=td_string!(lang, settings.person)>
            <div class="stack-s">{facts}</div>
            <ErrorNote error=act.error()/>
            <div>
                <Button icon=Symbol::Leave busy=act.busy() testid="close-profile" on_press=close>
                    {td_string!(lang, settings.leave)}
                </Button>
                <p class="faint">{td_string!(lang, settings.leave_hint)}</p>
            </div>
            <p class="faint">{version}</p>
        </Page>
    }
}
