//! Each initiative and each file: where it is.

use api::{AsideView, DeliveryItem, DeliveryView, TransferDirection, TransferView};
use domain::sheet::Value;
use leptos::prelude::*;

use super::model::{tenths, what};
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::Whereabouts;
use crate::ui::{Badge, Bar, Callout, Empty, MoreRows, Symbol, Tone, use_parts};
use crate::words;

/// Initiatives, those that are least far first; a row is drawn anew only when it differs.
#[component]
pub fn ItemList(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let items = Memo::new(move |_| view.with(|view| view.items.clone()).unwrap_or_default());
    let total = Memo::new(move |_| items.with(Vec::len));
    let drawn = use_parts(total);
    let rows = move || {
        let limit = drawn.limit();
        items.with(|items| items.iter().take(limit).cloned().enumerate().collect::<Vec<_>>())
    };
    view! {
        <section class="page">
            <h2 class="pad">{td_string!(lang, delivery.items.title)}</h2>
            <Show
                when=move || { total.get() > 0 }
                fallback=move || view! { <Empty symbol=Symbol::Transfer sentence=td_string!(lang, delivery.items.none)/> }
            >
                <ul class="items">
                    <For
                        each=rows
                        key=|(at, item)| format!("{at} {item:?}")
                        children=move |(at, item)| view! { <Item at item total/> }
                    />
                </ul>
                <MoreRows drawn/>
            </Show>
        </section>
    }
}

#[component]
fn Item(at: usize, item: DeliveryItem, total: Memo<usize>) -> impl IntoView {
    let lang = use_locale();
    let title = if item.title.trim().is_empty() {
        td_string!(lang, delivery.items.untitled).to_owned()
    } else {
        item.title.clone()
    };
    let mut notes = Vec::new();
    if item.unsent > 0 {
        notes.push(td_string!(lang, delivery.items.unsent, count = item.unsent).to_string());
    }
    if item.files > 0 {
        notes.push(
            td_string!(lang, delivery.items.files, done = item.files_at_relay, all = item.files).to_string(),
        );
    }
    if !item.received_by.is_empty() {
        let names = words::list(lang, &item.received_by);
        notes.push(td_string!(lang, delivery.items.received_by, names = names).to_string());
    }
    if !item.seen_by.is_empty() {
        let names = words::list(lang, &item.seen_by);
        notes.push(td_string!(lang, delivery.items.seen_by, names = names).to_string());
    }
    view! {
        <li aria-posinset=(at + 1).to_string() aria-setsize=move || total.get().to_string() data-testid="delivery-item">
            <div class="what">
                <a href=format!("/initiative/{}", item.initiative)><strong>{title}</strong></a>
                <span class="faint">{notes.join(" · ")}</span>
            </div>
            <div class="push">
                {item.draft.then(|| view! { <Badge>{td_string!(lang, delivery.items.draft)}</Badge>" " })}
                <Whereabouts state=item.state/>
            </div>
        </li>
    }
}

/// Files on their way; nothing is shown while none is.
#[component]
pub fn TransferList(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    move || {
        let transfers = view.get().map(|view| view.transfers).unwrap_or_default();
        (!transfers.is_empty()).then(|| {
            let lines = transfers.into_iter().map(|transfer| view! { <Transfer transfer/> }).collect_view();
            view! {
                <section class="page">
                    <h2 class="pad">{td_string!(lang, delivery.transfers.title)}</h2>
                    <ul class="items">{lines}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Transfer(transfer: TransferView) -> impl IntoView {
    let lang = use_locale();
    let way = match transfer.direction {
        TransferDirection::Out => td_string!(lang, delivery.transfers.out),
        TransferDirection::In => td_string!(lang, delivery.transfers.in_from),
    };
    let (done, size) = (words::bytes(lang, transfer.done), words::bytes(lang, transfer.size));
    let said = td_string!(lang, delivery.transfers.done, done = done, size = size).to_string();
    let label = said.clone();
    view! {
        <li data-testid="transfer">
            <div class="what"><strong>{transfer.name}</strong><span class="faint">{way}" · "{said}</span></div>
            <div class="delivery-bar"><Bar tenths=tenths(transfer.done, transfer.size) label/></div>
        </li>
    }
}

/// What was refused; nothing is shown while nothing was.
#[component]
pub fn Refused(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    move || {
        let refused = view.get().map(|view| view.refused).unwrap_or_default();
        (!refused.is_empty()).then(|| {
            let lines = refused
                .into_iter()
                .map(|entry| {
                    let title = entry.title.clone().unwrap_or_default();
                    let code = entry.code.clone().unwrap_or_default();
                    let at = words::moment(lang, entry.at);
                    view! { <li>{what(lang, &entry)}" "{title}" "<span class="faint">{at}" "<span class="code">{code}</span></span></li> }
                })
                .collect_view();
            view! {
                <Callout tone=Tone::Attention title=td_string!(lang, delivery.refused.title) testid="refused">
                    <p>{td_string!(lang, delivery.refused.hint)}</p>
                    <ul class="stack-s">{lines}</ul>
                </Callout>
            }
        })
    }
}

/// Own words that have no effect, to be read and copied; nothing is shown while there are none.
#[component]
pub fn AsideList(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    move || {
        let aside = view.get().map(|view| view.aside).unwrap_or_default();
        (!aside.is_empty()).then(|| {
            let lines = aside.into_iter().map(|aside| view! { <Aside aside/> }).collect_view();
            view! {
                <Callout tone=Tone::Attention title=td_string!(lang, delivery.aside.title) testid="aside">
                    <p>{td_string!(lang, delivery.aside.hint)}</p>
                    <ul class="stack-s">{lines}</ul>
                </Callout>
            }
        })
    }
}

#[component]
fn Aside(aside: AsideView) -> impl IntoView {
    let lang = use_locale();
    let fields = aside.edits.into_iter().filter_map(|edit| {
        let said = match edit.value {
            Value::Text(said) => said,
            Value::Integer(number) => number.to_string(),
            _ => return None,
        };
        Some(view! { <p><span class="faint">{words::field(lang, &edit.path)}": "</span>{said}</p> })
    });
    view! { <li class="measure"><strong>{aside.title}</strong>{fields.collect_view()}</li> }
}
