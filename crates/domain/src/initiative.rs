//! Sáng kiến: the typed reading of an initiative document.
//!
//! Reading is total: what is unknown or malformed is skipped, never an error, because another
//! version of the product may have written it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::date::Month;
use crate::decimal::Decimal;
use crate::id::{EntryId, InitiativeId, MemberId};
use crate::period::{Period, SchoolYear};
use crate::role::ParticipantKind;

mod entries;
mod read;

pub use entries::{
    Author, Difficulty, DifficultyLevel, EvidenceItem, EvidenceKind, MonthEntry, PlannedQuantity, Progress,
    Pupil, QuantifiedResult, Scope,
};

/// Sáng kiến: everything that people wrote about one initiative; lists are in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Initiative {
    /// Tên giải pháp.
    pub title: String,
    /// Năm học.
    pub school_year: Option<SchoolYear>,
    /// Kỳ.
    pub period: Option<Period>,
    /// Loại chủ thể.
    pub participant_kind: Option<ParticipantKind>,
    /// Last year's initiative that this one continues.
    pub continues: Option<InitiativeId>,
    /// Nội dung thi đua, by its slug.
    pub content_area: Option<String>,
    /// Its sub-items, by slug.
    pub sub_items: BTreeSet<String>,
    /// Cuộc vận động, by slug.
    pub campaigns: BTreeSet<String>,
    /// Nhiệm vụ năm học, by slug.
    pub tasks: BTreeSet<String>,
    /// Tác giả, đồng tác giả; of a collective its representative.
    pub authors: Vec<Author>,
    /// Người bảo trợ.
    pub sponsor: Option<MemberId>,
    /// Học sinh, by id only.
    pub pupils: Vec<Pupil>,
    /// Thực trạng.
    pub problem: String,
    /// Giải pháp.
    pub solution: String,
    /// Số lượng dự kiến.
    pub quantities: Vec<PlannedQuantity>,
    /// Kết quả lượng hóa.
    pub results: Vec<QuantifiedResult>,
    /// Đối tượng hưởng lợi.
    pub beneficiaries: String,
    /// Phạm vi.
    pub scope: Option<Scope>,
    /// Tiến độ theo tháng.
    pub plan: BTreeMap<Month, String>,
    /// Minh chứng dự kiến.
    pub planned_evidence: String,
    /// Hỗ trợ cần.
    pub support_needed: String,
    /// Nhật ký tháng, by month.
    pub log: Vec<MonthEntry>,
    /// Khó khăn, vướng mắc.
    pub difficulties: Vec<Difficulty>,
    /// Minh chứng.
    pub evidence: Vec<EvidenceItem>,
}

impl Initiative {
    /// Lists everybody who may not decide on it: authors and sponsor (CI-1).
    pub fn participants(&self) -> BTreeSet<MemberId> {
        self.authors.iter().map(|author| author.member).chain(self.sponsor).collect()
    }

    /// Tells whether a collective hands it in: it has a representative and no shares.
    pub fn is_collective(&self) -> bool {
        self.participant_kind == Some(ParticipantKind::Department)
    }

    /// Adds up what the log says was done of a planned quantity; nothing if no month speaks of it.
    pub fn done(&self, quantity: EntryId) -> Option<Decimal> {
        let done = self.log.iter().filter_map(|entry| entry.quantities.get(&quantity));
        done.copied().reduce(|sum, more| sum.checked_add(more).unwrap_or(sum))
    }

    /// Lists the months that are logged.
    pub fn logged_months(&self) -> BTreeSet<Month> {
        self.log.iter().filter_map(|entry| entry.month).collect()
    }

    /// Finds a result.
    pub fn result(&self, id: EntryId) -> Option<&QuantifiedResult> {
        self.results.iter().find(|result| result.id == id)
    }

    /// Lists the evidence for a claim, such as `results:<id>`.
    pub fn evidence_for<'a>(&'a self, claim: &'a str) -> impl Iterator<Item = &'a EvidenceItem> {
        self.evidence.iter().filter(move |item| item.supports.contains(claim))
    }
}

#[cfg(test)]
mod tests;
