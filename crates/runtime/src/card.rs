//! Cards: what lists, queue, today and overview need of each initiative, all of them in memory.
//!
//! A card holds what follows from a document and its records and not from the day, so that one that
//! was made in May is still right in June: whether a month is silent or an answer overdue, and who is
//! asked at a stage, is computed from it when somebody looks.

use std::collections::{BTreeMap, BTreeSet};

use api::{DifficultyState, Error, Topic};
use domain::date::{Date, Moment, Month};
use domain::id::{ChangeId, DepartmentId, EntryId, InitiativeId, MemberId};
use domain::overview::{ResultCounts, UnitAmount};
use domain::period::Period;
use domain::record::Part;
use domain::role::{ParticipantKind, Role, Stage};
use domain::status::Status;
use protocol::DocId;
use serde::{Deserialize, Serialize};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::{error, view};

mod cards;
mod make;
mod standing;

pub use cards::Cards;

/// Cards made in one transaction, so that a call never waits long for its turn.
const CARDS_AT_ONCE: usize = 16;

/// One initiative as lists know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The initiative.
    pub id: InitiativeId,
    /// Its title.
    pub title: String,
    /// Its authors, in order.
    pub authors: Vec<Person>,
    /// Người bảo trợ.
    pub sponsor: Option<Person>,
    /// The department at whose stage it is decided; none for leadership.
    pub department: Option<DepartmentId>,
    /// That department's name.
    pub department_name: String,
    /// Slug of its content area.
    pub content_area: Option<String>,
    /// Slugs of linked campaigns.
    pub campaigns: BTreeSet<String>,
    /// Semester or year.
    pub period: Option<Period>,
    /// Loại chủ thể.
    pub kind: Option<ParticipantKind>,
    /// Derived.
    pub status: Status,
    /// Whether the registration was handed in at some time.
    pub registered: bool,
    /// Whether the registration stands approved.
    pub approved: bool,
    /// Whether the dossier is handed in.
    pub dossier_submitted: bool,
    /// Material differences from what was approved.
    pub changes: u32,
    /// Each logged month with the moments at which its entries were typed.
    pub log: BTreeMap<Month, Vec<Moment>>,
    /// Figures of the newest log entry, such as "30 thẻ".
    pub last_log: String,
    /// How many results there are, and how they stand.
    pub results: ResultCounts,
    /// Results with an actual value and without evidence.
    pub results_without_evidence: u32,
    /// Planned and done, by unit.
    pub quantities: Vec<UnitAmount>,
    /// Khó khăn, vướng mắc.
    pub difficulties: Vec<Difficulty>,
    /// Pieces of evidence.
    pub evidence: u32,
    /// Fields with several values.
    pub conflicts: u32,
    /// What is missing for the registration.
    pub missing_registration: u32,
    /// What is missing for the dossier.
    pub missing_dossier: u32,
    /// When each part that is handed in was.
    pub submissions: Vec<Submission>,
    /// The stages that are asked now.
    pub waiting: Vec<Waiting>,
    /// The part whose opinions differ.
    pub differing: Option<Differing>,
    /// Why it came back, while it is returned.
    pub returned: Option<Words>,
    /// The last remark that no author has reacted to.
    pub remark: Option<Words>,
    /// The newest change or record.
    pub updated_at: Moment,
    /// Whether the asker is author, co-author, sponsor, or typed it.
    pub mine: bool,
    /// Whether a reader with a duty has seen the version of now.
    pub seen: bool,
    /// Heads of the version of now.
    pub heads: Vec<ChangeId>,
}

/// Somebody who takes part, with the name of then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub member: MemberId,
    /// Full name.
    pub name: String,
    /// Department; none for leadership.
    pub department: Option<DepartmentId>,
}

/// A difficulty without the day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difficulty {
    /// The entry.
    pub id: EntryId,
    /// What is difficult.
    pub text: String,
    /// How it stands; [`DifficultyState::Overdue`] is never stored.
    pub state: DifficultyState,
    /// Who should answer.
    pub addressed_to: Option<Role>,
    /// The last day to answer it.
    pub due: Option<Date>,
    /// Days until its first answer.
    pub days_to_answer: Option<u32>,
}

/// A part that is handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Registration or dossier.
    pub part: Part,
    /// When, by the signer's clock.
    pub at: Moment,
    /// After the due date.
    pub late: bool,
}

