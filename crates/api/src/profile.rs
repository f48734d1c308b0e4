use domain::date::Moment;
use domain::id::MemberId;
use domain::movement::Movement;

use crate::{LockView, LockedView};

plain! {
    /// What the application shows first: who has a book on this machine, and who is using it.
    pub struct StartView {
        /// Everybody with a book here, by name.
        pub profiles: Vec<ProfileView>,
        /// The open profile.
        pub current: Option<SessionView>,
        /// Whose book is locked.
        pub locked: Option<LockedView>,
        /// Books that wait until a registrar lets this machine in.
        pub waiting: Vec<WaitingView>,
        /// Whether a new book needs a PIN here, because the browser cannot keep its key by itself.
        pub needs_pin: bool,
        /// The application's version.
        pub version: String,
    }

    /// Sổ trên máy này: one person's book in one school on this machine.
    pub struct ProfileView {
        /// The name of the profile's folder.
        pub id: String,
        /// The person's full name as last known.
        pub person: String,
        /// The school's name.
        pub school: String,
        /// Whether it is the open one.
        pub open: bool,
    }

    /// Sổ đang chờ: a book to be, whose machine a registrar has not let in yet.
    pub struct WaitingView {
        /// Names it in calls; the profile has the same id later.
        pub id: String,
        /// The six digits that a registrar confirms.
        pub code: String,
        /// When it asked first.
        pub since: Moment,
        /// Whether its book will be opened with a PIN.
        pub needs_pin: bool,
    }

    /// What became of joining.
    pub enum JoinView {
        /// The book is open.
        Joined(SessionView),
        /// A registrar must confirm the six digits first.
        Waits(WaitingView),
    }

    /// Who is working, and what they may do.
    pub struct SessionView {
        /// The profile's id.
        pub profile: String,
        /// The member.
        pub member: MemberId,
        /// Full name.
        pub person: String,
        /// The school's name.
        pub school: String,
        /// Name of the member's department; empty for leadership.
        pub department: String,
        /// The roles held now.
        pub roles: Vec<domain::role::Role>,
        /// May decide on some stage.
        pub can_review: bool,
        /// Reads the whole school's figures.
        pub can_overview: bool,
        /// Imports rosters, invites, grants roles.
        pub can_register: bool,
        /// Language and appearance of this profile.
        pub settings: Settings,
        /// Khóa máy: the PIN, and where the device's keys are.
        pub lock: LockView,
    }

    /// Ngôn ngữ và giao diện: what a person chose for this profile.
    pub struct Settings {
        /// `vi` or `en`.
        pub language: Language,
        /// Light, dark, or as the system says.
        pub theme: Theme,
    }

    /// The interface's languages.
    #[derive(Copy, Eq, Default)]
    pub enum Language {
        /// Tiếng Việt.
        #[default]
        Vi,
        /// English.
        En,
    }

    /// The interface's appearance.
    #[derive(Copy, Eq, Default)]
    pub enum Theme {
        /// As the system says.
        #[default]
        System,
        /// Always light.
        Light,
        /// Always dark.
        Dark,
    }

    /// A template of a movement that can be chosen when a school is founded.
    pub struct TemplateView {
        /// Its id.
        pub id: String,
        /// The movement's title.
        pub title: String,
        /// The phase, such as 2017-2020.
        pub phase: String,
        /// Labels and titles of its content areas, in order.
        pub areas: Vec<String>,
        /// Number of criteria sets.
        pub criteria_sets: u32,
        /// The movement's months, in order.
        pub months: Vec<u8>,
    }

    /// What founding a school gave.
    pub struct FoundedView {
        /// The open session of the founder.
        pub session: SessionView,
        /// Khóa khôi phục: 13 groups of 4 characters, shown once, to be printed and locked away.
        pub recovery_key: String,
        /// The movement as adopted.
        pub movement: Movement,
    }
}
