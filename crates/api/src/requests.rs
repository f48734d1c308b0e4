//! What calls are asked with; the calls themselves are listed in [`crate::call`].

mod evidence;
mod people;
mod review;
mod start;

pub use evidence::*;
pub use people::*;
pub use review::*;
pub use start::*;

use domain::date::{Date, Month};
use domain::decimal::Decimal;
use domain::id::{DepartmentId, EntryId, InitiativeId};
use domain::period::Period;
use domain::record::Part;
use domain::role::Role;
use domain::sheet::Value;
use domain::status::Status;

plain! {
    /// Reads the movement's rules and calendar.
    pub struct GetMovement {}

    /// What is due, what waits, what came back.
    pub struct GetToday {}

    /// Lists the asker's own initiatives, newest first.
    pub struct ListMyInitiatives {}

    /// Lists initiatives by a filter; every figure of the overview carries one.
    #[derive(Default)]
    pub struct ListInitiatives {
        /// Only of this department.
        #[serde(default)]
        pub department: Option<DepartmentId>,
        /// Only of members without a department.
        #[serde(default)]
        pub leadership: bool,
        /// Only of this content area.
        #[serde(default)]
        pub content_area: Option<String>,
        /// Only in these states.
        #[serde(default)]
        pub statuses: Vec<Status>,
        /// Only linked to this campaign.
        #[serde(default)]
        pub campaign: Option<String>,
        /// Only for this period.
        #[serde(default)]
        pub period: Option<Period>,
        /// Only where this month is in the state of `month_state`.
        #[serde(default)]
        pub month: Option<Month>,
        /// `in_time`, `later` or `silent`.
        #[serde(default)]
        pub month_state: Option<String>,
        /// Only with a planned quantity of this unit.
        #[serde(default)]
        pub unit: Option<String>,
        /// One of `results_met`, `results_not_met`, `difficulties_open`, `difficulties_overdue`,
        /// `changed`.
        #[serde(default)]
        pub having: Option<String>,
        /// Words of the title or an author, without accents.
        #[serde(default)]
        pub words: Option<String>,
        /// Skip this many.
        #[serde(default)]
        pub offset: u32,
        /// At most this many; 0 means 100.
        #[serde(default)]
        pub limit: u32,
    }

    /// Begins an initiative; it stays on this machine until it is shared or handed in.
    pub struct CreateInitiative {
        /// Its title; may be empty.
        pub title: String,
        /// Slug of its content area.
        pub content_area: Option<String>,
        /// Semester or year.
        pub period: Option<Period>,
    }

    /// Opens an initiative.
    pub struct GetInitiative {
        /// Which.
        pub id: InitiativeId,
    }

    /// Changes fields; saved and durable when it answers.
    pub struct EditInitiative {
        /// Which.
        pub id: InitiativeId,
        /// The changes, in order.
        pub edits: Vec<Edit>,
    }

    /// One change of one field (`domain::sheet`); setting a field of an entry that is not there
    /// makes the entry, and removing an entry's path removes it.
    pub struct Edit {
        /// The field, such as `results/0a1b2c3d4e5f6071/baseline`.
        pub path: String,
        /// Its new value.
        pub value: Value,
    }

    /// Takes back this machine's last edit of an initiative.
    pub struct UndoEdit {
        /// Which.
        pub id: InitiativeId,
    }

    /// Chooses one of several values that were written apart.
    pub struct ChooseValue {
        /// Which initiative.
        pub id: InitiativeId,
        /// The field.
        pub path: String,
        /// The candidate's token.
        pub token: String,
    }

    /// Logs a month's work in one step.
    pub struct LogMonth {
        /// Which initiative.
        pub id: InitiativeId,
        /// The month.
        pub month: Month,
        /// What was done.
        pub work_done: String,
        /// Rút kinh nghiệm.
        pub lesson: String,
        /// `behind`, `on_plan`, `ahead`.
        pub progress: Option<String>,
        /// Quantities done.
        pub quantities: Vec<LogQuantity>,
        /// Interim values of results.
        pub interim: Vec<LogValue>,
        /// A difficulty, if there is one.
        pub difficulty: Option<NoteDifficulty>,
        /// Uploads to attach as evidence of this month.
        pub uploads: Vec<String>,
    }

    /// A quantity that a month adds.
    pub struct LogQuantity {
        /// The planned quantity.
        pub quantity: EntryId,
        /// The number.
        pub number: Decimal,
    }

    /// A value of a result, measured in a month.
    pub struct LogValue {
        /// The result.
        pub result: EntryId,
        /// The number or the part.
        pub value: Decimal,
        /// The whole, for ratios.
        pub whole: Option<Decimal>,
    }

    /// A difficulty noted with a month.
    pub struct NoteDifficulty {
        /// What is difficult.
        pub text: String,
        /// Whether help is needed.
        pub needs_help: bool,
        /// What is asked for.
        pub request: String,
        /// Role that should answer.
        pub addressed_to: Option<Role>,
        /// Wanted by.
        pub wanted_by: Option<Date>,
    }

    /// Shares a draft with its co-authors and the author's other devices.
    pub struct ShareWithAuthors {
        /// Which.
        pub id: InitiativeId,
    }

    /// Hands in a part in the version on this machine.
    pub struct Submit {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// Cam đoan was given.
        pub pledge: bool,
    }

    /// Takes an initiative back.
    pub struct Withdraw {
        /// Which.
        pub id: InitiativeId,
        /// Why.
        pub reason: String,
    }

    /// Throws away a draft that was never shared.
    pub struct DiscardDraft {
        /// Which.
        pub id: InitiativeId,
    }

    /// Builds the overview from everyone's merged documents.
    #[derive(Default)]
    pub struct GetOverview {
        /// Only this period.
        #[serde(default)]
        pub period: Option<Period>,
        /// Only linked to this campaign.
        #[serde(default)]
        pub campaign: Option<String>,
    }

    /// Finds initiatives and people, without accents.
    pub struct Search {
        /// Words.
        pub words: String,
    }

    /// What is where.
    pub struct GetDelivery {}

    /// Changes the relay's address; its key stays the school's.
    pub struct SetRelay {
        /// Such as `http://192.168.1.10:7420`.
        pub address: String,
    }

    /// Asks whose key answers at an address; nothing is believed.
    pub struct LookAtRelay {
        /// The address; the relay's own where it is empty.
        #[serde(default)]
        pub address: String,
    }

    /// Enters another key for the school's relay; registrars only, after they compared what is to be
    /// compared.
    pub struct ChangeRelay {
        /// Where it answers; the relay's own address where it is empty.
        #[serde(default)]
        pub address: String,
        /// Its Ed25519 public key, hex.
        pub key: String,
        /// The recovery key as it was printed; without it, a second registrar gets a proposal.
        #[serde(default)]
        pub recovery_key: Option<String>,
    }

    /// Syncs once, now.
    pub struct SyncNow {}

    /// Lists envelopes, newest first.
    pub struct ReadLog {
        /// Only of this document.
        #[serde(default)]
        pub id: Option<InitiativeId>,
        /// At most this many; 0 means 200.
        #[serde(default)]
        pub limit: u32,
    }
}
