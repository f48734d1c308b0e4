//! The rows of a roster before they are imported.

use api::{RosterOutcome, RosterRow};
use leptos::prelude::*;

use super::model::{needs_attention, outcome, problem};
use crate::i18n::{td_string, use_locale};
use crate::ui::{Badge, CheckField, TableFrame};
use crate::words;

/// The rows; doubtful ones can be accepted as new people.
#[component]
pub fn RosterRows(
    rows: Vec<RosterRow>,
    accepted: RwSignal<Vec<u32>>,
    only_open: RwSignal<bool>,
) -> impl IntoView {
    let lang = use_locale();
    let rows = StoredValue::new(rows);
    let shown = move || {
        let only = only_open.get();
        rows.with_value(|rows| {
            rows.iter().filter(|row| !only || needs_attention(row)).cloned().collect::<Vec<_>>()
        })
    };
    view! {
        <TableFrame label=td_string!(lang, people.roster.title)>
            <table class="people-table">
                <thead>
                    <tr>
                        <th class="r">{td_string!(lang, people.roster.column_line)}</th>
                        <th>{td_string!(lang, people.roster.column_person)}</th>
                        <th>{td_string!(lang, people.roster.column_place)}</th>
                        <th>{td_string!(lang, people.roster.column_outcome)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=shown key=|row| row.line let:row>
                        <Row row accepted/>
                    </For>
                </tbody>
            </table>
        </TableFrame>
    }
}

#[component]
fn Row(row: RosterRow, accepted: RwSignal<Vec<u32>>) -> impl IntoView {
    let lang = use_locale();
    let (said, tone) = outcome(lang, row.outcome);
    let line = row.line;
    let notes =
        row.problems.iter().map(|word| problem(lang, word).to_owned()).chain(row.changes.iter().cloned());
    let notes = notes.collect::<Vec<_>>().join(" · ");
    let person = [
        row.staff_code.clone().unwrap_or_default(),
        row.birth_date.map(|day| words::date(lang, day)).unwrap_or_default(),
    ];
    let place = [row.position.clone(), row.subjects.clone()];
    let roles: Vec<_> = row.roles.iter().map(|role| words::role(lang, *role)).collect();
    let accept = move |yes: bool| {
        accepted.update(|lines| {
            lines.retain(|other| *other != line);
            if yes {
                lines.push(line);
            }
        });
    };
    view! {
        <tr data-testid="roster-row">
            <td class="r num faint">{line}</td>
            <td><strong>{row.name.clone()}</strong><span class="faint people-line num">{joined(&person)}</span></td>
            <td>
                {row.department.clone()}
                <span class="faint people-line">{joined(&place)}</span>
                <span class="row row-tight">{roles.into_iter().map(|role| view! { <Badge>{role}</Badge> }).collect_view()}</span>
            </td>
            <td>
                <Badge tone>{said}</Badge>
                <span class="faint people-line">{notes}</span>
                {(row.outcome == RosterOutcome::Doubtful)
                    .then(|| {
                        view! {
                            <CheckField
                                label=td_string!(lang, people.roster.accept)
                                value=Signal::derive(move || accepted.with(|lines| lines.contains(&line)))
                                on_change=accept
                                testid=format!("accept-{line}")
                            />
                        }
                    })}
            </td>
        </tr>
    }
}

fn joined(parts: &[String]) -> String {
    parts.iter().map(String::as_str).filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" · ")
}
