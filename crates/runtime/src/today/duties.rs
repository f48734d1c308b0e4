//! Việc của tôi: what the asker should do, most urgent first.

use std::sync::Arc;

use api::{DifficultyState, Duty, DutyKind, Error};
use domain::calendar::{LogState, log_due, part_due};
use domain::date::{Date, Month};
use domain::id::MemberId;
use domain::movement::{Movement, Opening};
use domain::period::Period;
use domain::record::Part;
use domain::role::Role;
use domain::status::Status;

use crate::card::{Card, Difficulty, Words};
use crate::ids::Same;
use crate::joiners;
use crate::lists::Desks;
use crate::overview::month_states;
use crate::session::Work;
use crate::view::People;

/// A draft that lacks no more than this is nearly complete.
const NEARLY: u32 = 2;

/// Lists the asker's duties.
pub(super) fn duties(work: &Work<'_>, today: Date) -> Result<Vec<Duty>, Error> {
    let movement = work.session.movement();
    let cards = work.session.cards.all();
    let day = Day { movement: &movement, today };
    let mut duties: Vec<Duty> = Vec::new();
    for card in cards.iter().filter(|card| card.mine && card.status != Status::Withdrawn) {
        duties.extend(day.of_author(card));
    }
    duties.extend(day.registration(&cards));
    duties.extend(for_others(work, &day, &cards)?);
    duties.extend(joiners::waiting_for(work)?.into_iter().map(confirmation));
    duties
        .sort_by_cached_key(|duty| (duty.days_left.is_none(), duty.days_left, duty.kind, duty.title.clone()));
    Ok(duties)
}

/// To let somebody's machine in that waits.
fn confirmation(person: String) -> Duty {
    Duty {
        kind: DutyKind::ConfirmJoin,
        initiative: None,
        title: person.clone(),
        month: None,
        due: None,
        days_left: None,
        person,
        note: String::new(),
    }
}

/// The rules on a day.
struct Day<'a> {
    movement: &'a Movement,
    today: Date,
}

