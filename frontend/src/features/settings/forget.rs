//! Before a machine forgets a book it says what is nowhere else, and offers to send it or to take it
//! out as a file.

use api::{ForgetDevice, ForgettingView, ListMyInitiatives, Losses, SyncNow, WeighForgetting};
use leptos::prelude::*;

use crate::act::{Act, use_act};
use crate::features::book::forget_half_typed;
use crate::features::delivery::TakeOutDialog;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::parts::ErrorNote;
use crate::remembered;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, Callout, CheckField, Dialog, Loading, Symbol, Tone};

/// The dialog in which a machine is told to forget a book.
#[component]
pub fn ForgetDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The profile.
    #[prop(into)]
    profile: String,
) -> impl IntoView {
    let lang = use_locale();
    view! {
        <Dialog open title=td_string!(lang, settings.forget.title) testid="forget-dialog">
            <Weighing profile=profile.clone()/>
        </Dialog>
    }
}

#[component]
fn Weighing(profile: String) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let found = RwSignal::new(None::<ForgettingView>);
    act.call(WeighForgetting { profile }, move |view| found.set(Some(view)));
    view! {
        <ErrorNote error=act.error()/>
        {move || match found.get() {
            None => view! { <Loading label=td_string!(lang, settings.forget.weighing)/> }.into_any(),
            Some(view) => view! { <Weighed view found/> }.into_any(),
        }}
    }
}

#[component]
fn Weighed(view: ForgettingView, found: RwSignal<Option<ForgettingView>>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let agreed = RwSignal::new(view.loses == Losses::default());
    let (loses, profile) = (view.loses, view.profile.id.clone());
    let forget = move |_| {
        let request = ForgetDevice { profile: profile.clone(), loses };
        act.run(forgetting(request), move |start| session.set_start(start));
    };
    view! {
        <p class="measure">{td_string!(lang, settings.forget.what)}</p>
        {losses(lang, &view)}
        {(view.profile.open && loses != Losses::default())
            .then(|| view! { <KeepFirst id=view.profile.id.clone() act found/> })}
        {(loses != Losses::default()).then(|| {
            view! {
                <CheckField
                    label=td_string!(lang, settings.forget.agree)
                    value=agreed
                    on_change=move |checked| agreed.set(checked)
                    testid="forget-agree"
                />
            }
        })}
        <p class="faint measure">{td_string!(lang, settings.forget.listed)}</p>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts row">
            <Button
                kind=ButtonKind::Seal
                busy=act.busy()
                disabled=Signal::derive(move || !agreed.get())
                testid="forget-now"
                on_press=forget
            >
                {td_string!(lang, settings.forget.act)}
            </Button>
        </div>
    }
}

/// Names what is nowhere else.
fn losses(lang: Locale, view: &ForgettingView) -> AnyView {
    let loses = view.loses;
    if loses == Losses::default() {
        return view! { <p class="measure" data-testid="forget-safe">{td_string!(lang, settings.forget.safe)}</p> }.into_any();
    }
    let line = |count: u32, said: String| (count > 0).then(|| view! { <li>{said}</li> });
    let titles =
        view.drafts.iter().map(|title| view! { <li class="soft">{title.clone()}</li> }).collect_view();
    view! {
        <Callout tone=Tone::Attention title=td_string!(lang, settings.forget.loses) testid="forget-loses">
            <ul>
                {loses.unknown.then(|| view! { <li>{td_string!(lang, settings.forget.unknown)}</li> })}
                {line(loses.envelopes, td_string!(lang, settings.forget.envelopes, count = loses.envelopes).to_string())}
                {line(loses.files, td_string!(lang, settings.forget.files, count = loses.files).to_string())}
                {line(loses.drafts, td_string!(lang, settings.forget.drafts, count = loses.drafts).to_string())}
            </ul>
            <ul data-testid="forget-drafts">{titles}</ul>
        </Callout>
    }
        .into_any()
}

/// What can be done for what is nowhere else: it is sent, or taken out as a file.
#[component]
fn KeepFirst(id: String, act: Act, found: RwSignal<Option<ForgettingView>>) -> impl IntoView {
    let lang = use_locale();
    let taking = RwSignal::new(false);
    let send = move |_| {
        let profile = id.clone();
        act.run(
            async move {
                ipc::call(SyncNow {}).await?;
                ipc::call(WeighForgetting { profile }).await
            },
            move |view| found.set(Some(view)),
        );
    };
    view! {
        <p class="measure">{td_string!(lang, settings.forget.keep_first)}</p>
        <div class="row">
            <Button busy=act.busy() testid="forget-send" on_press=send>{td_string!(lang, settings.forget.send)}</Button>
            <Button icon=Symbol::Download testid="forget-take-out" on_press=move |_| taking.set(true)>
                {td_string!(lang, delivery.carry.out)}
            </Button>
        </div>
        <TakeOutDialog open=taking/>
    }
}

/// Forgets the book, and what the page itself kept of it.
async fn forgetting(request: ForgetDevice) -> Result<api::StartView, api::Error> {
    let mine = ipc::call(ListMyInitiatives {}).await.unwrap_or_default();
    let profile = request.profile.clone();
    let start = ipc::call(request).await?;
    remembered::forget(&profile);
    if start.profiles.is_empty() {
        forget_half_typed(None);
    } else {
        forget_half_typed(Some(mine.into_iter().map(|one| one.id).collect()));
    }
    Ok(start)
}
