//! Công việc đang ở đâu: how far my work got, and whether the machine may be switched off.

use api::{DeliveryCounts, DeliveryState};
use leptos::prelude::*;

use super::super::model;
use crate::i18n::{Locale, td_string};
use crate::ui::{Page, Path};

/// Shows how far my work got, and whether the machine may be switched off.
pub fn whereabouts(lang: Locale, counts: DeliveryCounts, unsent: u32, safe: bool) -> impl IntoView {
    let lines = model::whereabouts(counts);
    let sentence = match (lines.is_empty(), safe, unsent) {
        (true, _, _) => td_string!(lang, today.where_.nothing).to_owned(),
        (_, true, 0) => td_string!(lang, today.where_.safe).to_owned(),
        (_, true, count) => td_string!(lang, today.where_.safe_waiting, count = count),
        (_, false, count) => td_string!(lang, today.where_.not_safe, count = count),
    };
    let lines = lines.into_iter().map(|(state, count)| line(lang, state, count)).collect_view();
    view! {
        <Page class="pad stack-s" label=td_string!(lang, today.where_.heading) testid="whereabouts">
            <h2>{td_string!(lang, today.where_.heading)}</h2>
            <ul class="today__where">{lines}</ul>
            <p class="faint" data-testid="safe-to-shut-down">{sentence}</p>
            <p><a class="reach" href="/delivery">{td_string!(lang, today.where_.open)}</a></p>
        </Page>
    }
}

fn line(lang: Locale, state: DeliveryState, count: u32) -> impl IntoView {
    let (reached, words) = match state {
        DeliveryState::ThisMachine => (1, td_string!(lang, today.where_.this_machine)),
        DeliveryState::AtRelay => (2, td_string!(lang, today.where_.at_relay)),
        DeliveryState::Received => (3, td_string!(lang, today.where_.received)),
        DeliveryState::Seen => (4, td_string!(lang, today.where_.seen)),
    };
    view! { <li><Path reached label=words/><b>{count}</b></li> }
}
