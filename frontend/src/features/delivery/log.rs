//! The log of envelopes, for those who want to see it.

use api::{LogEntry, ReadLog, Topic};
use leptos::prelude::*;

use super::model::{status, what};
use crate::i18n::{td_string, use_locale};
use crate::live::live;
use crate::parts::ErrorNote;
use crate::ui::{Badge, Button, ButtonKind, Loading, TableFrame};
use crate::words;

/// The log, closed until it is asked for.
#[component]
pub fn Log() -> impl IntoView {
    let lang = use_locale();
    let open = RwSignal::new(false);
    view! {
        <section class="page">
            <div class="pad row">
                <h2>{td_string!(lang, delivery.log.title)}</h2>
                <span class="push"></span>
                <Button kind=ButtonKind::Quiet testid="show-log" on_press=move |_| open.update(|open| *open = !*open)>
                    {move || if open.get() { td_string!(lang, delivery.log.hide) } else { td_string!(lang, delivery.log.show) }}
                </Button>
            </div>
            <Show when=move || open.get()>
                <Entries/>
            </Show>
        </section>
    }
}

#[component]
fn Entries() -> impl IntoView {
    let lang = use_locale();
    let log = live(|| ReadLog { id: None, limit: 0 }, || vec![Topic::Delivery]);
    view! {
        <ErrorNote error=Signal::derive(move || log.error())/>
        {move || match log.get() {
            None if log.error().is_some() => ().into_any(),
            None => view! { <div class="pad"><Loading label=td_string!(lang, common.ui.loading)/></div> }.into_any(),
            Some(entries) if entries.is_empty() => {
                view! { <p class="pad soft">{td_string!(lang, delivery.log.none)}</p> }.into_any()
            }
            Some(entries) => {
                let rows = entries.into_iter().map(|entry| view! { <Entry entry/> }).collect_view();
                view! {
                    <TableFrame label=td_string!(lang, delivery.log.title)>
                        <table class="delivery-log">
                            <thead>
                                <tr>
                                    <th>{td_string!(lang, delivery.log.column_when)}</th>
                                    <th>{td_string!(lang, delivery.log.column_what)}</th>
                                    <th>{td_string!(lang, delivery.log.column_who)}</th>
                                    <th>{td_string!(lang, delivery.log.column_state)}</th>
                                    <th class="r">{td_string!(lang, delivery.log.column_size)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </TableFrame>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Entry(entry: LogEntry) -> impl IntoView {
    let lang = use_locale();
    let (said, tone) = status(lang, &entry.status);
    let seq = entry.seq.map(|seq| td_string!(lang, delivery.log.seq, seq = seq).to_string());
    view! {
        <tr data-testid="log-entry">
            <td class="num">{words::moment(lang, entry.at)}</td>
            <td>{what(lang, &entry)}<span class="faint delivery-line">{entry.title.clone()}</span></td>
            <td>{entry.signer.clone()}</td>
            <td>
                <Badge tone>{said}</Badge>
                <span class="faint delivery-line">{seq}" "<span class="code">{entry.code.clone()}</span></span>
            </td>
            <td class="r num">{words::bytes(lang, entry.bytes)}</td>
        </tr>
    }
}
