//! The sheet and the log with their derived figures.

use api::{
    AnswerView, AuthorView, DifficultyState, DifficultyView, LoggedQuantity, LoggedValue, Measure,
    MonthEntryView, MonthState, MonthView, PupilView, QuantityView, ResultView,
};
use domain::calendar::log_due;
use domain::date::Month;
use domain::decimal::Decimal;
use domain::id::EntryId;
use domain::initiative::{Difficulty, DifficultyLevel, MonthEntry, QuantifiedResult};
use domain::record::{Record, RecordBody};
use domain::result::{QuantityKind, Trend, completion, figures, percent};

use super::Case;

/// Authors with shares, in their order.
pub fn authors(case: &Case<'_>) -> Vec<AuthorView> {
    let view = |author: &domain::initiative::Author| AuthorView {
        member: author.member,
        name: case.people.name(author.member),
        department: case.people.department_name(case.people.department_of(author.member)),
        position: case.people.position(author.member),
        share: author.share,
        titles: author.titles.iter().cloned().collect(),
    };
    case.initiative.authors.iter().map(view).collect()
}

/// Pupils by id and class.
pub fn pupils(case: &Case<'_>) -> Vec<PupilView> {
    let view = |pupil: &domain::initiative::Pupil| PupilView {
        id: pupil.id.to_string(),
        class: pupil.class.clone(),
    };
    case.initiative.pupils.iter().map(view).collect()
}

/// Planned quantities and what the log adds up to.
pub fn quantities(case: &Case<'_>) -> Vec<QuantityView> {
    let initiative = &case.initiative;
    initiative
        .quantities
        .iter()
        .map(|quantity| {
            let done = initiative.done(quantity.id).unwrap_or(Decimal::ZERO);
            let share = quantity.planned.and_then(|planned| completion(done, planned));
            QuantityView {
                id: quantity.id,
                what: quantity.what.clone(),
                planned: quantity.planned,
                unit: quantity.unit.clone(),
                semester: quantity.semester,
                done,
                completion: share.and_then(|share| u64::try_from(share.tenths()).ok()),
            }
        })
        .collect()
}

/// Results with their figures; the actual value is the result's own, else the log's newest.
pub fn results(case: &Case<'_>) -> Vec<ResultView> {
    case.initiative.results.iter().map(|result| result_view(case, result)).collect()
}

fn result_view(case: &Case<'_>, result: &QuantifiedResult) -> ResultView {
    let result = &with_log(case, result);
    let figures = figures(result);
    let claim = format!("results:{}", result.id);
    let measure = |value: Option<Decimal>, whole: Option<Decimal>| measure(result, value, whole);
    ResultView {
        id: result.id,
        label: result.label.clone(),
        quantity_kind: result.quantity_kind.map(|kind| kind.name().to_owned()),
        direction: result.direction.map(|direction| direction.name().to_owned()),
        unit: result.unit.clone(),
        how_measured: result.how_measured.clone(),
        baseline: measure(result.baseline, result.baseline_whole),
        target: measure(result.target, result.target_whole.or(result.baseline_whole)),
        actual: measure(result.actual, result.actual_whole.or(result.baseline_whole)),
        baseline_on: result.baseline_on,
        actual_on: result.actual_on,
        relative_change: figures.change.and_then(|change| u64::try_from(change.percent.tenths()).ok()),
        rises: figures.change.and_then(|change| match change.trend {
            Trend::Rise => Some(true),
            Trend::Fall => Some(false),
            Trend::Same => None,
        }),
        point_change: figures.points.map(|points| points.points.tenths()),
        progress: figures.progress.map(domain::result::Percent::tenths),
        met: figures.met,
        quantified: figures.quantified,
        evidence: case.initiative.evidence_for(&claim).count() as u32,
    }
}

