use api::{Figure, OverviewView};
use leptos::prelude::*;

use super::model::joined;
use crate::features::records::model::address;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, Symbol};
use crate::words;

/// The figures that are looked at first; each opens its records.
#[component]
pub fn Figures(
    /// The overview.
    view: OverviewView,
) -> impl IntoView {
    let lang = use_locale();
    let of = |names: &[&str]| joined(&view.statuses, names, &view.total.filter);
    let tiles = [
        (view.total.clone(), "figure-total", td_string!(lang, overview.figures.total), None),
        (of(&["in_review"]), "figure-in-review", td_string!(lang, overview.figures.in_review), None),
        (
            of(&["approved", "in_progress"]),
            "figure-approved",
            td_string!(lang, overview.figures.approved),
            None,
        ),
        (of(&["returned"]), "figure-returned", td_string!(lang, overview.figures.returned), None),
        (
            of(&["differing"]),
            "figure-differing",
            td_string!(lang, overview.figures.differing),
            Some(Symbol::People),
        ),
        (
            view.changed.clone(),
            "figure-changed",
            td_string!(lang, overview.figures.changed),
            Some(Symbol::Pencil),
        ),
    ];
    let tiles = tiles
        .map(|(figure, testid, words, symbol)| tile(lang, &figure, testid, words, symbol))
        .collect_view();
    view! {
        <ul class="figures" aria-label=td_string!(lang, overview.figures.title)>{tiles}</ul>
        <p class="faint figures-lead">{td_string!(lang, overview.leads)}</p>
    }
}

/// One figure; a symbol marks what somebody should look at, and only where there is something.
fn tile(
    lang: Locale,
    figure: &Figure,
    testid: &'static str,
    said: &'static str,
    symbol: Option<Symbol>,
) -> impl IntoView + use<> {
    let marked = symbol.filter(|_| figure.count > 0);
    view! {
        <li>
            <a class="page figure-tile" class:figure-tile--marked=marked.is_some() href=address(&figure.filter) data-testid=testid>
                <b class="num">{words::count(lang, u64::from(figure.count))}</b>
                <span>{marked.map(|symbol| view! { <Icon symbol/> })}{said}</span>
            </a>
        </li>
    }
}