/// A stage that is asked now; who holds it is found when somebody looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Registration or dossier.
    pub part: Part,
    /// The stage.
    pub stage: Stage,
    /// Those who filled another stage, and step back while somebody else is there.
    pub busy: BTreeSet<MemberId>,
    /// The stage has approved before: only the difference goes to approval.
    pub again: bool,
    /// What is to be decided, as a name that identical items share; empty where it must be decided
    /// alone.
    pub to_decide: String,
}

/// Opinions that differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Differing {
    /// Registration or dossier.
    pub part: Part,
    /// Who holds them; none of these may settle.
    pub signers: BTreeSet<MemberId>,
}

/// Somebody's words about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Who.
    pub member: MemberId,
    /// Their name of then.
    pub name: String,
    /// What they wrote.
    pub text: String,
}

impl Card {
    /// The document's id in the log.
    pub fn doc(&self) -> DocId {
        self.id.same()
    }

    /// Authors and sponsor.
    pub fn participants(&self) -> impl Iterator<Item = &Person> {
        self.authors.iter().chain(&self.sponsor)
    }

    /// The submission of a part.
    pub fn submission(&self, part: Part) -> Option<&Submission> {
        self.submissions.iter().find(|submission| submission.part == part)
    }

    /// Names what a stage is asked to decide; empty where it must be decided alone.
    pub fn to_decide(&self, part: Part, stage: Stage) -> &str {
        let asked = self.waiting.iter().find(|waiting| waiting.part == part && waiting.stage == stage);
        asked.map_or("", |waiting| waiting.to_decide.as_str())
    }

    fn author_names(&self) -> String {
        self.participants().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Makes an initiative's card anew: after each change of its document or its records.
///
/// # Errors
/// Those of the profile's file.
pub fn refresh(work: &mut Work<'_>, case: &view::Case<'_>) -> Result<(), Error> {
    let doc = case.doc;
    let (card, entry) = make::card(work, case)?;
    save(work, doc, &card)?;
    store::search::save(work.connection(), doc, &entry).map_err(error::from_store)?;
    work.session.cards.stage(doc, Some(card));
    work.emit(Topic::Initiative(doc.same()));
    work.emit(Topic::Initiatives);
    Ok(())
}

/// Takes an initiative out of all lists: a draft that was thrown away.
pub fn forget(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    store::card::remove(work.connection(), doc).map_err(error::from_store)?;
    store::search::remove(work.connection(), doc).map_err(error::from_store)?;
    work.session.cards.stage(doc, None);
    work.emit(Topic::Initiatives);
    Ok(())
}

/// The staff list changed: every card takes the names and departments of now.
pub fn names_changed(work: &mut Work<'_>) -> Result<(), Error> {
    let people = view::People::load(work)?;
    for card in work.session.cards.all() {
        let mut renamed = Card::clone(&card);
        for person in renamed.authors.iter_mut().chain(&mut renamed.sponsor) {
            person.name = people.name(person.member);
            person.department = people.department_of(person.member);
        }
        for words in renamed.returned.iter_mut().chain(&mut renamed.remark) {
            words.name = people.name(words.member);
        }
        renamed.department_name = people.department_name(renamed.department);
        if renamed != *card {
            save(work, renamed.doc(), &renamed)?;
            let names = renamed.author_names();
            store::search::rename_authors(work.connection(), renamed.doc(), &names)
                .map_err(error::from_store)?;
            work.session.cards.stage(renamed.doc(), Some(renamed));
        }
    }
    Ok(())
}

/// Makes the cards that are missing, such as after an update that changed what a card holds.
///
/// # Errors
/// Those of the profile's file.
pub fn complete(session: &Session) -> Result<(), Error> {
    let missing = session.read(|work| {
        let class = protocol::Class::Initiative;
        let all = store::document::ids(work.connection(), class).map_err(error::from_store)?;
        Ok(all.into_iter().filter(|doc| session.cards.get(*doc).is_none()).collect::<Vec<_>>())
    })?;
    for some in missing.chunks(CARDS_AT_ONCE) {
        session.commit(|work| {
            for doc in some {
                work.changed(*doc);
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn save(work: &Work<'_>, doc: DocId, card: &Card) -> Result<(), Error> {
    let json = serde_json::to_string(card).map_err(|failure| error::internal(&failure))?;
    store::card::save(work.connection(), doc, &json).map_err(error::from_store)
}

#[cfg(test)]
pub(crate) mod tests;
