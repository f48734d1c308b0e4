//! The bar with the remark and the decisions.

use leptos::prelude::*;

use super::Desk;
use super::meeting::MeetingDialog;
use crate::features::review::model::{Approval, RemarkDraft, approval, offer};
use crate::features::review::page::{Named, Neighbours};
use crate::features::review::remarks::RemarkField;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{Button, ButtonKind, Choice, SelectField, Symbol};
use crate::words;

/// The bar with the remark and the decisions; within the thumb's reach on a narrow screen.
#[component]
pub fn DecisionBar(
    /// Where decisions are made.
    desk: Desk,
) -> impl IntoView {
    let lang = use_locale();
    Effect::new(move |_| {
        if desk.draft.with(RemarkDraft::has_words) {
            desk.wrong.set(String::new());
        }
    });
    let initiative = desk.reading.part(|view| view.initiative.clone());
    let can = desk.reading.part(|view| (!view.initiative.can_decide.is_empty(), view.initiative.can_remark));
    move || {
        let (decides, remarks) = can.get()?;
        (decides || remarks).then(|| {
            let label =
                if decides { td_string!(lang, review.decide.remark) } else { td_string!(lang, review.document.remark) };
            view! {
                <section class="decide" aria-label=td_string!(lang, review.decide.bar) data-testid="decision-bar">
                    <ErrorNote error=desk.act.error()/>
                    <div class="decide-row">
                        <Neighbours reading=desk.reading named=Named::InBar/>
                        <div class="grow">
                            <RemarkField
                                draft=desk.draft
                                view=initiative
                                error=desk.wrong
                                label
                            />
                        </div>
                        {if decides { decisions(lang, desk).into_any() } else { only_remark(lang, desk).into_any() }}
                    </div>
                </section>
            }
        })
    }
}

fn only_remark(lang: Locale, desk: Desk) -> impl IntoView {
    view! {
        <div class="decide-acts">
            <Button
                icon=Symbol::Speech
                busy=desk.act.busy()
                testid="send-remark"
                on_press=move |_| desk.remark()
            >
                {td_string!(lang, review.decide.send_remark)}
            </Button>
        </div>
    }
}

fn decisions(lang: Locale, desk: Desk) -> impl IntoView {
    let offers = desk.reading.part(|view| view.initiative.can_decide.clone());
    let by_meeting = Memo::new(move |_| {
        let met = |view: &api::ReviewView| {
            offer(&view.initiative, desk.chosen.get()).is_some_and(|offer| offer.by_meeting)
        };
        desk.reading.view().with(|view| view.as_ref().is_some_and(met))
    });
    let words_of_approval = move || {
        if by_meeting.get() {
            return td_string!(lang, review.meeting.act).to_owned();
        }
        let approval = desk.reading.view().with(|view| {
            let view = view.as_ref()?;
            Some(approval(offer(&view.initiative, desk.chosen.get())?, view))
        });
        match approval {
            Some(Approval::Changes(1)) => td_string!(lang, review.decide.approve_change).to_owned(),
            Some(Approval::Changes(count)) => {
                td_string!(lang, review.decide.approve_changes, count = count).to_string()
            }
            _ => td_string!(lang, review.decide.approve).to_owned(),
        }
    };
    let choose = move || {
        let offers = offers.get().filter(|offers| offers.len() > 1)?;
        let named = |(place, offer): (usize, &api::DecisionOffer)| {
            let words = format!("{} · {}", words::stage(lang, offer.stage), words::part(lang, offer.part));
            Choice::new(place.to_string(), words)
        };
        let choices: Vec<Choice> = offers.iter().enumerate().map(named).collect();
        Some(view! {
            <SelectField
                label=td_string!(lang, review.decide.capacity)
                choices=Signal::stored(choices)
                value=Signal::derive(move || desk.chosen.get().to_string())
                on_change=move |place: String| desk.chosen.set(place.parse().unwrap_or(0))
                testid="decide-at"
            />
        })
    };
    view! {
        {choose}
        <MeetingDialog desk/>
        <div class="decide-acts">
            {move || (!by_meeting.get()).then(|| view! {
                <Button icon=Symbol::Undo busy=desk.act.busy() testid="return" on_press=move |_| desk.send_back()>
                    {td_string!(lang, review.decide.give_back)}
                </Button>
            })}
            <Button
                kind=ButtonKind::Seal
                icon=Symbol::Check
                busy=desk.act.busy()
                testid="approve"
                on_press=move |_| desk.approve()
            >
                {words_of_approval}
            </Button>
        </div>
    }
}