/// Takes the log's newest interim value as the actual one where the result has none of its own.
pub fn with_log(case: &Case<'_>, result: &QuantifiedResult) -> QuantifiedResult {
    let mut result = result.clone();
    if result.actual.is_none() {
        let logged = case.initiative.log.iter().filter(|entry| entry.interim.contains_key(&result.id));
        if let Some(newest) = logged.max_by_key(|entry| (entry.month, entry.entered_at)) {
            result.actual = newest.interim.get(&result.id).copied();
            result.actual_whole = newest.interim_whole.get(&result.id).copied();
            result.actual_on = newest.entered_at.map(domain::date::Moment::date);
        }
    }
    result
}

fn measure(result: &QuantifiedResult, value: Option<Decimal>, whole: Option<Decimal>) -> Measure {
    let whole = whole.filter(|_| result.quantity_kind == Some(QuantityKind::Ratio) && value.is_some());
    let share = value.zip(whole).and_then(|(value, whole)| percent(value, whole));
    Measure { value, whole, percent: share.and_then(|share| u64::try_from(share.tenths()).ok()) }
}

/// Plan and log, one for each month of the movement that the period has, and each other logged one.
pub fn months(case: &Case<'_>) -> Vec<MonthView> {
    let initiative = &case.initiative;
    let mut months = match initiative.period {
        Some(period) => case.movement.months_of(period),
        None => case.movement.months_of_year(),
    };
    let others = initiative.logged_months().into_iter().chain(initiative.plan.keys().copied());
    for month in others.collect::<Vec<_>>() {
        if !months.contains(&month) {
            months.push(month);
        }
    }
    months.into_iter().map(|month| month_view(case, month)).collect()
}

fn month_view(case: &Case<'_>, month: Month) -> MonthView {
    let entries: Vec<_> = case.initiative.log.iter().filter(|entry| entry.month == Some(month)).collect();
    let today = case.today();
    let state = if !entries.is_empty() {
        MonthState::Logged
    } else if log_due(month) < today {
        MonthState::Silent
    } else if month.first() <= today {
        MonthState::Now
    } else {
        MonthState::ToCome
    };
    MonthView {
        month,
        plan: case.initiative.plan.get(&month).cloned().unwrap_or_default(),
        state,
        entries: entries.into_iter().map(|entry| entry_view(case, entry)).collect(),
    }
}

fn entry_view(case: &Case<'_>, entry: &MonthEntry) -> MonthEntryView {
    let initiative = &case.initiative;
    let quantities = entry.quantities.iter().map(|(id, number)| {
        let planned = initiative.quantities.iter().find(|quantity| quantity.id == *id);
        LoggedQuantity {
            quantity: *id,
            what: planned.map(|quantity| quantity.what.clone()).unwrap_or_default(),
            number: *number,
            unit: planned.map(|quantity| quantity.unit.clone()).unwrap_or_default(),
        }
    });
    let interim = entry.interim.iter().map(|(id, value)| {
        let result = initiative.result(*id);
        let whole = entry.interim_whole.get(id).copied();
        let value = result.map_or_else(
            || Measure { value: Some(*value), ..Measure::default() },
            |result| measure(result, Some(*value), whole.or(result.baseline_whole)),
        );
        LoggedValue {
            result: *id,
            label: result.map(|result| result.label.clone()).unwrap_or_default(),
            value,
        }
    });
    MonthEntryView {
        id: entry.id,
        work_done: entry.work_done.clone(),
        lesson: entry.lesson.clone(),
        progress: entry.progress.map(|progress| progress.name().to_owned()),
        quantities: quantities.collect(),
        interim: interim.collect(),
        entered_on: entry.entered_at.map(domain::date::Moment::date),
        added_later: entry.is_supplementary(),
        evidence: initiative.evidence_for(&format!("log:{}", entry.id)).count() as u32,
    }
}

/// Difficulties with their answers and what follows (domain, 4.2).
pub fn difficulties(case: &Case<'_>) -> Vec<DifficultyView> {
    case.initiative.difficulties.iter().map(|difficulty| difficulty_view(case, difficulty)).collect()
}

