use api::{InitiativeView, MissingView};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Callout, Tone};
use crate::words;

/// What a reader should know before the document: an equal title, warnings.
#[component]
pub fn Notices(
    /// The initiative.
    view: InitiativeView,
) -> impl IntoView {
    let lang = use_locale();
    let same = view
        .same_title
        .iter()
        .map(|other| {
            let authors = words::list(lang, &other.authors);
            let department = other.department.clone();
            let words =
                td_string!(lang, review.document.same_title_of, authors = authors, department = department);
            view! { <li><a class="tall" href=format!("/initiative/{}", other.id)>{words.clone()}</a></li> }
        })
        .collect_view();
    view! {
        {(!view.same_title.is_empty())
            .then(|| {
                view! {
                    <Callout tone=Tone::Attention testid="same-title">
                        <p>{td_string!(lang, review.document.same_title)}</p>
                        <ul>{same}</ul>
                    </Callout>
                }
            })}
        {warning_list(lang, &view.warnings)}
    }
}

fn warning_list(lang: Locale, warnings: &[MissingView]) -> impl IntoView + use<> {
    let lines: Vec<_> = warnings
        .iter()
        // An equal title has a callout of its own.
        .filter(|warning| warning.reason != "same_title")
        .map(|warning| view! { <li>{words::missing(lang, &warning.path, &warning.reason)}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <Callout title=td_string!(lang, review.document.warnings) testid="warnings">
                <ul class="bullets">{lines}</ul>
            </Callout>
        }
    })
}
