//! What lies on this machine, its limit, and the act that frees space.

use api::{FreeSpace, GetStorage, LimitOriginals, StorageView, Topic};
use leptos::prelude::*;

use super::browser::{BrowserNote, use_browser};
use super::model::{choice_of, choices, limit_of, lines, unusual};
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::live::{Live, live};
use crate::parts::ErrorNote;
use crate::ui::{Button, ChoiceField, Page, use_toasts};
use crate::words;

/// Chỗ lưu trên máy này.
#[component]
pub fn StorageCard() -> impl IntoView {
    let lang = use_locale();
    let view = live(|| GetStorage {}, || vec![Topic::Delivery]);
    let browser = use_browser();
    let list = move || {
        view.with(|view| {
            let line = |(label, value)| view! { <li><span>{label}</span><b class="num">{value}</b></li> };
            lines(lang, view, browser.get().as_ref()).into_iter().map(line).collect_view()
        })
    };
    view! {
        <Page class="pad stack" label=td_string!(lang, storage.title) testid="storage">
            <h2>{td_string!(lang, storage.title)}</h2>
            <BrowserNote browser/>
            <ErrorNote error=Signal::derive(move || view.error())/>
            <ul class="where" data-testid="storage-lines">{list}</ul>
            <Limit view/>
            <Free view/>
        </Page>
    }
}

#[component]
fn Limit(view: Live<StorageView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let limit = Memo::new(move |_| view.with(|view| view.limit));
    // The choices stay where they are while one of them is chosen: the focus is on it.
    let offered = Memo::new(move |_| limit.get().map(unusual));
    let chosen = Signal::derive(move || choice_of(limit.get().flatten()));
    let keep = move |choice: String| {
        act.call(LimitOriginals { bytes: limit_of(&choice) }, move |fresh| view.set(fresh));
    };
    move || {
        offered.get().map(|unusual| {
            view! {
                <div class="stack-s">
                    <ChoiceField
                        label=td_string!(lang, storage.limit)
                        choices=choices(lang, unusual)
                        value=chosen
                        on_change=keep
                        testid="originals"
                    />
                    <p class="faint">{td_string!(lang, storage.limit_hint)}</p>
                    <ErrorNote error=act.error()/>
                </div>
            }
        })
    }
}

#[component]
fn Free(view: Live<StorageView>) -> impl IntoView {
    let lang = use_locale();
    let (act, toasts) = (use_act(), use_toasts());
    let spare = Memo::new(move |_| view.with(|view| view.spare.bytes).unwrap_or_default());
    let free = move |_| {
        let before = view.get_untracked().map(|view| view.originals.bytes).unwrap_or_default();
        act.call(FreeSpace {}, move |fresh| {
            let freed = words::bytes(lang, before.saturating_sub(fresh.originals.bytes));
            toasts.say(td_string!(lang, storage.freed, size = freed).to_string());
            view.set(fresh);
        });
    };
    let hint = move || match spare.get() {
        0 => td_string!(lang, storage.nothing_to_free).to_owned(),
        bytes => td_string!(lang, storage.free_hint, size = words::bytes(lang, bytes)).to_string(),
    };
    view! {
        <div class="stack-s">
            <div>
                <Button busy=act.busy() testid="free-space" on_press=free>{td_string!(lang, storage.free)}</Button>
            </div>
            <p class="faint">{hint}</p>
            <ErrorNote error=act.error()/>
        </div>
    }
}
