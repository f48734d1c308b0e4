use api::{InitiativeView, QuantityView};
use domain::record::RemarkTarget;
use leptos::prelude::*;

use crate::features::review::model::differences_within;
use crate::features::review::remarks::PointAt;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Bar, TableFrame};
use crate::words;

use super::{Marks, anchor, differences_of_entry};

/// Planned quantities with what the log adds up to.
#[component]
pub fn Quantities(
    /// The initiative.
    view: InitiativeView,
    /// What is shown beside its words.
    marks: Marks,
) -> impl IntoView {
    let lang = use_locale();
    if view.quantities.is_empty() && differences_within(&marks.changes, "quantities").is_empty() {
        return ().into_any();
    }
    let here: Vec<_> = view.quantities.iter().map(|entry| entry.id).collect();
    let gone = super::results::gone_entries(&marks, "quantities", &here);
    let rows = view.quantities.iter().map(|quantity| row(&marks, quantity)).collect_view();
    view! {
        <section class="stack-s" id=anchor("quantities") tabindex="-1">
            <h3>{td_string!(lang, review.document.quantities)}</h3>
            <TableFrame label=td_string!(lang, review.document.quantities)>
                <table class="figures-table">
                    <thead>
                        <tr>
                            <th scope="col">{td_string!(lang, review.document.what)}</th>
                            <th scope="col" class="r">{td_string!(lang, review.document.planned)}</th>
                            <th scope="col" class="r">{td_string!(lang, review.document.done)}</th>
                            <th scope="col" class="wide">{td_string!(lang, review.document.completion)}</th>
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

fn row(marks: &Marks, quantity: &QuantityView) -> impl IntoView + use<> {
    let lang = marks.lang;
    let path = format!("quantities/{}", quantity.id);
    let with_unit = |number: String| format!("{number} {}", quantity.unit).trim().to_owned();
    let planned =
        quantity.planned.map_or_else(|| "–".to_owned(), |planned| with_unit(words::number(lang, planned)));
    let done = with_unit(words::number(lang, quantity.done));
    let completion = quantity.completion.map(|tenths| {
        let percent = words::percent(lang, tenths as i64);
        let label = percent.clone();
        view! { <span class="num">{percent}</span><Bar tenths=Signal::stored(tenths as i64) label reached=Signal::stored(tenths >= 1000)/> }
    });
    let semester = quantity.semester.map(|semester| words::period(lang, semester).to_string());
    let differences = differences_of_entry(marks, &path);
    let point = marks.on_point.map(|on_point| {
        view! { <PointAt target=RemarkTarget::Field(path.clone()) what=quantity.what.clone() on_point/> }
    });
    view! {
        <tr id=anchor(&path) tabindex="-1">
            <th scope="row">
                <div class="entry-name">
                    <div>
                        {quantity.what.clone()}
                        {semester.map(|semester| view! { <span class="faint">{semester}</span> })}
                        {differences}
                    </div>
                    {point}
                </div>
            </th>
            <td class="r num" data-label=td_string!(lang, review.document.planned)>{planned}</td>
            <td class="r num" data-label=td_string!(lang, review.document.done)>{done}</td>
            <td class="wide" data-label=td_string!(lang, review.document.completion)>{completion}</td>
        </tr>
    }
}
