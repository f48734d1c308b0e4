use api::{OverviewView, QuantityFigure};
use leptos::prelude::*;

use super::model::{by_weight, tenths};
use super::panel::linked;
use crate::features::records::model::address;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Bar, Button, ButtonKind, Page, Symbol, TableFrame};
use crate::words;

/// Units that are shown before somebody asks for more.
const SHOWN: usize = 8;

/// Results in figures: how many are quantified and met, and what was planned and done by unit.
#[component]
pub fn Results(
    /// The overview.
    view: OverviewView,
) -> impl IntoView {
    let lang = use_locale();
    let quantities = by_weight(&view.quantities);
    let nothing = view.results == 0 && quantities.is_empty();
    view! {
        <Page class="pad stack-s" label=td_string!(lang, overview.results.title) testid="results">
            <h2>{td_string!(lang, overview.results.title)}</h2>
            {if nothing {
                view! { <p class="soft">{td_string!(lang, overview.results.none)}</p> }.into_any()
            } else {
                view! {
                    {quantified(lang, &view)}
                    <Quantities quantities/>
                }
                    .into_any()
            }}
        </Page>
    }
}

fn quantified(lang: Locale, view: &OverviewView) -> impl IntoView + use<> {
    let (quantified, results) =
        (words::count(lang, u64::from(view.quantified)), words::count(lang, u64::from(view.results)));
    let said =
        td_string!(lang, overview.results.quantified, quantified = quantified, results = results).to_string();
    let label = said.clone();
    let share = tenths(view.quantified, view.results).unwrap_or(0) as i64;
    let (met, not_met) = (td_string!(lang, overview.results.met), td_string!(lang, overview.results.not_met));
    let (met_count, not_met_count) =
        (linked(lang, &view.results_met, met), linked(lang, &view.results_not_met, not_met));
    view! {
        <p>{said}</p>
        <Bar tenths=Signal::stored(share) label reached=Signal::stored(share >= 1000)/>
        <dl class="met">
            <div><dt>{met}</dt><dd>{met_count}</dd></div>
            <div><dt>{not_met}</dt><dd>{not_met_count}</dd></div>
        </dl>
    }
}

#[component]
fn Quantities(quantities: Vec<QuantityFigure>) -> impl IntoView {
    let lang = use_locale();
    if quantities.is_empty() {
        return ().into_any();
    }
    let (count, shown) = (quantities.len(), RwSignal::new(SHOWN));
    let rows = move || quantities.iter().take(shown.get()).map(|figure| row(lang, figure)).collect_view();
    let more = move || {
        let rest = count.saturating_sub(shown.get());
        (rest > 0).then(|| {
            view! {
                <Button kind=ButtonKind::Quiet icon=Symbol::Down testid="more-units" on_press=move |_| shown.set(count)>
                    {td_string!(lang, overview.results.more, count = rest).to_string()}
                </Button>
            }
        })
    };
    view! {
        <TableFrame label=td_string!(lang, overview.results.caption)>
            <table class="figures-table">
                <caption class="sr">{td_string!(lang, overview.results.caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(lang, overview.results.unit)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.results.planned)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.results.done)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.results.initiatives)}</th>
                        <th scope="col" class="wide">{td_string!(lang, overview.results.completion)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
        {more}
        <p class="faint">{td_string!(lang, overview.results.apart)}</p>
    }
    .into_any()
}

fn row(lang: Locale, figure: &QuantityFigure) -> impl IntoView + use<> {
    let completion = figure.completion.map(|tenths| {
        let percent = words::percent(lang, tenths as i64);
        let label = percent.clone();
        view! {
            <span class="num">{percent}</span>
            <Bar tenths=Signal::stored(tenths as i64) label reached=Signal::stored(tenths >= 1000)/>
        }
    });
    let count = words::count(lang, u64::from(figure.initiatives));
    let label = format!("{count}: {}", figure.unit);
    view! {
        <tr>
            <th scope="row">{figure.unit.clone()}</th>
            <td class="r num" data-label=td_string!(lang, overview.results.planned)>{words::number(lang, figure.planned)}</td>
            <td class="r num" data-label=td_string!(lang, overview.results.done)>{words::number(lang, figure.done)}</td>
            <td class="r" data-label=td_string!(lang, overview.results.initiatives)>
                <a class="figure-link num" href=address(&figure.filter) aria-label=label>{count}</a>
            </td>
            <td class="wide" data-label=td_string!(lang, overview.results.completion)>{completion}</td>
        </tr>
    }
}
