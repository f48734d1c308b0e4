use api::StatusFigure;
use leptos::prelude::*;

use super::model::status_bars;
use super::panel::{Panel, linked};
use crate::features::records::model::address;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Bar, TableFrame};
use crate::words;

/// How many initiatives are in each state, in the order of the process.
#[component]
pub fn Statuses(
    /// The counts.
    figures: Vec<StatusFigure>,
) -> impl IntoView {
    let lang = use_locale();
    let rows = figures.clone();
    view! {
        <Panel
            title=td_string!(lang, overview.statuses.title)
            testid="statuses"
            picture=move || bars(lang, &figures)
            table=move || table(lang, &rows)
        />
    }
}

fn bars(lang: Locale, figures: &[StatusFigure]) -> AnyView {
    let lengths = status_bars(figures, 1000);
    let row = |(figure, length): (&StatusFigure, u32)| {
        let name = words::status_name(lang, figure.status.name()).to_owned();
        let count = words::count(lang, u64::from(figure.figure.count));
        let label = format!("{name}: {count}");
        view! {
            <li>
                <a class="bar-row" href=address(&figure.figure.filter)>
                    <span class="bar-name">{name}</span>
                    <Bar tenths=Signal::stored(i64::from(length)) label/>
                    <b class="num">{count}</b>
                </a>
            </li>
        }
    };
    let rows =
        figures.iter().zip(lengths).filter(|(figure, _)| figure.figure.count > 0).map(row).collect_view();
    view! { <ul class="bar-rows">{rows}</ul> }.into_any()
}

fn table(lang: Locale, figures: &[StatusFigure]) -> AnyView {
    let row = |figure: &StatusFigure| {
        let name = words::status_name(lang, figure.status.name()).to_owned();
        let count = linked(lang, &figure.figure, &name);
        view! { <tr><th scope="row">{name}</th><td class="r">{count}</td></tr> }
    };
    let rows = figures.iter().map(row).collect_view();
    view! {
        <TableFrame label=td_string!(lang, overview.statuses.caption)>
            <table>
                <caption class="sr">{td_string!(lang, overview.statuses.caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(lang, overview.statuses.state)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.statuses.count)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}
