use api::{InitiativeView, Measure, ResultView};
use domain::id::EntryId;
use domain::record::RemarkTarget;
use leptos::prelude::*;

use crate::features::review::model::differences_within;
use crate::features::review::remarks::PointAt;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Bar, Symbol, TableFrame, Tone};
use crate::words;

use super::{Marks, anchor, differences_of_entry, pieces};

/// Quantified results with baseline, target, actual and what follows from them.
#[component]
pub fn Results(
    /// The initiative.
    view: InitiativeView,
    /// What is shown beside its words.
    marks: Marks,
) -> impl IntoView {
    let lang = use_locale();
    if view.results.is_empty() && differences_within(&marks.changes, "results").is_empty() {
        return ().into_any();
    }
    let here: Vec<EntryId> = view.results.iter().map(|entry| entry.id).collect();
    let gone = gone_entries(&marks, "results", &here);
    let rows = view.results.iter().map(|result| row(&marks, result)).collect_view();
    view! {
        <section class="stack-s" id=anchor("results") tabindex="-1">
            <h3>{td_string!(lang, review.document.results)}</h3>
            <TableFrame label=td_string!(lang, review.document.results)>
                <table class="figures-table">
                    <thead>
                        <tr>
                            <th scope="col">{td_string!(lang, review.document.result)}</th>
                            <th scope="col" class="r">{td_string!(lang, review.document.baseline)}</th>
                            <th scope="col" class="r">{td_string!(lang, review.document.target)}</th>
                            <th scope="col" class="r">{td_string!(lang, review.document.actual)}</th>
                            <th scope="col" class="wide">{td_string!(lang, review.document.change)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </TableFrame>
            {gone}
        </section>
    }
    .into_any()
}

fn row(marks: &Marks, result: &ResultView) -> impl IntoView + use<> {
    let lang = marks.lang;
    let path = format!("results/{}", result.id);
    let differences = differences_of_entry(marks, &path);
    let point = marks.on_point.map(|on_point| {
        view! { <PointAt target=RemarkTarget::Field(path.clone()) what=result.label.clone() on_point/> }
    });
    let how = (!result.how_measured.trim().is_empty()).then(|| {
        td_string!(lang, review.document.how_measured, how = result.how_measured.clone()).to_string()
    });
    view! {
        <tr id=anchor(&path) tabindex="-1">
            <th scope="row">
                <div class="entry-name">
                    <div>
                        {result.label.clone()}
                        {how.map(|how| view! { <span class="faint">{how}</span> })}
                        <span class="faint">{evidence_words(lang, result.evidence)}</span>
                        {differences}
                    </div>
                    {point}
                </div>
            </th>
            <td class="r num" data-label=td_string!(lang, review.document.baseline)>{measure(lang, &result.baseline, &result.unit)}</td>
            <td class="r num" data-label=td_string!(lang, review.document.target)>{measure(lang, &result.target, &result.unit)}</td>
            <td class="r num" data-label=td_string!(lang, review.document.actual)>{measure(lang, &result.actual, &result.unit)}</td>
            <td class="wide" data-label=td_string!(lang, review.document.change)>{outcome(lang, result)}</td>
        </tr>
    }
}

fn evidence_words(lang: Locale, evidence: u32) -> String {
    match evidence {
        0 => td_string!(lang, review.document.evidence_none).to_owned(),
        1 => td_string!(lang, review.document.evidence_one).to_owned(),
        count => td_string!(lang, review.document.evidence_many, count = count).to_string(),
    }
}

/// A value with its unit; a ratio as part of whole with its percent.
fn measure(lang: Locale, measure: &Measure, unit: &str) -> impl IntoView + use<> {
    let value = measure.value.map(|value| words::number(lang, value));
    let whole = measure.whole.map(|whole| words::number(lang, whole));
    let percent = measure.percent.map(|tenths| words::percent(lang, tenths as i64));
    let number = match (value, whole) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => value,
        (Some(value), Some(whole)) => format!("{value}/{whole}"),
    };
    let below = percent.unwrap_or_else(|| if number == "–" { String::new() } else { unit.to_owned() });
    view! {
        <span class="measure">{number}</span>
        <span class="faint">{below}</span>
    }
}

/// What follows from the values: the change, the way to the target, whether it is met.
fn outcome(lang: Locale, result: &ResultView) -> impl IntoView + use<> {
    let change = match (result.point_change, result.relative_change, result.rises) {
        (Some(points), ..) => Some(words::points(lang, points)),
        (None, Some(0), _) => Some(td_string!(lang, review.document.unchanged).to_owned()),
        (None, Some(tenths), Some(rises)) => {
            let percent = words::percent(lang, tenths as i64);
            Some(if rises {
                td_string!(lang, review.document.rises, percent = percent).to_string()
            } else {
                td_string!(lang, review.document.falls, percent = percent).to_string()
            })
        }
        _ => None,
    };
    let met = match (result.quantified, result.met) {
        (false, _) => {
            Some((Tone::Attention, Symbol::Attention, td_string!(lang, review.document.not_quantified)))
        }
        (true, Some(true)) => Some((Tone::Good, Symbol::Check, td_string!(lang, review.document.met))),
        (true, Some(false)) => Some((Tone::Plain, Symbol::Clock, td_string!(lang, review.document.not_met))),
        (true, None) => None,
    };
    let reached = result.met == Some(true);
    let progress = result.progress.map(|tenths| {
        let label = words::percent(lang, tenths);
        view! { <Bar tenths=Signal::stored(tenths) label reached=Signal::stored(reached)/> }
    });
    view! {
        <div class="outcome">
            {change.map(|change| view! { <span class="num">{change}</span> })}
            {progress}
            {met.map(|(tone, icon, word)| view! { <Badge tone icon>{word}</Badge> })}
        </div>
    }
}

/// Entries that were there at the last decision and are not any more.
pub fn gone_entries(marks: &Marks, list: &str, here: &[EntryId]) -> impl IntoView + use<> {
    let here: Vec<String> = here.iter().map(|id| format!("{list}/{id}")).collect();
    let gone: Vec<_> = differences_within(&marks.changes, list)
        .into_iter()
        .filter(|change| {
            let entry: String = change.path.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
            !here.contains(&entry)
        })
        .map(|change| {
            let name = if change.entry.is_empty() {
                words::field(marks.lang, &change.path)
            } else {
                change.entry.clone()
            };
            let pieces = pieces(marks, change);
            view! { <li><span class="faint">{name}": "</span>{pieces}</li> }
        })
        .collect();
    (!gone.is_empty()).then(|| view! { <ul class="entry-changes">{gone}</ul> })
}
