use domain::date::{Date, Month};
use domain::id::InitiativeId;

use crate::{DeliveryCounts, MilestoneView, QueueItem, SessionView};

plain! {
    /// Hôm nay: what is due, what waits, what came back, where the work is.
    pub struct TodayView {
        /// Who is working.
        pub session: SessionView,
        /// The machine's date.
        pub today: Date,
        /// Minutes by which this machine's clock is ahead of the relay's, behind where negative; none
        /// where they agree. Today is the relay's.
        pub clock_ahead: Option<i64>,
        /// My own duties, most urgent first.
        pub duties: Vec<Duty>,
        /// What waits for my decision, most urgent first; at most five.
        pub queue: Vec<QueueItem>,
        /// All that waits for my decision.
        pub queue_total: u32,
        /// Where my work is.
        pub delivery: DeliveryCounts,
        /// Envelopes and files that only this machine has.
        pub unsent: u32,
        /// Whether everything handed in has left this machine.
        pub safe_to_shut_down: bool,
        /// The movement's year.
        pub calendar: Vec<MilestoneView>,
    }

    /// Việc của tôi: one thing that I should do.
    pub struct Duty {
        /// What kind of thing.
        pub kind: DutyKind,
        /// The initiative, if it is about one.
        pub initiative: Option<InitiativeId>,
        /// Its title.
        pub title: String,
        /// The month, for a log.
        pub month: Option<Month>,
        /// The last day.
        pub due: Option<Date>,
        /// Days left; negative when it is over.
        pub days_left: Option<i32>,
        /// Who caused it (the reviewer who returned it, …).
        pub person: String,
        /// Their words, or last month's figures.
        pub note: String,
    }

    /// Kinds of duties.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    pub enum DutyKind {
        /// My initiative was returned.
        Returned,
        /// Somebody remarked on my initiative.
        Remarked,
        /// Two values of one field wait for a choice.
        Choose,
        /// Register an initiative for this period.
        Register,
        /// A draft is complete or nearly, and not handed in.
        HandIn,
        /// Log a month.
        LogMonth,
        /// A result has no evidence.
        AddEvidence,
        /// Hand in the dossier.
        HandInDossier,
        /// A difficulty waits for my answer.
        AnswerDifficulty,
        /// Reviewers differ, and I may settle it.
        Settle,
        /// A machine waits until I let it in.
        ConfirmJoin,
    }
}
