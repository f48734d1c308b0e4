use api::{DepartmentRow, Figure, OverviewView};
use leptos::prelude::*;

use super::model::{HEATS, heat, largest_cell};
use super::panel::linked;
use crate::features::records::model::address;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Page, TableFrame};
use crate::words;

/// Departments by content areas: a table whose colours only repeat its numbers.
#[component]
pub fn Matrix(
    /// The overview.
    view: OverviewView,
) -> impl IntoView {
    let lang = use_locale();
    let largest = largest_cell(&view.departments);
    let head = view
        .areas
        .iter()
        .map(|area| {
            let title = area.title.clone();
            view! { <th scope="col">{area.label.clone()}<span class="sr">" "{title}</span></th> }
        })
        .collect_view();
    let labels: Vec<String> = view.areas.iter().map(|area| area.label.clone()).collect();
    let rows = view.departments.iter().map(|row| department_row(lang, row, &labels, largest)).collect_view();
    let totals = view
        .areas
        .iter()
        .map(|area| view! { <td>{linked(lang, &area.total, &area.title)}</td> })
        .collect_view();
    let whole = linked(lang, &view.total, td_string!(lang, overview.total));
    view! {
        <Page class="pad stack-s" label=td_string!(lang, overview.matrix.title) testid="matrix">
            <h2>{td_string!(lang, overview.matrix.title)}</h2>
            <TableFrame label=td_string!(lang, overview.matrix.caption)>
                <table class="matrix">
                    <caption class="sr">{td_string!(lang, overview.matrix.caption)}</caption>
                    <thead>
                        <tr>
                            <th scope="col"><span class="sr">{td_string!(lang, overview.matrix.department)}</span></th>
                            {head}
                            <th scope="col">{td_string!(lang, overview.total)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{td_string!(lang, overview.total)}</th>
                            {totals}
                            <td>{whole}</td>
                        </tr>
                    </tfoot>
                </table>
            </TableFrame>
            {legend(lang, &view)}
            <p class="faint">{td_string!(lang, overview.matrix.once)}</p>
        </Page>
    }
}

fn department_row(
    lang: Locale,
    row: &DepartmentRow,
    labels: &[String],
    largest: u32,
) -> impl IntoView + use<> {
    let name = row_name(lang, row);
    let cells = row
        .cells
        .iter()
        .zip(labels)
        .map(|(figure, area)| cell(lang, figure, &name, area, largest))
        .collect_view();
    let total = linked(lang, &row.total, &name);
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells}
            <td class="matrix-total">{total}</td>
        </tr>
    }
}

fn cell(lang: Locale, figure: &Figure, department: &str, area: &str, largest: u32) -> impl IntoView + use<> {
    if figure.count == 0 {
        return view! { <td class="heat-0"><span class="faint" aria-hidden="true">"–"</span><span class="sr">"0"</span></td> }.into_any();
    }
    let count = words::count(lang, u64::from(figure.count));
    let (department, area) = (department.to_owned(), area.to_owned());
    let label =
        td_string!(lang, overview.matrix.cell, department = department, area = area, count = count.clone());
    view! {
        <td class=format!("heat-{}", heat(figure.count, largest))>
            <a class="num" href=address(&figure.filter) aria-label=label.clone() data-testid="matrix-cell">{count}</a>
        </td>
    }
    .into_any()
}

fn row_name(lang: Locale, row: &DepartmentRow) -> String {
    if row.name.is_empty() {
        td_string!(lang, overview.matrix.leadership).to_owned()
    } else {
        row.name.clone()
    }
}

/// What the letters mean, in words, and what the colours mean.
fn legend(lang: Locale, view: &OverviewView) -> impl IntoView + use<> {
    let areas = view
        .areas
        .iter()
        .map(|area| view! { <li><b>{area.label.clone()}</b><span>{area.title.clone()}</span></li> })
        .collect_view();
    let steps = (1..=HEATS).map(|step| view! { <i class=format!("heat-{step}")></i> }).collect_view();
    view! {
        <ul class="area-legend faint" aria-label=td_string!(lang, overview.matrix.areas)>{areas}</ul>
        <p class="faint heat-legend" aria-hidden="true">
            {td_string!(lang, overview.matrix.scale)}
            {steps}
            {td_string!(lang, overview.matrix.scale_most)}
        </p>
    }
}
