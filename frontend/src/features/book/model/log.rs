//! Logging a month on one screen: what is offered, what was typed, what is asked for.

use std::collections::BTreeMap;

use api::{InitiativeView, LogMonth, LogQuantity, LogValue, MonthState, NoteDifficulty};
use domain::date::{Date, Month};
use domain::decimal::Decimal;
use domain::id::{EntryId, InitiativeId};
use domain::role::Role;
use serde::{Deserialize, Serialize};

/// What was typed in the form of one month; kept on this machine until the month is logged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogDraft {
    /// What was done.
    pub work_done: String,
    /// Rút kinh nghiệm.
    pub lesson: String,
    /// `behind`, `on_plan`, `ahead`.
    pub progress: Option<String>,
    /// Quantities by planned quantity.
    pub quantities: BTreeMap<EntryId, Decimal>,
    /// Interim values by result: the number or part, and the whole.
    pub interim: BTreeMap<EntryId, (Option<Decimal>, Option<Decimal>)>,
    /// A difficulty.
    pub difficulty: String,
    /// Whether help is needed with it.
    pub needs_help: bool,
    /// What is asked for.
    pub request: String,
    /// Who should answer.
    pub addressed_to: Option<Role>,
    /// Wanted by.
    pub wanted_by: Option<Date>,
}

impl LogDraft {
    /// Tells whether nothing was typed; files that were picked count apart.
    pub fn is_empty(&self) -> bool {
        let blank = |text: &String| text.trim().is_empty();
        blank(&self.work_done)
            && blank(&self.lesson)
            && blank(&self.difficulty)
            && self.quantities.is_empty()
            && self.interim.values().all(|(value, _)| value.is_none())
    }

    /// Sets or forgets the number of a planned quantity.
    pub fn count(&mut self, quantity: EntryId, number: Option<Decimal>) {
        match number {
            Some(number) => self.quantities.insert(quantity, number),
            None => self.quantities.remove(&quantity),
        };
    }

    /// Makes the request; nothing for an empty month without files.
    pub fn to_request(&self, id: InitiativeId, month: Month, uploads: Vec<String>) -> Option<LogMonth> {
        if self.is_empty() && uploads.is_empty() {
            return None;
        }
        let quantities = self
            .quantities
            .iter()
            .map(|(quantity, number)| LogQuantity { quantity: *quantity, number: *number });
        let interim = self.interim.iter().filter_map(|(result, (value, whole))| {
            Some(LogValue { result: *result, value: (*value)?, whole: *whole })
        });
        Some(LogMonth {
            id,
            month,
            work_done: self.work_done.trim().to_owned(),
            lesson: self.lesson.trim().to_owned(),
            progress: self.progress.clone(),
            quantities: quantities.collect(),
            interim: interim.collect(),
            difficulty: self.note(),
            uploads,
        })
    }

    fn note(&self) -> Option<NoteDifficulty> {
        let text = self.difficulty.trim();
        (!text.is_empty()).then(|| NoteDifficulty {
            text: text.to_owned(),
            needs_help: self.needs_help,
            request: if self.needs_help { self.request.trim().to_owned() } else { String::new() },
            addressed_to: self.addressed_to.filter(|_| self.needs_help),
            wanted_by: self.wanted_by.filter(|_| self.needs_help),
        })
    }
}

/// Lists the months that can be logged, the newest first.
pub fn months(view: &InitiativeView) -> Vec<Month> {
    let open = view.months.iter().filter(|month| month.state != MonthState::ToCome);
    open.map(|month| month.month).rev().collect()
}

/// Gives the month that the form opens with: the present one, or else the last that was over.
pub fn first_choice(view: &InitiativeView) -> Option<Month> {
    let now = view.months.iter().find(|month| month.state == MonthState::Now).map(|month| month.month);
    now.or_else(|| months(view).first().copied())
}

/// Lists the results that an earlier month measured; they are offered again first.
pub fn results_of_last_month(view: &InitiativeView, month: Month) -> Vec<EntryId> {
    let earlier = view.months.iter().rev().filter(|view| view.month < month);
    let last = earlier.flat_map(|view| &view.entries).find(|entry| !entry.interim.is_empty());
    last.map(|entry| entry.interim.iter().map(|value| value.result).collect()).unwrap_or_default()
}

/// Gives what the newest earlier month says was done, to be shown as an example.
pub fn words_of_last_month(view: &InitiativeView, month: Month) -> Option<(Month, String)> {
    let earlier = view.months.iter().rev().filter(|view| view.month < month);
    earlier
        .flat_map(|view| view.entries.iter().map(|entry| (view.month, entry.work_done.clone())))
        .find(|(_, words)| !words.is_empty())
}

/// Gives the name under which a half-typed month is kept on this machine.
pub fn draft_key(id: InitiativeId, month: Month) -> String {
    format!("log/{id}/{month}")
}

/// Tells whether a key is of a half-typed month of one of these initiatives, or of any.
pub fn is_of(key: &str, initiatives: Option<&[InitiativeId]>) -> bool {
    let Some((id, _)) = key.strip_prefix("log/").and_then(|rest| rest.split_once('/')) else { return false };
    initiatives.is_none_or(|all| all.iter().any(|one| one.to_string() == id))
}

#[cfg(test)]
mod tests;
