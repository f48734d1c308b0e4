//! Fixed names of the contract in words.

use api::{DeliveryState, DifficultyState, StageState};
use domain::period::Period;
use domain::record::Part;
use domain::role::{ParticipantKind, Role, Stage};

use super::name;
use crate::i18n::Locale;

/// Names a role.
pub fn role(lang: Locale, role: Role) -> &'static str {
    name!(lang, role.name(), { "member" => common.role.member, "staff" => common.role.staff, "department_head" => common.role.department_head, "deputy_head" => common.role.deputy_head, "union_officer" => common.role.union_officer, "leadership" => common.role.leadership, "council_chair" => common.role.council_chair, "council_vice_chair" => common.role.council_vice_chair, "council_secretary" => common.role.council_secretary, "council_member" => common.role.council_member, "clerk" => common.role.clerk, "registrar" => common.role.registrar, "appraiser" => common.role.appraiser, "lead_appraiser" => common.role.lead_appraiser, "reviewer" => common.role.reviewer, "teller" => common.role.teller, "author" => common.role.author, "sponsor" => common.role.sponsor, "typist" => common.role.typist } else common.role.member)
}

/// Names a stage of approval.
pub fn stage(lang: Locale, stage: Stage) -> &'static str {
    name!(lang, stage.name(), { "department" => common.stage.department, "union" => common.stage.union, "leadership" => common.stage.leadership } else common.stage.department)
}

/// Names a part of an initiative.
pub fn part(lang: Locale, part: Part) -> &'static str {
    name!(lang, part.name(), { "registration" => common.part.registration, "dossier" => common.part.dossier } else common.part.registration)
}

/// Names a period.
pub fn period(lang: Locale, period: Period) -> &'static str {
    name!(lang, period.name(), { "semester_i" => common.period.semester_i, "semester_ii" => common.period.semester_ii, "whole_year" => common.period.whole_year } else common.period.whole_year)
}

/// Names a kind of participant.
pub fn participant_kind(lang: Locale, kind: ParticipantKind) -> &'static str {
    name!(lang, kind.name(), { "department" => common.kind.department, "leader" => common.kind.leader, "teacher" => common.kind.teacher, "staff" => common.kind.staff, "pupil" => common.kind.pupil } else common.kind.teacher)
}

/// Names a scope by its word in the contract.
pub fn scope(lang: Locale, scope: &str) -> &'static str {
    name!(lang, scope, { "class" => common.scope.class, "department" => common.scope.department, "school" => common.scope.school, "commune" => common.scope.commune, "province" => common.scope.province } else common.ui.none)
}

/// Names a kind of number by its word in the contract.
pub fn quantity_kind(lang: Locale, kind: &str) -> &'static str {
    name!(lang, kind, { "count" => common.quantity.count, "ratio" => common.quantity.ratio, "mean" => common.quantity.mean, "per_month" => common.quantity.per_month, "duration" => common.quantity.duration, "money" => common.quantity.money, "statistic" => common.quantity.statistic } else common.ui.none)
}

/// Names a direction by its word in the contract.
pub fn direction(lang: Locale, direction: &str) -> &'static str {
    name!(lang, direction, { "higher" => common.direction.higher, "lower" => common.direction.lower, "keep_at_least" => common.direction.keep_at_least, "keep_at_most" => common.direction.keep_at_most, "none" => common.direction.none } else common.ui.none)
}

/// Names the progress of a month by its word in the contract.
pub fn progress(lang: Locale, progress: &str) -> &'static str {
    name!(lang, progress, { "behind" => common.progress.behind, "on_plan" => common.progress.on_plan, "ahead" => common.progress.ahead } else common.ui.none)
}

/// Names the level of a difficulty by its word in the contract.
pub fn level(lang: Locale, level: &str) -> &'static str {
    name!(lang, level, { "self_handled" => common.level.self_handled, "needs_help" => common.level.needs_help } else common.ui.none)
}