fn difficulty_view(case: &Case<'_>, difficulty: &Difficulty) -> DifficultyView {
    let counting = || case.records.iter().filter(|record| !case.is_void(record.id));
    let answers = counting().filter_map(|record| match &record.body {
        RecordBody::AnswerDifficulty { difficulty: about, action, by_when } if *about == difficulty.id => {
            Some(AnswerView {
                person: case.people.name(record.signer),
                capacity: record.capacity,
                at: record.at,
                text: record.text.clone(),
                action: action.clone(),
                by_when: *by_when,
            })
        }
        _ => None,
    });
    DifficultyView {
        id: difficulty.id,
        text: difficulty.text.clone(),
        level: difficulty.level.map(|level| level.name().to_owned()),
        request: difficulty.request.clone(),
        addressed_to: difficulty.addressed_to,
        wanted_by: difficulty.wanted_by,
        state: difficulty_state(case, difficulty),
        answers: answers.collect(),
    }
}

/// Derives how a difficulty stands: its newest answer or resolution says, else its age.
pub fn difficulty_state(case: &Case<'_>, difficulty: &Difficulty) -> DifficultyState {
    let about = |record: &&Record| match &record.body {
        RecordBody::AnswerDifficulty { difficulty: about, .. }
        | RecordBody::ResolveDifficulty { difficulty: about, .. } => *about == difficulty.id,
        _ => false,
    };
    let newest = case.records.iter().filter(about).rfind(|record| !case.is_void(record.id));
    match newest.map(|record| &record.body) {
        Some(RecordBody::ResolveDifficulty { solved: true, .. }) => DifficultyState::Solved,
        Some(RecordBody::ResolveDifficulty { solved: false, .. }) => DifficultyState::AskedAgain,
        Some(_) => DifficultyState::Answered,
        None if difficulty.level != Some(DifficultyLevel::NeedsHelp) => DifficultyState::SelfHandled,
        None if is_overdue(case, difficulty) => DifficultyState::Overdue,
        None => DifficultyState::Open,
    }
}

/// An unanswered difficulty is overdue after the day it was wanted by, else after the rules' days
/// since it could be read: its first hand-in or the log entry's day.
fn is_overdue(case: &Case<'_>, difficulty: &Difficulty) -> bool {
    let days = i64::from(case.movement.parameters.answer_days);
    let noted = difficulty.log.and_then(|id| case.initiative.log.iter().find(|entry| entry.id == id));
    let noted = noted
        .and_then(|entry| entry.entered_at)
        .or_else(|| Some(case.state.registration.submission.as_ref()?.at));
    let due = difficulty.wanted_by.or_else(|| noted.map(|noted| noted.date().plus_days(days)));
    case.opened.is_some() && due.is_some_and(|due| due < case.today())
}

/// Words to find an entry of a list by.
pub fn entry_label(case: &Case<'_>, path: &str) -> String {
    let mut keys = path.split('/');
    let (Some(list), Some(key)) = (keys.next(), keys.next()) else { return String::new() };
    let initiative = &case.initiative;
    let id = key.parse::<EntryId>().ok();
    let found = match list {
        "authors" => key.parse().ok().map(|member| case.people.name(member)),
        "plan" => key.parse::<Month>().ok().map(Month::to_vietnamese),
        "results" => initiative.results.iter().find(|one| Some(one.id) == id).map(|one| one.label.clone()),
        "quantities" => {
            initiative.quantities.iter().find(|one| Some(one.id) == id).map(|one| one.what.clone())
        }
        "log" => {
            let entry = initiative.log.iter().find(|one| Some(one.id) == id);
            entry.and_then(|one| one.month).map(Month::to_vietnamese)
        }
        "difficulties" => {
            initiative.difficulties.iter().find(|one| Some(one.id) == id).map(|one| one.text.clone())
        }
        "evidence" => initiative.evidence.iter().find(|one| Some(one.id) == id).map(|one| one.title.clone()),
        "pupils" => initiative.pupils.iter().find(|one| Some(one.id) == id).map(|one| one.class.clone()),
        _ => None,
    };
    found.unwrap_or_default()
}
