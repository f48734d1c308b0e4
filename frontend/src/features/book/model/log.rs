//! Logging a month on one screen: what is offered, what was typed, what is asked for.

use std::collections::BTreeMap;

use api::{InitiativeView, LogMonth, LogQuantity, LogValue, MonthState, NoteDifficulty};
use domain::date::{Date, Month};
use domain::decimal::Decimal;
use domain::id::{EntryId, InitiativeId};
use domain::role::Role;
use serde::{Deserialize, Serialize};

/// What was typed in the form of one month, as typed.
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
    pub quantities: BTreeMap<EntryId, String>,
    /// Interim values by result: the number or part, and the whole.
    pub interim: BTreeMap<EntryId, (String, String)>,
    /// A difficulty.
    pub difficulty: String,
    /// Whether help is needed with it.
    pub needs_help: bool,
    /// What is asked for.
    pub request: String,
    /// Who should answer.
    pub addressed_to: Option<Role>,
    /// Wanted by, as a day picker writes it.
    pub wanted_by: String,
}

/// Why a month cannot be logged as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was typed.
    Empty,
    /// A number of this planned quantity cannot be read.
    Quantity(EntryId),
    /// A value of this result cannot be read.
    Interim(EntryId),
    /// The day cannot be read.
    WantedBy,
}

impl LogDraft {
    /// Tells whether nothing was typed; files that were picked count apart.
    pub fn is_empty(&self) -> bool {
        let blank = |text: &String| text.trim().is_empty();
        blank(&self.work_done)
            && blank(&self.lesson)
            && blank(&self.difficulty)
            && self.quantities.values().all(blank)
            && self.interim.values().all(|(value, _)| blank(value))
    }

    /// Makes the request, or says what cannot be read.
    pub fn to_request(&self, id: InitiativeId, month: Month, uploads: Vec<String>) -> Result<LogMonth, Fault> {
        if self.is_empty() && uploads.is_empty() {
            return Err(Fault::Empty);
        }
        Ok(LogMonth {
            id,
            month,
            work_done: self.work_done.trim().to_owned(),
            lesson: self.lesson.trim().to_owned(),
            progress: self.progress.clone(),
            quantities: self.numbers()?,
            interim: self.values()?,
            difficulty: self.note()?,
            uploads,
        })
    }

    fn numbers(&self) -> Result<Vec<LogQuantity>, Fault> {
        let typed = self.quantities.iter().filter(|(_, text)| !text.trim().is_empty());
        typed
            .map(|(quantity, text)| {
                let number = Decimal::parse_input(text).map_err(|_| Fault::Quantity(*quantity))?;
                Ok(LogQuantity { quantity: *quantity, number })
            })
            .collect()
    }

    fn values(&self) -> Result<Vec<LogValue>, Fault> {
        let typed = self.interim.iter().filter(|(_, (value, _))| !value.trim().is_empty());
        typed
            .map(|(result, (value, whole))| {
                let read = |text: &str| Decimal::parse_input(text).map_err(|_| Fault::Interim(*result));
                let whole = if whole.trim().is_empty() { None } else { Some(read(whole)?) };
                Ok(LogValue { result: *result, value: read(value)?, whole })
            })
            .collect()
    }

    fn note(&self) -> Result<Option<NoteDifficulty>, Fault> {
        if self.difficulty.trim().is_empty() {
            return Ok(None);
        }
        let asked = self.needs_help && !self.wanted_by.is_empty();
        let wanted_by = asked.then(|| self.wanted_by.parse::<Date>()).transpose().map_err(|_| Fault::WantedBy)?;
        Ok(Some(NoteDifficulty {
            text: self.difficulty.trim().to_owned(),
            needs_help: self.needs_help,
            request: if self.needs_help { self.request.trim().to_owned() } else { String::new() },
            addressed_to: if self.needs_help { self.addressed_to } else { None },
            wanted_by,
        }))
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
    earlier.flat_map(|view| view.entries.iter().map(|entry| (view.month, entry.work_done.clone()))).find(|(_, words)| !words.is_empty())
}

/// Gives the name under which a half-typed month is kept on this machine.
pub fn draft_key(id: InitiativeId, month: Month) -> String {
    format!("log/{id}/{month}")
}

#[cfg(test)]
mod tests;
