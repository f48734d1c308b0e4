//! Which initiatives wait for the asker, at which stage, until when.

use std::collections::BTreeSet;
use std::sync::Arc;

use api::{Error, QueueItem};
use domain::calendar::{due_day, part_due};
use domain::date::{Date, Moment};
use domain::id::{InitiativeId, MemberId};
use domain::movement::{Movement, Opening};
use domain::period::Period;
use domain::record::Part;
use domain::role::{ParticipantKind, Role, Stage};
use domain::stage::{Barred, Desk, desk, meeting};
use domain::status::Status;

use super::Deliveries;
use super::summary::summary;
use crate::card::{Card, Waiting};
use crate::error;
use crate::ids::Same;
use crate::session::Work;
use crate::view::People;

/// Who holds the stages today, and what the asker may settle.
pub struct Desks {
    people: People,
    deliveries: Deliveries,
    movement: Arc<Movement>,
    today: Date,
    me: MemberId,
    settles: bool,
}

/// Where the asker is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Registration or dossier.
    pub part: Part,
    /// The stage.
    pub stage: Stage,
    /// Only the difference goes to approval.
    pub again: bool,
    /// Opinions differ and are to be settled.
    pub differing: bool,
}

impl Desks {
    /// Reads roles and names.
    pub fn load(work: &Work<'_>) -> Result<Self, Error> {
        let people = People::load(work)?;
        let me: MemberId = work.session.member.same();
        let roles = people.roles_of(me);
        let settles = [Role::Leadership, Role::CouncilChair].iter().any(|role| roles.contains(role));
        Ok(Self {
            people,
            deliveries: Deliveries::load(work)?,
            movement: work.session.movement(),
            today: work.session.now().date(),
            me,
            settles,
        })
    }

    /// Finds where the asker is wanted for an initiative.
    pub fn asks_me(&self, card: &Card) -> Option<Place> {
        if card.status == Status::Withdrawn {
            return None;
        }
        let participants: BTreeSet<MemberId> = card.participants().map(|person| person.member).collect();
        let settle = card.differing.as_ref().filter(|differing| {
            self.settles && !differing.signers.contains(&self.me) && !participants.contains(&self.me)
        });
        if let Some(differing) = settle {
            return Some(Place {
                part: differing.part,
                stage: Stage::Leadership,
                again: false,
                differing: true,
            });
        }
        let waiting = card.waiting.iter().find(|waiting| self.is_mine(card, waiting, &participants))?;
        Some(Place { part: waiting.part, stage: waiting.stage, again: waiting.again, differing: false })
    }

    fn is_mine(&self, card: &Card, waiting: &Waiting, participants: &BTreeSet<MemberId>) -> bool {
        let holders = self.people.holders(card.department);
        let desk: Desk =
            if waiting.stage == Stage::Department && card.kind == Some(ParticipantKind::Department) {
                meeting(&holders)
            } else {
                desk(waiting.stage, &holders, Barred { participants, busy: &waiting.busy })
            };
        desk.members().contains(&self.me)
    }

    /// Finds where an initiative stands in the queue.
    pub fn rank(&self, card: &Card, place: Place) -> Rank {
        let submitted_at = card.submission(place.part).map(|submission| submission.at);
        rank(self.due(card, place.part), submitted_at, card.id)
    }

    fn due(&self, card: &Card, part: Part) -> Option<Date> {
        card.period.and_then(|period| review_due(&self.movement, part, period))
    }

    /// Shows an initiative at the asker's place.
    pub fn item(&self, work: &Work<'_>, card: &Card, place: Place) -> Result<QueueItem, Error> {
        let submission = card.submission(place.part);
        let due = self.due(card, place.part);
        let heads: Vec<_> = card.heads.iter().map(Same::same).collect();
        let delivery = self.deliveries.of(work, card)?;
        Ok(QueueItem {
            initiative: summary(card, &self.movement, self.today, delivery),
            part: place.part,
            stage: place.stage,
            submitted_at: submission.map(|submission| submission.at),
            due,
            days_left: due.map(|due| self.today.days_until(due) as i32),
            late: submission.is_some_and(|submission| submission.late),
            difference_only: place.again,
            differing: place.differing,
            opened: store::opened::was_opened(work.connection(), card.doc(), &heads)
                .map_err(error::from_store)?,
            alike: None,
        })
    }
}

/// Where an item stands in the queue: by its last day, those without one behind all others, then by
/// when it was handed in.
pub type Rank = (bool, Option<Date>, Option<Moment>, InitiativeId);

/// Makes an item's rank.
pub fn rank(due: Option<Date>, submitted_at: Option<Moment>, id: InitiativeId) -> Rank {
    (due.is_none(), due, submitted_at, id)
}

/// The last day to review a part: the first milestone of reviewing that does not end before handing in.
fn review_due(movement: &Movement, part: Part, period: Period) -> Option<Date> {
    let handed_in = part_due(movement, part, period)?;
    let reviews = movement.milestones.iter().filter(|milestone| milestone.opens.contains(&Opening::Review));
    reviews.filter_map(|milestone| due_day(movement, milestone)).filter(|day| *day >= handed_in).min()
}
