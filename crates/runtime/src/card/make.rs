//! Makes a card of everything that is known of an initiative.

use std::collections::{BTreeMap, BTreeSet};

use api::{DifficultyState, Error};
use domain::date::{Date, Moment, Month};
use domain::decimal::Decimal;
use domain::initiative::{self, MonthEntry};
use domain::overview::{ResultCounts, UnitAmount};
use domain::record::{Part, Record, RecordBody, RecordKind};
use domain::result::figures;
use domain::status::{PartState, Status};
use domain::submission::missing;

use super::standing::{differing, remark, returned, waiting};
use super::{Card, Difficulty, Person, Submission};
use crate::error;
use crate::ids::Same;
use crate::session::Work;
use crate::view::{Case, difficulty_state, with_log};

const PARTS: [Part; 2] = [Part::Registration, Part::Dossier];

/// Makes the card, and what the search looks at.
pub(super) fn card(work: &mut Work<'_>, case: &Case<'_>) -> Result<(Card, store::search::Entry), Error> {
    let initiative = &case.initiative;
    let shown = case.part(case.state.shown_part);
    let person = |member| Person {
        member,
        name: case.people.name(member),
        department: case.people.department_of(member),
    };
    let first = initiative.authors.first().and_then(|author| case.people.department_of(author.member));
    let (results, results_without_evidence) = results(case);
    let card = Card {
        id: case.doc.same(),
        title: initiative.title.clone(),
        authors: initiative.authors.iter().map(|author| person(author.member)).collect(),
        sponsor: initiative.sponsor.map(person),
        department: case.department,
        department_name: case.people.department_name(case.department.or(first)),
        content_area: initiative.content_area.clone(),
        campaigns: initiative.campaigns.clone(),
        period: initiative.period,
        kind: initiative.participant_kind,
        status: case.state.shown.clone(),
        registered: was_submitted(case),
        approved: case.state.registration.status == Status::Approved,
        dossier_submitted: is_submitted(&case.state.dossier),
        changes: shown.changed_since_approval.map_or(0, |changes| changes.material),
        log: log(initiative),
        last_log: last_log(initiative),
        results,
        results_without_evidence,
        quantities: quantities(initiative),
        difficulties: initiative.difficulties.iter().map(|one| difficulty(case, one)).collect(),
        evidence: initiative.evidence.len() as u32,
        conflicts: case.document.conflicts().len() as u32,
        missing_registration: missing(initiative, Part::Registration, &case.movement).len() as u32,
        missing_dossier: missing(initiative, Part::Dossier, &case.movement).len() as u32,
        submissions: PARTS.into_iter().filter_map(|part| submission(part, case.part(part))).collect(),
        waiting: PARTS.into_iter().flat_map(|part| waiting(case, part)).collect(),
        differing: PARTS.into_iter().find_map(|part| differing(case, part)),
        returned: returned(case, shown),
        remark: remark(case),
        updated_at: updated_at(work, case)?,
        mine: case.is_mine(),
        seen: seen(case),
        heads: case.document.heads().iter().map(Same::same).collect(),
    };
    let entry = entry(&card, initiative);
    Ok((card, entry))
}

fn entry(card: &Card, initiative: &initiative::Initiative) -> store::search::Entry {
    let results = initiative.results.iter().map(|result| result.label.as_str());
    let quantities = initiative.quantities.iter().map(|quantity| quantity.what.as_str());
    let evidence = initiative.evidence.iter().flat_map(|item| [item.title.as_str(), item.caption.as_str()]);
    store::search::Entry {
        title: card.title.clone(),
        authors: card.author_names(),
        problem: initiative.problem.clone(),
        solution: initiative.solution.clone(),
        results: lines(results.chain(quantities)),
        evidence: lines(evidence),
    }
}

fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_submitted(part: &PartState) -> bool {
    part.submission.is_some() && part.status != Status::Withdrawn
}

fn was_submitted(case: &Case<'_>) -> bool {
    let submits =
        |record: &&Record| record.kind == RecordKind::Submit && record.part() == Some(Part::Registration);
    case.records.iter().filter(submits).any(|record| !case.is_void(record.id))
}

fn submission(part: Part, state: &PartState) -> Option<Submission> {
    let submission = state.submission.as_ref()?;
    Some(Submission { part, at: submission.at, late: submission.late.is_some() })
}

