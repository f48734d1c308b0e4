//! Labels of fields, by their paths in the document.

use domain::sheet::field_of;

use super::name;
use crate::i18n::{Locale, td_string};

/// Names a field by its path, such as `results/0a1b…/baseline`: "Kết quả lượng hóa – Ban đầu".
pub fn field(lang: Locale, path: &str) -> String {
    // The field table tells a name from a key: the slug of a title may look like a name.
    let path = field_of(path).map_or(path, |field| field.pattern);
    let mut parts = path.split('/').filter(|part| !is_key(part));
    let group = word(lang, parts.next().unwrap_or_default());
    match parts.next_back() {
        Some(last) => {
            td_string!(lang, common.field.within, group = group, field = word(lang, last)).to_string()
        }
        None => group.to_owned(),
    }
}

/// Tells whether a part of a path is a key of a list, not a name.
fn is_key(part: &str) -> bool {
    part == "*" || !part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn word(lang: Locale, part: &str) -> &'static str {
    name!(lang, part, {
        "title" => common.field.title,
        "school_year" => common.field.school_year,
        "period" => common.field.period,
        "participant_kind" => common.field.participant_kind,
        "continues" => common.field.continues,
        "content_area" => common.field.content_area,
        "sub_items" => common.field.sub_items,
        "campaigns" => common.field.campaigns,
        "tasks" => common.field.tasks,
        "authors" => common.field.authors,
        "share" => common.field.share,
        "titles" => common.field.titles,
        "sponsor" => common.field.sponsor,
        "pupils" => common.field.pupils,
        "class" => common.field.class,
        "problem" => common.field.problem,
        "solution" => common.field.solution,
        "quantities" => common.field.quantities,
        "what" => common.field.what,
        "planned" => common.field.planned,
        "unit" => common.field.unit,
        "semester" => common.field.semester,
        "results" => common.field.results,
        "label" => common.field.label,
        "quantity_kind" => common.field.quantity_kind,
        "direction" => common.field.direction,
        "how_measured" => common.field.how_measured,
        "baseline" => common.field.baseline,
        "baseline_whole" => common.field.baseline_whole,
        "target" => common.field.target,
        "target_whole" => common.field.target_whole,
        "actual" => common.field.actual,
        "actual_whole" => common.field.actual_whole,
        "baseline_on" => common.field.baseline_on,
        "actual_on" => common.field.actual_on,
        "beneficiaries" => common.field.beneficiaries,
        "scope" => common.field.scope,
        "plan" => common.field.plan,
        "planned_evidence" => common.field.planned_evidence,
        "support_needed" => common.field.support_needed,
        "log" => common.field.log,
        "month" => common.field.month,
        "work_done" => common.field.work_done,
        "lesson" => common.field.lesson,
        "progress" => common.field.progress,
        "interim" => common.field.interim,
        "difficulties" => common.field.difficulties,
        "text" => common.field.text,
        "level" => common.field.level,
        "request" => common.field.request,
        "addressed_to" => common.field.addressed_to,
        "wanted_by" => common.field.wanted_by,
        "evidence" => common.field.evidence,
        "kind" => common.field.kind,
        "caption" => common.field.caption,
        "file" => common.field.file,
        "captured_on" => common.field.captured_on,
        "supports" => common.field.supports,
        "pledge" => common.field.pledge,
        "name" => common.field.file,
        "blob" => common.field.file,
        "preview" => common.field.file,
        "interim_whole" => common.field.interim,
    } else common.field.other)
}
