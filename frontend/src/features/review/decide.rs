//! The decision bar: approve, return with a remark, remark without deciding; undo afterwards.

use api::{AddRemark, Approve, InitiativeView, ReturnInitiative};
use domain::record::Part;
use domain::role::Stage;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::act::{Act, use_act};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::ui::{Toasts, use_toasts};

use super::keys::focus_on;
use super::model::{RemarkDraft, after_decision, made_record, made_settlement, offer};
use super::reading::Reading;
use super::remarks::use_draft;

mod bar;
mod meeting;
mod undo;

pub use bar::DecisionBar;
use undo::TakeBack;

/// What was said about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A stage approved a part.
    Approved(Part, Stage),
    /// A stage returned a part.
    Returned(Part, Stage),
    /// A difference about a part was settled.
    Settled(Part),
}

/// Where decisions on one item are made.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The item.
    pub reading: Reading,
    /// The remark that is being written.
    pub draft: RwSignal<RemarkDraft>,
    /// The reason of a settlement that is being written.
    pub settlement: RwSignal<String>,
    /// The act of deciding.
    pub act: Act,
    /// Whether the count of the department's meeting is being entered.
    pub meeting: RwSignal<bool>,
    lang: Locale,
    chosen: RwSignal<usize>,
    wrong: RwSignal<String>,
    toasts: Toasts,
    go: StoredValue<Go>,
}

type Go = std::sync::Arc<dyn Fn(&str) + Send + Sync>;

/// Makes the desk for an item.
pub fn use_desk(reading: Reading) -> Desk {
    let navigate = use_navigate();
    Desk {
        reading,
        draft: use_draft(reading.id),
        settlement: RwSignal::new(String::new()),
        act: use_act(),
        meeting: RwSignal::new(false),
        lang: use_locale(),
        chosen: RwSignal::new(0),
        wrong: RwSignal::new(String::new()),
        toasts: use_toasts(),
        go: StoredValue::new(std::sync::Arc::new(move |path: &str| {
            navigate(path, NavigateOptions::default());
        })),
    }
}

impl Desk {
    /// Approves the version on the screen.
    pub fn approve(self) {
        let Some(view) = self.reading.now() else { return };
        let Some(offer) = offer(&view.initiative, self.chosen.get_untracked()) else { return };
        if offer.by_meeting {
            return self.meeting.set(true);
        }
        let (part, stage) = (offer.part, offer.stage);
        let text = self.draft.with_untracked(|draft| draft.text.trim().to_owned());
        let request =
            Approve { id: self.reading.id, part, stage, heads: view.initiative.heads.clone(), text };
        self.act.call(request, move |answer| self.decided(Said::Approved(part, stage), &answer));
    }

    /// Returns the version on the screen; without words it goes to the remark first.
    pub fn send_back(self) {
        let Some(view) = self.reading.now() else { return };
        let Some(offer) = offer(&view.initiative, self.chosen.get_untracked()) else { return };
        // The meeting of a collective says yes or says nothing (CI-3).
        if offer.by_meeting {
            return;
        }
        if !self.has_words(td_string!(self.lang, review.decide.remark_needed)) {
            return;
        }
        let (part, stage) = (offer.part, offer.stage);
        let draft = self.draft.get_untracked();
        let request = ReturnInitiative {
            id: self.reading.id,
            part,
            stage,
            heads: view.initiative.heads.clone(),
            text: draft.text.trim().to_owned(),
            targets: draft.named_targets(),
        };
        self.act.call(request, move |answer| self.decided(Said::Returned(part, stage), &answer));
    }

    /// Remarks without deciding; one record for each thing that was pointed at.
    pub fn remark(self) {
        if !self.has_words(td_string!(self.lang, review.decide.words_needed)) {
            return;
        }
        let (id, draft) = (self.reading.id, self.draft.get_untracked());
        let text = draft.text.trim().to_owned();
        let steps = async move {
            let mut answer = None;
            for target in draft.named_targets() {
                answer = Some(ipc::call(AddRemark { id, text: text.clone(), target }).await?);
            }
            Ok(answer)
        };
        self.act.run(steps, move |answer| {
            self.draft.set(RemarkDraft::default());
            if let Some(answer) = answer {
                let title = title(self.lang, &answer);
                self.toasts.say(td_string!(self.lang, review.decide.remarked, title = title).to_string());
                self.reading.take(answer);
            }
        });
    }

    fn has_words(self, sentence: &str) -> bool {
        let has_words = self.draft.with_untracked(RemarkDraft::has_words);
        if !has_words {
            self.wrong.set(sentence.to_owned());
            focus_on("[data-testid=remark]");
        }
        has_words
    }

    /// Says what was done, offers to take it back, and opens the next item.
    pub fn decided(self, said: Said, answer: &InitiativeView) {
        let next = self.reading.now().and_then(|view| after_decision(&view));
        self.draft.set(RemarkDraft::default());
        let title = title(self.lang, answer);
        let (text, record) = match said {
            Said::Approved(part, stage) => (
                td_string!(self.lang, review.decide.approved, title = title).to_string(),
                made_record(answer, part, stage),
            ),
            Said::Returned(part, stage) => (
                td_string!(self.lang, review.decide.returned, title = title).to_string(),
                made_record(answer, part, stage),
            ),
            Said::Settled(part) => (
                td_string!(self.lang, review.decide.settled, title = title).to_string(),
                made_settlement(answer, part),
            ),
        };
        let go = self.go.get_value();
        match record {
            Some(record) => {
                let undo = TakeBack {
                    id: self.reading.id,
                    record,
                    lang: self.lang,
                    toasts: self.toasts,
                    go: go.clone(),
                };
                let act = move || undo.clone().run();
                self.toasts.say_with_undo(self.lang, text, act);
            }
            None => self.toasts.say(text),
        }
        match next {
            Some(next) => go(&format!("/review/{next}")),
            None => go("/review"),
        }
    }
}

fn title(lang: Locale, view: &InitiativeView) -> String {
    let title = view.summary.title.trim();
    if title.is_empty() { td_string!(lang, review.untitled).to_owned() } else { title.to_owned() }
}