fn log(initiative: &initiative::Initiative) -> BTreeMap<Month, Vec<Moment>> {
    let mut log: BTreeMap<Month, Vec<Moment>> = BTreeMap::new();
    for entry in &initiative.log {
        if let Some(month) = entry.month {
            // An entry that does not say when it was typed counts as typed in its month.
            let typed = entry.entered_at.unwrap_or_else(|| Moment::start_of(month.first()));
            log.entry(month).or_default().push(typed);
        }
    }
    log
}

fn last_log(initiative: &initiative::Initiative) -> String {
    let newest = initiative.log.iter().max_by_key(|entry: &&MonthEntry| (entry.month, entry.entered_at));
    let Some(newest) = newest else { return String::new() };
    let figure = |(id, number): (&domain::id::EntryId, &Decimal)| {
        let quantity = initiative.quantities.iter().find(|quantity| quantity.id == *id)?;
        Some(format!("{} {}", number.to_vietnamese(), quantity.unit).trim_end().to_owned())
    };
    newest.quantities.iter().filter_map(figure).collect::<Vec<_>>().join("; ")
}

fn results(case: &Case<'_>) -> (ResultCounts, u32) {
    let mut counts = ResultCounts::default();
    let mut without_evidence = 0;
    for result in &case.initiative.results {
        let result = with_log(case, result);
        let figures = figures(&result);
        counts.all += 1;
        counts.quantified += u32::from(figures.quantified);
        counts.met += u32::from(figures.met == Some(true));
        counts.not_met += u32::from(figures.met == Some(false));
        let claim = format!("results:{}", result.id);
        let bare = case.initiative.evidence_for(&claim).next().is_none();
        without_evidence += u32::from(result.actual.is_some() && bare);
    }
    (counts, without_evidence)
}

fn quantities(initiative: &initiative::Initiative) -> Vec<UnitAmount> {
    initiative
        .quantities
        .iter()
        .filter(|quantity| !quantity.unit.is_empty())
        .map(|quantity| UnitAmount {
            unit: quantity.unit.clone(),
            planned: quantity.planned.unwrap_or(Decimal::ZERO),
            done: initiative.done(quantity.id).unwrap_or(Decimal::ZERO),
        })
        .collect()
}

fn difficulty(case: &Case<'_>, difficulty: &initiative::Difficulty) -> Difficulty {
    let noted = noted_on(case, difficulty);
    let state = match difficulty_state(case, difficulty) {
        DifficultyState::Overdue => DifficultyState::Open,
        state => state,
    };
    let answers = |record: &&Record| matches!(&record.body, RecordBody::AnswerDifficulty { difficulty: about, .. } if *about == difficulty.id);
    let answered = case.records.iter().filter(answers).find(|record| !case.is_void(record.id));
    let days = i64::from(case.movement.parameters.answer_days);
    Difficulty {
        id: difficulty.id,
        text: difficulty.text.clone(),
        state,
        addressed_to: difficulty.addressed_to,
        due: difficulty
            .wanted_by
            .or_else(|| noted.map(|day| day.plus_days(days)))
            .filter(|_| case.opened.is_some()),
        days_to_answer: answered
            .zip(noted)
            .map(|(answer, noted)| u32::try_from(noted.days_until(answer.at.date())).unwrap_or(0)),
    }
}

/// The day since which a difficulty can be read: that of its log entry, else of the first hand-in.
fn noted_on(case: &Case<'_>, difficulty: &initiative::Difficulty) -> Option<Date> {
    let entry = difficulty.log.and_then(|id| case.initiative.log.iter().find(|entry| entry.id == id));
    let noted = entry.and_then(|entry| entry.entered_at);
    noted.or_else(|| Some(case.state.registration.submission.as_ref()?.at)).map(Moment::date)
}

fn updated_at(work: &Work<'_>, case: &Case<'_>) -> Result<Moment, Error> {
    let saved = store::document::updated_at(work.connection(), case.doc).map_err(error::from_store)?;
    let newest = case.records.iter().map(|record| record.at).max();
    Ok(saved.unwrap_or(case.now).max(newest.unwrap_or_default()))
}

fn seen(case: &Case<'_>) -> bool {
    let heads: BTreeSet<_> = case.document.heads().iter().map(Same::same).collect();
    let covers = |record: &&Record| heads.iter().all(|head| record.heads.contains(head));
    let by_another = |record: &&Record| record.kind == RecordKind::Seen && record.signer != case.me;
    case.records.iter().filter(by_another).any(|record| covers(&record))
}
