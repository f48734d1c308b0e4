//! The rows of the field table.

use super::FieldKind::{
    Blob, Choice, Date, Decimal, Element, Entry, EntryRef, Initiative, Line, Long, Member, MergingLine,
    Month, Order, SchoolYear, Share, Slug, Text,
};
use super::{Class, Field, FieldKind};

const PERIODS: &[&str] = &["semester_i", "semester_ii", "whole_year"];
const SEMESTERS: &[&str] = &["semester_i", "semester_ii"];
const KINDS: &[&str] = &["department", "leader", "teacher", "staff", "pupil"];
const SCOPES: &[&str] = &["class", "department", "school", "commune", "province"];
const QUANTITY_KINDS: &[&str] = &["count", "ratio", "mean", "per_month", "duration", "money", "statistic"];
const DIRECTIONS: &[&str] = &["higher", "lower", "keep_at_least", "keep_at_most", "none"];
const PROGRESS: &[&str] = &["behind", "on_plan", "ahead"];
const LEVELS: &[&str] = &["self_handled", "needs_help"];
const ADDRESSEES: &[&str] = &["department_head", "union_officer", "leadership", "council_secretary"];
const EVIDENCE_KINDS: &[&str] = &[
    "photo",
    "video",
    "audio",
    "document",
    "spreadsheet",
    "score_table",
    "list",
    "product",
    "publication",
    "confirmation",
    "link",
];

const fn sheet(pattern: &'static str, kind: FieldKind, class: Class) -> Field {
    Field { pattern, kind, class, in_registration: true }
}

const fn later(pattern: &'static str, kind: FieldKind, class: Class) -> Field {
    Field { pattern, kind, class, in_registration: false }
}

use Class::{Editorial as E, Material as M};

/// Every field of the initiative document, in the order of the sheet.
pub const FIELDS: &[Field] = &[
    sheet("title", MergingLine, E),
    sheet("school_year", SchoolYear, M),
    sheet("period", Choice(PERIODS), M),
    sheet("participant_kind", Choice(KINDS), M),
    sheet("continues", Initiative, E),
    sheet("content_area", Slug, M),
    sheet("sub_items/*", Element, M),
    sheet("campaigns/*", Element, E),
    sheet("tasks/*", Element, E),
    sheet("authors/*", Entry, M),
    sheet("authors/*/share", Share, M),
    sheet("authors/*/order", Order, E),
    sheet("authors/*/titles/*", Element, M),
    sheet("sponsor", Member, M),
    sheet("pupils/*", Entry, M),
    sheet("pupils/*/class", Line, M),
    sheet("pupils/*/order", Order, E),
    sheet("problem", Text, M),
    sheet("solution", Text, M),
    sheet("quantities/*", Entry, M),
    sheet("quantities/*/what", MergingLine, M),
    sheet("quantities/*/planned", Decimal, M),
    sheet("quantities/*/unit", Line, M),
    sheet("quantities/*/semester", Choice(SEMESTERS), M),
    sheet("quantities/*/order", Order, E),
    sheet("results/*", Entry, M),
    sheet("results/*/label", MergingLine, M),
    sheet("results/*/quantity_kind", Choice(QUANTITY_KINDS), M),
    sheet("results/*/direction", Choice(DIRECTIONS), M),
    sheet("results/*/unit", Line, M),
    sheet("results/*/how_measured", Text, M),
    sheet("results/*/baseline", Decimal, M),
    sheet("results/*/baseline_whole", Decimal, M),
    sheet("results/*/target", Decimal, M),
    sheet("results/*/target_whole", Decimal, M),
    later("results/*/actual", Decimal, M),
    later("results/*/actual_whole", Decimal, M),
    sheet("results/*/baseline_on", Date, M),
    later("results/*/actual_on", Date, M),
    sheet("results/*/order", Order, E),
    sheet("beneficiaries", Text, M),
    sheet("scope", Choice(SCOPES), M),
    sheet("plan/*", Text, E),
    sheet("planned_evidence", Text, E),
    sheet("support_needed", Text, E),
    later("log/*", Entry, E),
    later("log/*/month", Month, M),
    later("log/*/work_done", Text, E),
    later("log/*/lesson", Text, E),
    later("log/*/progress", Choice(PROGRESS), E),
    later("log/*/entered_at", Long, E),
    later("log/*/order", Order, E),
    later("log/*/quantities/*", Decimal, M),
    later("log/*/interim/*", Decimal, M),
    later("log/*/interim_whole/*", Decimal, M),
    later("difficulties/*", Entry, E),
    later("difficulties/*/text", Text, E),
    later("difficulties/*/level", Choice(LEVELS), E),
    later("difficulties/*/request", Text, E),
    later("difficulties/*/addressed_to", Choice(ADDRESSEES), E),
    later("difficulties/*/wanted_by", Date, E),
    later("difficulties/*/log", EntryRef, E),
    later("difficulties/*/order", Order, E),
    later("evidence/*", Entry, M),
    later("evidence/*/kind", Choice(EVIDENCE_KINDS), E),
    later("evidence/*/title", MergingLine, E),
    later("evidence/*/caption", Text, E),
    later("evidence/*/blob", Blob, M),
    later("evidence/*/name", Line, E),
    later("evidence/*/size", Long, E),
    later("evidence/*/mime", Line, E),
    later("evidence/*/preview", Blob, E),
    later("evidence/*/added_at", Long, E),
    later("evidence/*/added_by", Member, E),
    later("evidence/*/captured_on", Date, E),
    later("evidence/*/supports/*", Element, M),
    later("evidence/*/order", Order, E),
];