/// Names a kind of evidence by its word in the contract.
pub fn evidence_kind(lang: Locale, kind: &str) -> &'static str {
    name!(lang, kind, { "photo" => common.evidence.photo, "video" => common.evidence.video, "audio" => common.evidence.audio, "document" => common.evidence.document, "spreadsheet" => common.evidence.spreadsheet, "score_table" => common.evidence.score_table, "list" => common.evidence.list, "product" => common.evidence.product, "publication" => common.evidence.publication, "confirmation" => common.evidence.confirmation, "link" => common.evidence.link } else common.evidence.document)
}

/// Says what somebody did, after their name.
pub fn verb(lang: Locale, verb: &str) -> &'static str {
    name!(lang, verb, { "changed" => common.verb.changed, "submit" => common.verb.submit, "withdraw" => common.verb.withdraw, "approve" => common.verb.approve, "return" => common.verb.returned, "remark" => common.verb.remark, "settle" => common.verb.settle, "revoke" => common.verb.revoke, "answer_difficulty" => common.verb.answer_difficulty, "resolve_difficulty" => common.verb.resolve_difficulty, "erase_attachment" => common.verb.erase_attachment, "share" => common.verb.share, "adopt_rules" => common.verb.adopt_rules } else common.verb.other)
}

/// Says why a record does not count.
pub fn void_reason(lang: Locale, reason: &str) -> &'static str {
    name!(lang, reason, { "broken" => common.void.broken, "conflict" => common.void.conflict, "wrong_capacity" => common.void.wrong_capacity, "second_stage" => common.void.second_stage, "revoked" => common.void.revoked, "not_own" => common.void.not_own, "relied_on" => common.void.relied_on, "not_neutral" => common.void.not_neutral, "nothing_to_settle" => common.void.nothing_to_settle, "collective_entry" => common.void.collective_entry, "impossible_count" => common.void.impossible_count, "already_recognized" => common.void.already_recognized, "role_not_held" => common.void.role_not_held, "conflict_of_interest" => common.void.conflict, "hash_mismatch" => common.void.broken } else common.void.other)
}

/// Says how a stage stands.
pub fn stage_state(lang: Locale, state: StageState) -> &'static str {
    match state {
        StageState::NotYet => crate::i18n::td_string!(lang, common.stage_state.not_yet),
        StageState::Waiting => crate::i18n::td_string!(lang, common.stage_state.waiting),
        StageState::Approved => crate::i18n::td_string!(lang, common.stage_state.approved),
        StageState::ApprovedEarlier => crate::i18n::td_string!(lang, common.stage_state.approved_earlier),
        StageState::Returned => crate::i18n::td_string!(lang, common.stage_state.returned),
        StageState::Differing => crate::i18n::td_string!(lang, common.stage_state.differing),
        StageState::NotNeeded => crate::i18n::td_string!(lang, common.stage_state.not_needed),
    }
}

/// Says how a difficulty stands.
pub fn difficulty_state(lang: Locale, state: DifficultyState) -> &'static str {
    match state {
        DifficultyState::SelfHandled => crate::i18n::td_string!(lang, common.difficulty.self_handled),
        DifficultyState::Open => crate::i18n::td_string!(lang, common.difficulty.open),
        DifficultyState::Answered => crate::i18n::td_string!(lang, common.difficulty.answered),
        DifficultyState::Overdue => crate::i18n::td_string!(lang, common.difficulty.overdue),
        DifficultyState::Solved => crate::i18n::td_string!(lang, common.difficulty.solved),
        DifficultyState::AskedAgain => crate::i18n::td_string!(lang, common.difficulty.asked_again),
    }
}

/// Says where a thing is.
pub fn delivery(lang: Locale, state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::ThisMachine => crate::i18n::td_string!(lang, common.delivery.this_machine),
        DeliveryState::AtRelay => crate::i18n::td_string!(lang, common.delivery.at_relay),
        DeliveryState::Received => crate::i18n::td_string!(lang, common.delivery.received),
        DeliveryState::Seen => crate::i18n::td_string!(lang, common.delivery.seen),
    }
}
