//! One initiative as one page of the book.

use api::{Audience, CandidateView, ConflictView, Error, InitiativeView, MissingView};
use domain::node::Node;
use domain::record::{Part, RecordBody};
use domain::submission::{missing, warnings};
use engine::short_code;
use protocol::Verb;

use super::{Case, files, offers, sheet, standing, summary, timeline};
use crate::delivery;
use crate::error;
use crate::ids::Same;
use crate::session::Work;

/// Builds the page.
pub fn view(work: &mut Work<'_>, case: &Case<'_>) -> Result<InitiativeView, Error> {
    let whereabouts = delivery::whereabouts(work, case.doc, &case.envelopes, &case.document.heads())?;
    let initiative = &case.initiative;
    let names = |members: &[protocol::MemberId]| -> Vec<String> {
        members.iter().map(|member| case.people.name(member.same())).collect()
    };
    let can = Can::ask(work, case)?;
    Ok(InitiativeView {
        summary: summary::summary(work, case, &whereabouts)?,
        number: number(case),
        school_year: initiative.school_year.map(|year| year.to_string()).unwrap_or_default(),
        participant_kind: initiative.participant_kind,
        continues: initiative.continues,
        continues_title: initiative.continues.map(|id| case.cards.title(id.same())).unwrap_or_default(),
        content_area_title: area_title(case),
        sub_items: initiative.sub_items.iter().cloned().collect(),
        campaigns: initiative.campaigns.iter().cloned().collect(),
        tasks: initiative.tasks.iter().cloned().collect(),
        authors: sheet::authors(case),
        sponsor: initiative.sponsor,
        sponsor_name: initiative.sponsor.map(|sponsor| case.people.name(sponsor)).unwrap_or_default(),
        pupils: sheet::pupils(case),
        problem: initiative.problem.clone(),
        solution: initiative.solution.clone(),
        beneficiaries: initiative.beneficiaries.clone(),
        scope: initiative.scope.map(|scope| scope.name().to_owned()),
        planned_evidence: initiative.planned_evidence.clone(),
        support_needed: initiative.support_needed.clone(),
        quantities: sheet::quantities(case),
        results: sheet::results(case),
        months: sheet::months(case),
        difficulties: sheet::difficulties(case),
        evidence: files::evidence(work, case)?,
        state: standing::state(work, case)?,
        timeline: timeline::timeline(work, case)?,
        conflicts: conflicts(case),
        missing_registration: missing_of(case, Part::Registration),
        missing_dossier: missing_of(case, Part::Dossier),
        warnings: warnings_of(case),
        same_title: work.session.cards.same_title(case.doc, &initiative.title),
        audience: audience(case),
        can_edit: can.edit,
        can_submit_registration: can.submit_registration,
        can_submit_dossier: can.submit_dossier,
        can_withdraw: can.withdraw,
        can_share: case.opened.is_none(),
        can_discard: case.opened.is_none(),
        can_undo: can.undo,
        can_decide: can.decide,
        can_settle: can.settle,
        can_remark: can.remark,
        can_answer: can.answer,
        heads: case.document.heads().iter().map(Same::same).collect(),
        version_code: short_code(case.versions.content_hash().as_bytes()),
        saved_at: summary::saved_at(work, case)?,
        unsent: whereabouts.unsent,
        received_by: names(&whereabouts.received_by),
        seen_by: names(&whereabouts.seen_by),
    })
}

struct Can {
    edit: bool,
    submit_registration: bool,
    submit_dossier: bool,
    withdraw: bool,
    undo: bool,
    decide: Vec<api::DecisionOffer>,
    settle: bool,
    remark: bool,
    answer: bool,
}

impl Can {
    fn ask(work: &Work<'_>, case: &Case<'_>) -> Result<Self, Error> {
        let may = |verb| -> Result<bool, Error> {
            Ok(case.opened.is_some() && offers::may_sign(work, case.doc, verb, None)?.is_some())
        };
        let edit = offers::may_edit(work, case)?;
        let undo = store::undo::depth(work.connection(), case.doc).map_err(error::from_store)? > 0;
        Ok(Self {
            edit,
            submit_registration: offers::can_submit(work, case, Part::Registration)?,
            submit_dossier: offers::can_submit(work, case, Part::Dossier)?,
            withdraw: offers::withdrawable(case).is_some() && may(Verb::Withdraw)?,
            undo: edit && undo,
            decide: offers::decisions(work, case)?,
            settle: offers::settleable(work, case)?.is_some(),
            remark: may(Verb::Remark)?,
            answer: may(Verb::AnswerDifficulty)?,
        })
    }
}

fn number(case: &Case<'_>) -> Option<String> {
    case.records.iter().rev().filter(|record| !case.is_void(record.id)).find_map(|record| {
        match &record.body {
            RecordBody::AssignNumber { number } => Some(number.clone()),
            _ => None,
        }
    })
}

fn area_title(case: &Case<'_>) -> String {
    let area = case.initiative.content_area.as_deref().and_then(|slug| case.movement.content_area(slug));
    area.map(|area| format!("{}) {}", area.label, area.title)).unwrap_or_default()
}

fn audience(case: &Case<'_>) -> Audience {
    match case.opened.as_ref().map(|opened| opened.audience) {
        None => Audience::Device,
        Some(protocol::Audience::Authors) => Audience::Authors,
        Some(protocol::Audience::Group) => Audience::Group,
        Some(protocol::Audience::School) => Audience::School,
    }
}

fn missing_of(case: &Case<'_>, part: Part) -> Vec<MissingView> {
    missing(&case.initiative, part, &case.movement)
        .into_iter()
        .map(|missing| MissingView { path: missing.path, reason: missing.reason.name().to_owned() })
        .collect()
}

fn warnings_of(case: &Case<'_>) -> Vec<MissingView> {
    warnings(&case.initiative, &case.movement)
        .into_iter()
        .map(|warning| MissingView { path: warning.path, reason: warning.kind.name().to_owned() })
        .collect()
}

fn conflicts(case: &Case<'_>) -> Vec<ConflictView> {
    let candidate = |path: &str, one: engine::Candidate| CandidateView {
        token: one.token,
        value: shown(case, path, &one.value),
        person: case.people.writer(one.actor).map(|member| case.people.name(member)).unwrap_or_default(),
    };
    case.document
        .conflicts()
        .into_iter()
        .map(|conflict| ConflictView {
            candidates: conflict.candidates.into_iter().map(|one| candidate(&conflict.path, one)).collect(),
            path: conflict.path,
        })
        .collect()
}

fn shown(case: &Case<'_>, path: &str, value: &Node) -> String {
    match value {
        Node::Text(text) => case.said(path, text),
        Node::Integer(number) => number.to_string(),
        Node::Flag(flag) => flag.to_string(),
        _ => String::new(),
    }
}
