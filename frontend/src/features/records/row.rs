use api::InitiativeSummary;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};
use crate::ui::{Badge, Symbol, Tone};
use crate::words;

/// Gives an initiative's title, or the words for none.
pub fn title_of(lang: Locale, summary: &InitiativeSummary) -> String {
    let title = summary.title.trim();
    if title.is_empty() { td_string!(lang, records.untitled).to_owned() } else { title.to_owned() }
}

/// Gives authors and department on one line.
pub fn by_line(lang: Locale, summary: &InitiativeSummary) -> String {
    let parts = [words::list(lang, &summary.authors), summary.department.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Where a row stands in a list that is not there as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Its place, from 1.
    pub at: usize,
    /// How many there are; -1 while that is not known.
    pub total: i64,
}

/// One record of the list.
pub fn row(lang: Locale, summary: &InitiativeSummary, standing: Standing) -> impl IntoView + use<> {
    let status = words::status(lang, &summary.status, &summary.waiting_for);
    let tone = words::status_tone(&summary.status);
    let changed = summary.changed_since_approval.then(|| changed_words(lang, summary.changes));
    let updated =
        td_string!(lang, records.updated, date = words::date(lang, summary.updated_at.date())).to_string();
    view! {
        <li aria-posinset=standing.at.to_string() aria-setsize=standing.total.to_string()>
            <a class="row-link" href=format!("/initiative/{}", summary.id) data-testid="record">
                <span class="row-what">
                    <strong>{title_of(lang, summary)}</strong>
                    <span class="faint">{by_line(lang, summary)}</span>
                    <span class="badges">
                        <Badge tone>{status}</Badge>
                        {changed.map(|changed| view! { <Badge tone=Tone::Attention icon=Symbol::Pencil>{changed}</Badge> })}
                        {summary.mine.then(|| view! { <Badge tone=Tone::Accent icon=Symbol::Book>{td_string!(lang, records.mine)}</Badge> })}
                    </span>
                </span>
                <span class="row-side faint num">
                    <span>{facts(lang, summary).join(" · ")}</span>
                    <span>{updated}</span>
                </span>
            </a>
        </li>
    }
}

/// Says how many fields differ from what was approved.
pub fn changed_words(lang: Locale, changes: u32) -> String {
    match changes {
        1 => td_string!(lang, records.changed_one).to_owned(),
        count => td_string!(lang, records.changed, count = count).to_string(),
    }
}

fn facts(lang: Locale, summary: &InitiativeSummary) -> Vec<String> {
    let months = (summary.months_due > 0).then(|| {
        td_string!(lang, records.months, logged = summary.months_logged, due = summary.months_due).to_string()
    });
    let results = (summary.results > 0).then(|| {
        td_string!(lang, records.results, met = summary.results_met, all = summary.results).to_string()
    });
    let evidence = match summary.evidence {
        0 => None,
        1 => Some(td_string!(lang, records.evidence_one).to_owned()),
        count => Some(td_string!(lang, records.evidence, count = count).to_string()),
    };
    [months, results, evidence].into_iter().flatten().collect()
}
