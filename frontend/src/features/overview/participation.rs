use api::ParticipationRow;
use leptos::prelude::*;

use super::model::{absent_departments, tenths};
use super::panel::Panel;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Bar, TableFrame};
use crate::words;

/// How many members of each department take part.
#[component]
pub fn Participation(
    /// One row a department.
    rows: Vec<ParticipationRow>,
) -> impl IntoView {
    let lang = use_locale();
    let counted = rows.clone();
    view! {
        <Panel
            title=td_string!(lang, overview.participation.title)
            testid="participation"
            picture=move || bars(lang, &rows)
            table=move || table(lang, &counted)
        />
    }
}

fn name(lang: Locale, row: &ParticipationRow) -> String {
    if row.name.is_empty() {
        td_string!(lang, overview.matrix.leadership).to_owned()
    } else {
        row.name.clone()
    }
}

fn percent(lang: Locale, row: &ParticipationRow) -> String {
    tenths(row.participants, row.members)
        .map_or_else(|| "–".to_owned(), |tenths| words::percent(lang, tenths as i64))
}

fn bars(lang: Locale, rows: &[ParticipationRow]) -> AnyView {
    let absent = match absent_departments(rows) {
        0 => None,
        1 => Some(td_string!(lang, overview.participation.absent_one).to_owned()),
        count => Some(td_string!(lang, overview.participation.absent, count = count).to_string()),
    };
    let row = |row: &ParticipationRow| {
        let name = name(lang, row);
        let part = td_string!(lang, overview.participation.of, part = row.participants, whole = row.members)
            .to_string();
        let label = format!("{name}: {part}");
        let tenths = tenths(row.participants, row.members).unwrap_or(0) as i64;
        view! {
            <li class="bar-row">
                <span class="bar-name">{name}</span>
                <Bar tenths=Signal::stored(tenths) label reached=Signal::stored(tenths >= 1000)/>
                <b class="num">{part}</b>
            </li>
        }
    };
    let rows = rows.iter().map(row).collect_view();
    view! {
        <ul class="bar-rows">{rows}</ul>
        {absent.map(|absent| view! { <p class="soft">{absent}</p> })}
    }
    .into_any()
}

fn table(lang: Locale, rows: &[ParticipationRow]) -> AnyView {
    let row = |row: &ParticipationRow| {
        view! {
            <tr>
                <th scope="row">{name(lang, row)}</th>
                <td class="r num">{row.participants}</td>
                <td class="r num">{row.members}</td>
                <td class="r num">{percent(lang, row)}</td>
            </tr>
        }
    };
    let rows = rows.iter().map(row).collect_view();
    view! {
        <TableFrame label=td_string!(lang, overview.participation.caption)>
            <table>
                <caption class="sr">{td_string!(lang, overview.participation.caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(lang, overview.matrix.department)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.participation.participants)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.participation.members)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.participation.percent)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}
