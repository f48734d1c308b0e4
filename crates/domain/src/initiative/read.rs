//! Reads the typed initiative out of a document's tree.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::{
    Author, Difficulty, DifficultyLevel, EvidenceItem, EvidenceKind, Initiative, MonthEntry, PlannedQuantity,
    Progress, Pupil, QuantifiedResult, Scope,
};
use crate::date::Moment;
use crate::decimal::Decimal;
use crate::id::EntryId;
use crate::node::Node;
use crate::period::Period;
use crate::result::{Direction, QuantityKind};
use crate::role::{ParticipantKind, Role};

/// Looks values up in one map of the document.
#[derive(Clone, Copy)]
struct Reader<'a>(Option<&'a BTreeMap<String, Node>>);

impl<'a> Reader<'a> {
    fn node(self, key: &str) -> Option<&'a Node> {
        self.0?.get(key)
    }

    fn text(self, key: &str) -> String {
        self.node(key).and_then(Node::text).unwrap_or_default().to_owned()
    }

    fn line(self, key: &str) -> String {
        self.text(key).trim().to_owned()
    }

    fn parsed<T: FromStr>(self, key: &str) -> Option<T> {
        self.node(key)?.text()?.parse().ok()
    }

    fn named<T>(self, key: &str, from_name: impl Fn(&str) -> Option<T>) -> Option<T> {
        from_name(self.node(key)?.text()?)
    }

    fn integer(self, key: &str) -> Option<i64> {
        match self.node(key)? {
            Node::Integer(number) => Some(*number),
            _ => None,
        }
    }

    fn decimal(self, key: &str) -> Option<Decimal> {
        decimal(self.node(key)?)
    }

    fn order(self) -> i64 {
        self.integer("order").unwrap_or(i64::MAX)
    }

    fn set(self, key: &str) -> BTreeSet<String> {
        let elements = self.node(key).and_then(Node::entries).into_iter().flatten();
        elements.filter(|(_, node)| **node == Node::Flag(true)).map(|(slug, _)| slug.clone()).collect()
    }

    /// Reads a keyed list; keys that are no ids and values that are no maps are skipped.
    fn list<K: FromStr + Ord + Copy, T>(
        self,
        key: &str,
        read: impl Fn(K, Self) -> T,
        order: impl Fn(&T) -> (i64, K),
    ) -> Vec<T> {
        let entries = self.node(key).and_then(Node::entries).into_iter().flatten();
        let mut list: Vec<T> = entries
            .filter_map(|(id, node)| Some(read(id.parse().ok()?, Self(Some(node.entries()?)))))
            .collect();
        list.sort_by_key(order);
        list
    }

    fn decimals(self, key: &str) -> BTreeMap<EntryId, Decimal> {
        let entries = self.node(key).and_then(Node::entries).into_iter().flatten();
        entries.filter_map(|(id, node)| Some((id.parse().ok()?, decimal(node)?))).collect()
    }
}

fn decimal(node: &Node) -> Option<Decimal> {
    match node {
        Node::Text(text) => text.parse().ok(),
        Node::Integer(number) => Decimal::from_whole(*number).ok(),
        _ => None,
    }
}

impl Initiative {
    /// Reads a document; what is unknown or malformed is skipped.
    pub fn read(document: &Node) -> Self {
        let sheet = Reader(document.entries());
        Self {
            title: sheet.line("title"),
            school_year: sheet.parsed("school_year"),
            period: sheet.named("period", Period::from_name),
            participant_kind: sheet.named("participant_kind", ParticipantKind::from_name),
            continues: sheet.parsed("continues"),
            content_area: Some(sheet.line("content_area")).filter(|slug| !slug.is_empty()),
            sub_items: sheet.set("sub_items"),
            campaigns: sheet.set("campaigns"),
            tasks: sheet.set("tasks"),
            authors: sheet.list("authors", author, |author| (author.order, author.member)),
            sponsor: sheet.parsed("sponsor"),
            pupils: sheet.list("pupils", pupil, |pupil| (pupil.order, pupil.id)),
            problem: sheet.text("problem"),
            solution: sheet.text("solution"),
            quantities: sheet.list("quantities", quantity, |quantity| (quantity.order, quantity.id)),
            results: sheet.list("results", result, |result| (result.order, result.id)),
            beneficiaries: sheet.text("beneficiaries"),
            scope: sheet.named("scope", Scope::from_name),
            plan: plan(sheet),
            planned_evidence: sheet.text("planned_evidence"),
            support_needed: sheet.text("support_needed"),
            log: log(sheet),
            difficulties: sheet
                .list("difficulties", difficulty, |difficulty| (difficulty.order, difficulty.id)),
            evidence: sheet.list("evidence", evidence, |item| (item.order, item.id)),
        }
    }
}

