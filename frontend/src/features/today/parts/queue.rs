//! Chờ tôi duyệt: the most urgent items of my queue.

use api::QueueItem;
use leptos::prelude::*;

use super::nearness;
use crate::i18n::{Locale, td_string};
use crate::ui::{Badge, Page, Tone};

/// Shows what waits for my decision, the most urgent first, with a way to all of it.
pub fn queue(lang: Locale, items: Vec<QueueItem>, total: u32) -> impl IntoView {
    let items = items.into_iter().map(|waiting| item(lang, waiting)).collect_view();
    view! {
        <Page label=td_string!(lang, today.queue.heading) testid="today-queue">
            <div class="today__heading">
                <h2>{td_string!(lang, today.queue.heading)}</h2>
                <a class="reach" href="/review" data-testid="open-queue">
                    {td_string!(lang, today.queue.all, count = total)}
                </a>
            </div>
            <ul class="today__items">{items}</ul>
        </Page>
    }
}

fn item(lang: Locale, waiting: QueueItem) -> impl IntoView {
    let initiative = waiting.initiative;
    let near = nearness(lang, waiting.days_left, waiting.due);
    let handed_in = waiting.submitted_at.map(|at| {
        let date = at.date().to_vietnamese();
        view! { <span>{td_string!(lang, today.queue.handed_in, date = date)}</span> }
    });
    let late = waiting.late.then(|| view! { <span>{td_string!(lang, today.queue.late)}</span> });
    let badge = if waiting.differing {
        Some((td_string!(lang, today.queue.differing).to_owned(), Tone::Attention))
    } else if waiting.difference_only {
        Some((td_string!(lang, today.queue.changes_only).to_owned(), Tone::Plain))
    } else {
        near.map(|(words, pressing)| (words, if pressing { Tone::Attention } else { Tone::Plain }))
    };
    view! {
        <li>
            <div class="today__what">
                <strong><a class="reach" href=format!("/review/{}", initiative.id)>{initiative.title}</a></strong>
                <span class="today__notes">
                    <span>{by(lang, &initiative.authors)}</span> {handed_in} {late}
                </span>
            </div>
            <div class="today__act">{badge.map(|(words, tone)| view! { <Badge tone>{words}</Badge> })}</div>
        </li>
    }
}

fn by(lang: Locale, authors: &[String]) -> String {
    match authors {
        [] => String::new(),
        [one] => td_string!(lang, today.queue.by, person = one.clone()),
        [first, others @ ..] => {
            td_string!(lang, today.queue.by_with, person = first.clone(), others = others.len())
        }
    }
}
