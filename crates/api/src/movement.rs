use domain::date::{Date, Month};
use domain::movement::Movement;

plain! {
    /// Phong trào: the plan as data, with this year's calendar.
    pub struct MovementView {
        /// The rules as adopted.
        pub movement: Movement,
        /// Milestones of this school year, in order.
        pub calendar: Vec<MilestoneView>,
        /// The months of the log, in order.
        pub months: Vec<Month>,
        /// The machine's date.
        pub today: Date,
    }

    /// Mốc: one step of the movement's year.
    pub struct MilestoneView {
        /// Such as `M-02`.
        pub id: String,
        /// As the plan says it.
        pub title: String,
        /// The months as numbers, in order.
        pub months: Vec<u8>,
        /// Last day, if the rules give one.
        pub due: Option<Date>,
        /// Past, now or to come.
        pub state: MilestoneState,
    }

    /// Where today lies.
    #[derive(Copy, Eq)]
    pub enum MilestoneState {
        /// Over.
        Past,
        /// Under way.
        Now,
        /// Still to come.
        Coming,
    }
}
