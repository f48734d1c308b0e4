//! The criteria beside the document, with ticks for the reader's own use.

use api::CriterionView;
use domain::role::ParticipantKind;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::ui::{CheckField, Page};
use crate::words;

/// The criteria of the author's kind of participant.
#[component]
pub fn Criteria(
    /// The criteria.
    criteria: Vec<CriterionView>,
    /// Whose they are.
    kind: Option<ParticipantKind>,
) -> impl IntoView {
    let lang = use_locale();
    let title = match kind {
        Some(kind) => td_string!(lang, review.criteria.title_for, kind = words::participant_kind(lang, kind))
            .to_string(),
        None => td_string!(lang, review.criteria.title).to_owned(),
    };
    let none = criteria.is_empty();
    let lines = criteria
        .into_iter()
        .map(|criterion| {
            let ticked = RwSignal::new(false);
            let words = format!("{} {}", criterion.label, criterion.text);
            view! { <li><CheckField label=words value=ticked on_change=move |on: bool| ticked.set(on)/></li> }
        })
        .collect_view();
    view! {
        <Page class="pad stack-s" label=title.clone() testid="criteria">
            <h2>{title}</h2>
            {if none {
                view! { <p class="soft">{td_string!(lang, review.criteria.none)}</p> }.into_any()
            } else {
                view! {
                    <ul class="criteria">{lines}</ul>
                    <p class="faint">{td_string!(lang, review.criteria.hint)}</p>
                }
                    .into_any()
            }}
        </Page>
    }
}