fn author(member: crate::id::MemberId, entry: Reader<'_>) -> Author {
    let share = entry.integer("share").and_then(|share| u8::try_from(share).ok());
    let share = share.filter(|share| (1..=100).contains(share));
    Author { member, share, titles: entry.set("titles"), order: entry.order() }
}

fn pupil(id: EntryId, entry: Reader<'_>) -> Pupil {
    Pupil { id, class: entry.line("class"), order: entry.order() }
}

fn quantity(id: EntryId, entry: Reader<'_>) -> PlannedQuantity {
    PlannedQuantity {
        id,
        what: entry.line("what"),
        planned: entry.decimal("planned"),
        unit: entry.line("unit"),
        semester: entry.named("semester", Period::from_name),
        order: entry.order(),
    }
}

fn result(id: EntryId, entry: Reader<'_>) -> QuantifiedResult {
    QuantifiedResult {
        id,
        label: entry.line("label"),
        quantity_kind: entry.named("quantity_kind", QuantityKind::from_name),
        direction: entry.named("direction", Direction::from_name),
        unit: entry.line("unit"),
        how_measured: entry.text("how_measured"),
        baseline: entry.decimal("baseline"),
        baseline_whole: entry.decimal("baseline_whole"),
        target: entry.decimal("target"),
        target_whole: entry.decimal("target_whole"),
        actual: entry.decimal("actual"),
        actual_whole: entry.decimal("actual_whole"),
        baseline_on: entry.parsed("baseline_on"),
        actual_on: entry.parsed("actual_on"),
        order: entry.order(),
    }
}

fn plan(sheet: Reader<'_>) -> BTreeMap<crate::date::Month, String> {
    let lines = sheet.node("plan").and_then(Node::entries).into_iter().flatten();
    lines
        .filter_map(|(month, node)| Some((month.parse().ok()?, node.text()?.to_owned())))
        .filter(|(_, line)| !line.trim().is_empty())
        .collect()
}

fn log(sheet: Reader<'_>) -> Vec<MonthEntry> {
    let mut log = sheet.list("log", month_entry, |entry| (entry.order, entry.id));
    log.sort_by_key(|entry| (entry.month.is_none(), entry.month));
    log
}

fn month_entry(id: EntryId, entry: Reader<'_>) -> MonthEntry {
    MonthEntry {
        id,
        month: entry.parsed("month"),
        work_done: entry.text("work_done"),
        lesson: entry.text("lesson"),
        progress: entry.named("progress", Progress::from_name),
        entered_at: entry.integer("entered_at").map(Moment::from_millis),
        quantities: entry.decimals("quantities"),
        interim: entry.decimals("interim"),
        interim_whole: entry.decimals("interim_whole"),
        order: entry.order(),
    }
}

fn difficulty(id: EntryId, entry: Reader<'_>) -> Difficulty {
    Difficulty {
        id,
        text: entry.text("text"),
        level: entry.named("level", DifficultyLevel::from_name),
        request: entry.text("request"),
        addressed_to: entry.named("addressed_to", Role::from_name),
        wanted_by: entry.parsed("wanted_by"),
        log: entry.parsed("log"),
        order: entry.order(),
    }
}

fn evidence(id: EntryId, entry: Reader<'_>) -> EvidenceItem {
    EvidenceItem {
        id,
        kind: entry.named("kind", EvidenceKind::from_name),
        title: entry.line("title"),
        caption: entry.text("caption"),
        blob: entry.parsed("blob"),
        name: entry.line("name"),
        size: entry.integer("size").and_then(|size| u64::try_from(size).ok()),
        mime: entry.line("mime"),
        preview: entry.parsed("preview"),
        added_at: entry.integer("added_at").map(Moment::from_millis),
        added_by: entry.parsed("added_by"),
        captured_on: entry.parsed("captured_on"),
        supports: entry.set("supports"),
        order: entry.order(),
    }
}
