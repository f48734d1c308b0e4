//! Ý kiến khác nhau: both decisions side by side, and settling them.

use api::{InitiativeView, Settle};
use domain::record::Part;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::ui::{AreaField, Button, ButtonKind, Page, Symbol};
use crate::words;

use super::decide::{Desk, Said};
use super::model::{differing_opinions, differing_part};
use super::opinions::opinion_line;

/// Both opinions of a part that differ; whoever may settle does it here.
#[component]
pub fn Differing(
    /// The initiative.
    view: InitiativeView,
    /// Where the settlement is made.
    desk: Desk,
) -> impl IntoView {
    let lang = use_locale();
    let Some(part) = differing_part(&view.state) else { return ().into_any() };
    let opinions = differing_opinions(&view.state, part)
        .into_iter()
        .map(|(stage, opinion)| {
            let line = opinion_line(lang, &view, &opinion, None);
            view! { <li><h3 class="soft">{words::stage(lang, stage)}</h3>{line}</li> }
        })
        .collect_view();
    let can_settle = view.can_settle;
    view! {
        <Page class="pad stack-s differing" label=td_string!(lang, review.differing.title) testid="differing">
            <h2>{td_string!(lang, review.differing.title)}</h2>
            <p class="soft">{td_string!(lang, review.differing.lead)}</p>
            <ul class="sides">{opinions}</ul>
            {if can_settle {
                view! { <SettleForm part desk/> }.into_any()
            } else {
                view! { <p class="soft">{td_string!(lang, review.differing.wait)}</p> }.into_any()
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn SettleForm(part: Part, desk: Desk) -> impl IntoView {
    let lang = use_locale();
    let reason = desk.settlement;
    let wrong = RwSignal::new(String::new());
    let settle = move |outcome: domain::record::Outcome| {
        if reason.with_untracked(|reason| reason.trim().is_empty()) {
            wrong.set(td_string!(lang, review.differing.reason_needed).to_owned());
            return;
        }
        let Some(view) = desk.reading.now() else { return };
        let request = Settle {
            id: desk.reading.id,
            part,
            heads: view.initiative.heads.clone(),
            approved: outcome == domain::record::Outcome::Approved,
            text: reason.get_untracked().trim().to_owned(),
        };
        desk.act.call(request, move |answer| desk.decided(Said::Settled(part), &answer));
    };
    view! {
        <AreaField
            label=td_string!(lang, review.differing.reason)
            rows=2
            value=reason
            error=wrong
            on_input=move |words: String| {
                wrong.set(String::new());
                reason.set(words);
            }
            testid="settle-reason"
        />
        <div class="row">
            <Button
                icon=Symbol::Undo
                busy=desk.act.busy()
                testid="settle-return"
                on_press=move |_| settle(domain::record::Outcome::Returned)
            >
                {td_string!(lang, review.differing.give_back)}
            </Button>
            <Button
                kind=ButtonKind::Seal
                icon=Symbol::Check
                busy=desk.act.busy()
                testid="settle-approve"
                on_press=move |_| settle(domain::record::Outcome::Approved)
            >
                {td_string!(lang, review.differing.approve)}
            </Button>
        </div>
    }
}
