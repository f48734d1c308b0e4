//! Khóa máy: the PIN, after how long a rest, and what it protects.

use api::{KeysKept, LockView, SetLock, SetPin};
use leptos::prelude::*;

use crate::act::use_act;
use crate::app::rest;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::session::use_session;
use crate::ui::field::LineKind;
use crate::ui::{Button, ButtonKind, Callout, Choice, ChoiceField, Dialog, Page, Symbol, TextField, Tone};

/// The section about the lock.
#[component]
pub fn LockSection() -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let setting = RwSignal::new(false);
    let lock = Memo::new(move |_| session.current().map(|current| current.lock));
    let has_pin = Signal::derive(move || lock.with(|lock| lock.as_ref().is_some_and(|lock| lock.pin)));
    let minutes = Signal::derive(move || {
        lock.with(|lock| lock.as_ref().map(|lock| lock.rest_minutes.to_string()).unwrap_or_default())
    });
    let choose = move |chosen: String| {
        let rest_minutes = chosen.parse().unwrap_or(10);
        act.call(SetLock { rest_minutes }, move |current| session.set_current(Some(current)));
    };
    let lock_now = move |_| act.run(rest::lock(), move |start| session.set_start(start));
    view! {
        <Page class="pad stack" label=td_string!(lang, settings.lock.title)>
            <h2>{td_string!(lang, settings.lock.title)}</h2>
            <p class="soft measure">{move || lock.get().map(|lock| protects(lang, &lock))}</p>
            {move || lock.get().filter(|lock| lock.key_gone).map(|_| key_gone(lang))}
            <Show when=move || has_pin.get()>
                <ChoiceField
                    label=td_string!(lang, settings.lock.rest)
                    choices=Vec::from(
                        ["5", "10", "30"]
                            .map(|count| {
                                Choice::new(count, td_string!(lang, settings.lock.minutes, count = count).to_string())
                            }),
                    )
                    value=minutes
                    on_change=choose
                    testid="rest-minutes"
                />
            </Show>
            <ErrorNote error=act.error()/>
            <div class="row">
                <Show when=move || has_pin.get()>
                    <Button icon=Symbol::Key busy=act.busy() testid="lock-now" on_press=lock_now>
                        {td_string!(lang, settings.lock.now)}
                    </Button>
                </Show>
                <Button testid="set-pin" on_press=move |_| setting.set(true)>
                    {move || {
                        if has_pin.get() {
                            td_string!(lang, settings.lock.change)
                        } else {
                            td_string!(lang, settings.lock.set)
                        }
                    }}
                </Button>
            </div>
            <PinDialog open=setting has_pin/>
        </Page>
    }
}

/// Says truthfully what the PIN protects here, and what not.
fn protects(lang: Locale, lock: &LockView) -> &'static str {
    match (lock.encrypted, lock.keys) {
        (true, KeysKept::WithPin) => td_string!(lang, settings.lock.book_with_pin),
        (_, KeysKept::InKeyStore) => td_string!(lang, settings.lock.book_in_key_store),
        (true, KeysKept::InFile) => td_string!(lang, settings.lock.book_in_file),
        (false, KeysKept::WithPin) => td_string!(lang, settings.lock.seals),
        (_, KeysKept::ByBrowser) if lock.pin => td_string!(lang, settings.lock.screen),
        (_, KeysKept::ByBrowser) => td_string!(lang, settings.lock.by_browser),
        (false, KeysKept::InFile) => td_string!(lang, settings.lock.in_file),
    }
}

fn key_gone(lang: Locale) -> impl IntoView {
    view! {
        <Callout tone=Tone::Attention title=td_string!(lang, errors.key_gone.what) testid="key-gone">
            <p>{td_string!(lang, errors.key_gone.todo)}</p>
        </Callout>
    }
}

#[component]
fn PinDialog(open: RwSignal<bool>, has_pin: Signal<bool>) -> impl IntoView {
    let lang = use_locale();
    view! {
        <Dialog open title=td_string!(lang, settings.lock.dialog) testid="pin-dialog">
            <PinForm open has_pin/>
        </Dialog>
    }
}

#[component]
fn PinForm(open: RwSignal<bool>, has_pin: Signal<bool>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let [old, first, second] = [0; 3].map(|_| RwSignal::new(String::new()));
    let differ = Signal::derive(move || {
        let differ = second.with(|second| !second.is_empty() && first.with(|first| first != second));
        if differ { td_string!(lang, settings.lock.differ).to_owned() } else { String::new() }
    });
    let ready = Signal::derive(move || {
        first.with(|first| !first.is_empty() && second.with(|second| first == second))
    });
    let keep = move |pin: Option<String>| {
        let old = old.get_untracked();
        let request = SetPin { old: has_pin.get_untracked().then_some(old), pin };
        act.call(request, move |current| {
            session.set_current(Some(current));
            open.set(false);
        });
    };
    view! {
        <Show when=move || has_pin.get()>
            <PinField label=td_string!(lang, settings.lock.old) value=old testid="pin-old"/>
        </Show>
        <PinField label=td_string!(lang, settings.lock.new) value=first hint=td_string!(lang, settings.lock.rule) testid="pin-new"/>
        <PinField label=td_string!(lang, settings.lock.again) value=second error=differ testid="pin-again"/>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts row">
            <Button
                kind=ButtonKind::Main
                busy=act.busy()
                disabled=Signal::derive(move || !ready.get())
                testid="keep-pin"
                on_press=move |_| keep(Some(first.get_untracked()))
            >
                {td_string!(lang, settings.lock.keep)}
            </Button>
            <Show when=move || has_pin.get()>
                <Button busy=act.busy() testid="remove-pin" on_press=move |_| keep(None)>
                    {td_string!(lang, settings.lock.remove)}
                </Button>
            </Show>
        </div>
    }
}

/// A field for a PIN.
#[component]
pub fn PinField(
    /// Its label.
    label: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// A sentence that helps.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Name for tests.
    testid: &'static str,
) -> impl IntoView {
    view! {
        <TextField
            label
            hint=hint.unwrap_or_default()
            value
            error
            on_input=move |typed| value.set(typed)
            kind=LineKind::Pin
            testid
        />
    }
}