impl Day<'_> {
    fn duty(&self, kind: DutyKind, card: &Card, due: Option<Date>) -> Duty {
        Duty {
            kind,
            initiative: Some(card.id),
            title: card.title.clone(),
            month: None,
            due,
            days_left: due.map(|due| self.today.days_until(due) as i32),
            person: String::new(),
            note: String::new(),
        }
    }

    fn words(&self, kind: DutyKind, card: &Card, words: &Words, due: Option<Date>) -> Duty {
        Duty { person: words.name.clone(), note: words.text.clone(), ..self.duty(kind, card, due) }
    }

    fn due(&self, card: &Card, part: Part) -> Option<Date> {
        card.period.and_then(|period| part_due(self.movement, part, period))
    }

    fn of_author(&self, card: &Card) -> Vec<Duty> {
        let part = if card.approved { Part::Dossier } else { Part::Registration };
        let mut duties = Vec::new();
        if let Some(words) = &card.returned {
            duties.push(self.words(DutyKind::Returned, card, words, self.due(card, part)));
        }
        if let Some(words) = &card.remark {
            duties.push(self.words(DutyKind::Remarked, card, words, None));
        }
        if card.conflicts > 0 {
            duties.push(self.duty(DutyKind::Choose, card, None));
        }
        let draft = card.status == Status::Draft && !card.registered;
        if draft && card.missing_registration <= NEARLY {
            duties.push(self.duty(DutyKind::HandIn, card, self.due(card, Part::Registration)));
        }
        if card.approved && !card.dossier_submitted {
            duties.extend(self.months(card));
            if card.results_without_evidence > 0 {
                duties.push(self.duty(DutyKind::AddEvidence, card, None));
            }
            duties.extend(self.dossier(card));
        }
        duties
    }

    /// Months that are over and silent, and the month of today until it is logged.
    fn months(&self, card: &Card) -> Vec<Duty> {
        let states = month_states(card, self.movement, self.today);
        let asks = |(month, state): &(Month, LogState)| match state {
            LogState::Silent => true,
            LogState::Open => month.first() <= self.today,
            LogState::InTime | LogState::Late => false,
        };
        let duty = |(month, _): (Month, LogState)| Duty {
            month: Some(month),
            note: card.last_log.clone(),
            ..self.duty(DutyKind::LogMonth, card, Some(log_due(month)))
        };
        states.into_iter().filter(asks).map(duty).collect()
    }

    /// The dossier, once its milestone has begun or everything for it is there.
    fn dossier(&self, card: &Card) -> Option<Duty> {
        let due = self.due(card, Part::Dossier);
        let begun = card.period.is_some_and(|period| self.has_begun(Opening::Dossier, period));
        (begun || card.missing_dossier == 0).then(|| self.duty(DutyKind::HandInDossier, card, due))
    }

    fn has_begun(&self, opening: Opening, period: Period) -> bool {
        let opens =
            self.movement.milestones.iter().filter(|milestone| {
                milestone.opens.contains(&opening) && milestone.periods.contains(&period)
            });
        let year = self.movement.school_year;
        let mut firsts = opens
            .filter_map(|milestone| milestone.months.iter().filter_map(|number| year.month(*number)).min());
        firsts.any(|first| first.first() <= self.today)
    }

    /// To register something, while the asker has nothing for the semester or the year.
    fn registration(&self, cards: &[Arc<Card>]) -> Option<Duty> {
        let dates = self.movement.dates();
        let period = if self.today <= dates.semester_i_ends { Period::SemesterI } else { Period::SemesterII };
        let counts = |card: &&Arc<Card>| card.mine && card.status != Status::Withdrawn;
        let covers =
            |card: &Arc<Card>| card.period.is_none_or(|its| its == period || its == Period::WholeYear);
        if self.today > dates.ends
            || !self.has_begun(Opening::Registration, period)
            || cards.iter().filter(counts).any(covers)
        {
            return None;
        }
        let due = part_due(self.movement, Part::Registration, period);
        Some(Duty {
            kind: DutyKind::Register,
            initiative: None,
            title: String::new(),
            month: None,
            due,
            days_left: due.map(|due| self.today.days_until(due) as i32),
            person: String::new(),
            note: String::new(),
        })
    }
}

/// Difficulties to answer and differences to settle.
fn for_others(work: &Work<'_>, day: &Day<'_>, cards: &[Arc<Card>]) -> Result<Vec<Duty>, Error> {
    let me: MemberId = work.session.member.same();
    let people = People::load(work)?;
    let desks = Desks::load(work)?;
    let roles = people.roles_of(me);
    let mut duties = Vec::new();
    for card in cards.iter().filter(|card| !card.mine && card.status != Status::Withdrawn) {
        let names = card.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ");
        let heads = people.holders(card.department);
        let is_head = heads.heads.contains(&me) || heads.deputies.contains(&me);
        for difficulty in card.difficulties.iter().filter(|one| is_addressed(one, &roles, is_head)) {
            let duty = day.duty(DutyKind::AnswerDifficulty, card, difficulty.due);
            duties.push(Duty { person: names.clone(), note: difficulty.text.clone(), ..duty });
        }
        if desks.asks_me(card).is_some_and(|place| place.differing) {
            duties.push(Duty { person: names, ..day.duty(DutyKind::Settle, card, None) });
        }
    }
    Ok(duties)
}

/// Whether a difficulty waits for somebody with these roles; addressed to nobody, it waits for the head.
fn is_addressed(difficulty: &Difficulty, roles: &[Role], is_head: bool) -> bool {
    let waits = matches!(
        difficulty.state,
        DifficultyState::Open | DifficultyState::AskedAgain | DifficultyState::Overdue
    );
    waits
        && match difficulty.addressed_to {
            None | Some(Role::DepartmentHead) => is_head,
            Some(role) => roles.contains(&role),
        }
}
