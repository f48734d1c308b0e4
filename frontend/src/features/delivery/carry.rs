//! Work as a file: taken out of this machine, and brought into it.

use api::{BundleSource, BundleTaken, DeliveryView, GetDelivery, ImportBundle, ListPeople, Topic};
use leptos::prelude::*;

use super::model::taken;
use crate::act::use_act;
use crate::files::upload;
use crate::i18n::{td_string, use_locale};
use crate::ipc;
use crate::live::{Live, live};
use crate::parts::ErrorNote;
use crate::ui::{Button, Callout, Dialog, FileDrop, Progress, Symbol};

mod out;

use out::TakeOut;

/// How far a file is: bytes done, and all; nothing while none moves.
type Moving = RwSignal<Option<(u64, u64)>>;

/// Both ways.
#[component]
pub fn CarryCard(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let open = RwSignal::new(false);
    view! {
        <section class="page pad stack-s">
            <h2>{td_string!(lang, delivery.carry.title)}</h2>
            <p class="soft">{td_string!(lang, delivery.carry.hint)}</p>
            <Button icon=Symbol::Download testid="take-out" on_press=move |_| open.set(true)>
                {td_string!(lang, delivery.carry.out)}
            </Button>
            <BringIn view/>
        </section>
        <TakeOutDialog open/>
    }
}

/// The dialog in which work is taken out, from wherever it is opened.
#[component]
pub fn TakeOutDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open title=td_string!(use_locale(), delivery.carry.out) testid="take-out-dialog">
            {move || {
                let view = live(|| GetDelivery {}, || vec![Topic::Delivery]);
                let people = live(|| ListPeople {}, || vec![Topic::People]);
                view! { <TakeOut view people/> }
            }}
        </Dialog>
    }
}

#[component]
fn BringIn(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let moving: Moving = RwSignal::new(None);
    let done = RwSignal::new(None::<BundleTaken>);
    let take = move |files: Vec<web_sys::File>| {
        let Some(file) = files.into_iter().next() else { return };
        done.set(None);
        let steps = async move {
            let uploaded = upload(&file, move |read, all| moving.set(Some((read, all)))).await;
            moving.set(None);
            let file = BundleSource { upload: Some(uploaded?), path: None };
            ipc::call(ImportBundle { file }).await
        };
        act.run(steps, move |brought| {
            done.set(Some(brought));
            view.reload();
        });
    };
    view! {
        <FileDrop
            label=td_string!(lang, delivery.carry.in_label)
            accept=".ssk"
            disabled=act.busy()
            testid="bring-in"
            on_files=take
        />
        <Show when=move || act.busy().get()>
            <HowFar label=td_string!(lang, delivery.carry.reading) moving view/>
        </Show>
        <ErrorNote error=act.error()/>
        {move || {
            done.get().map(|brought| {
                let (lines, tone) = taken(lang, &brought);
                let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
                view! { <Callout tone testid="brought">{lines}</Callout> }
            })
        }}
    }
}

/// How far the page is with a file, or else the application.
#[component]
fn HowFar(#[prop(into)] label: TextProp, moving: Moving, view: Live<DeliveryView>) -> impl IntoView {
    let inside = move || view.with(|view| view.bundle.as_ref().map(|file| (file.done, file.size))).flatten();
    let far = move || moving.get().or_else(inside).unwrap_or_default();
    view! {
        <Progress label done=Signal::derive(move || far().0) total=Signal::derive(move || far().1)/>
    }
}
