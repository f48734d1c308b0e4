//! What changed since the last decision of the asker's stage.

use api::{DecisionRef, DifferenceView};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Button, ButtonKind, Page, Symbol};
use crate::words;

use super::document::{Marks, anchor, difference_badge, pieces};
use super::keys::go_to;
use super::model::by_weight;

/// The differences, first those that ask for re-approval.
#[component]
pub fn Changes(
    /// Since when, and by whom that was decided.
    since: Option<DecisionRef>,
    /// The differences with the words to show them.
    marks: Marks,
) -> impl IntoView {
    let lang = use_locale();
    let title = match &since {
        Some(since) => {
            let date = words::date(lang, since.at.date());
            if since.verb == "return" {
                td_string!(lang, review.changes.title_returned, date = date).to_string()
            } else {
                td_string!(lang, review.changes.title, date = date).to_string()
            }
        }
        None => td_string!(lang, review.changes.title_open).to_owned(),
    };
    let (material, editorial) = by_weight(&marks.changes);
    let nothing = match (&since, material.is_empty() && editorial.is_empty()) {
        (None, true) => Some(td_string!(lang, review.changes.first)),
        (Some(_), true) => Some(td_string!(lang, review.changes.none)),
        (_, false) => None,
    };
    let material = list(&marks, &material);
    let editorial = list(&marks, &editorial).map(|list| {
        view! {
            <h3 class="soft">{td_string!(lang, review.changes.editorial)}</h3>
            {list}
        }
    });
    view! {
        <Page class="pad stack-s" label=title.clone() testid="changes">
            <h2>{title}</h2>
            {nothing.map(|nothing| view! { <p class="soft">{nothing}</p> })}
            {material}
            {editorial}
        </Page>
    }
}

fn list(marks: &Marks, changes: &[DifferenceView]) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = changes.iter().map(|change| line(marks.lang, marks, change)).collect();
    (!lines.is_empty()).then(|| view! { <ol class="changes">{lines}</ol> })
}

fn line(lang: Locale, marks: &Marks, change: &DifferenceView) -> impl IntoView + use<> {
    let field = words::field(lang, &change.path);
    let name = if change.entry.trim().is_empty() {
        field
    } else {
        td_string!(lang, review.changes.entry, field = field, entry = change.entry.clone()).to_string()
    };
    let badge = difference_badge(lang, change);
    let pieces = pieces(marks, change);
    let path = change.path.clone();
    let show = move |_| {
        // The field itself, else the entry that it stands in.
        let entry: Vec<&str> = path.splitn(3, '/').take(2).collect();
        let places =
            [anchor(&path), anchor(&entry.join("/")), anchor(entry.first().copied().unwrap_or_default())];
        if let Some(place) = places.iter().find(|place| document().get_element_by_id(place).is_some()) {
            go_to(place);
        }
    };
    let label = td_string!(lang, review.changes.show, what = name.clone()).to_string();
    view! {
        <li>
            <div class="change-head">
                <p><strong>{name}</strong>" "{badge}</p>
                <Button kind=ButtonKind::Bare icon=Symbol::Eye label=label testid="show-change" on_press=show/>
            </div>
            <div class="written">{pieces}</div>
        </li>
    }
}
