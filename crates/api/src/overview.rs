use domain::date::{Date, Month};
use domain::decimal::Decimal;
use domain::id::{DepartmentId, InitiativeId};
use domain::status::Status;

plain! {
    /// Bức tranh chung: the merged state of the school; every number carries a filter that
    /// `list_initiatives` opens.
    pub struct OverviewView {
        /// Initiatives counted, once each.
        pub total: Figure,
        /// FG-02: members taking part.
        pub participants: u32,
        /// FG-02: active members.
        pub members: u32,
        /// FG-03: by status, in the order of the process.
        pub statuses: Vec<StatusFigure>,
        /// FG-05: results that are quantified.
        pub quantified: u32,
        /// FG-05: results in all.
        pub results: u32,
        /// FG-05: results whose target is met.
        pub results_met: Figure,
        /// FG-05: results whose target is not met.
        pub results_not_met: Figure,
        /// FG-04: planned and done, by unit.
        pub quantities: Vec<QuantityFigure>,
        /// FG-07: difficulties that wait for an answer.
        pub difficulties_open: Figure,
        /// FG-07: of them overdue.
        pub difficulties_overdue: Figure,
        /// Initiatives changed since approval.
        pub changed: Figure,
        /// Rows of the matrix: departments (and leadership), in roster order.
        pub departments: Vec<DepartmentRow>,
        /// Columns of the matrix: content areas as printed.
        pub areas: Vec<AreaColumn>,
        /// Progress by month of the movement.
        pub months: Vec<MonthProgress>,
        /// Approved initiatives with a month that is over and not logged.
        pub silent: Vec<SilentRow>,
        /// FG-02 by department.
        pub participation: Vec<ParticipationRow>,
        /// The cut date.
        pub as_of: Date,
    }

    /// A number that leads to its records.
    pub struct Figure {
        /// The number.
        pub count: u32,
        /// What `list_initiatives` takes to show them.
        pub filter: crate::ListInitiatives,
    }

    /// A count by status.
    pub struct StatusFigure {
        /// The status.
        pub status: Status,
        /// The number with its filter.
        pub figure: Figure,
    }

    /// Planned and done for one unit.
    pub struct QuantityFigure {
        /// Đơn vị.
        pub unit: String,
        /// Planned in all.
        pub planned: Decimal,
        /// Done in all.
        pub done: Decimal,
        /// Completion in tenths of a percent.
        pub completion: Option<u64>,
        /// Initiatives behind it.
        pub initiatives: u32,
        /// What `list_initiatives` takes to show them.
        pub filter: crate::ListInitiatives,
    }

    /// One department's row.
    pub struct DepartmentRow {
        /// The department, none for leadership.
        pub department: Option<DepartmentId>,
        /// Its name, empty for leadership.
        pub name: String,
        /// One cell for each area, in the order of `areas`.
        pub cells: Vec<Figure>,
        /// The row's total.
        pub total: Figure,
    }

    /// One content area's column.
    pub struct AreaColumn {
        /// Its slug.
        pub slug: String,
        /// Its label as printed.
        pub label: String,
        /// Its title.
        pub title: String,
        /// The column's total; a co-authored initiative counts once.
        pub total: Figure,
    }

    /// How one month was logged.
    pub struct MonthProgress {
        /// The month.
        pub month: Month,
        /// Logged in time.
        pub in_time: Figure,
        /// Logged later.
        pub later: Figure,
        /// Not logged although the month is over.
        pub silent: Figure,
    }

    /// An initiative with silent months.
    pub struct SilentRow {
        /// The initiative.
        pub initiative: InitiativeId,
        /// Its title.
        pub title: String,
        /// Its authors.
        pub authors: Vec<String>,
        /// Its department.
        pub department: String,
        /// Months that are over and not logged.
        pub months: Vec<Month>,
    }

    /// FG-02 of one department.
    pub struct ParticipationRow {
        /// The department's name, empty for leadership.
        pub name: String,
        /// Members taking part.
        pub participants: u32,
        /// Active members.
        pub members: u32,
    }
}
