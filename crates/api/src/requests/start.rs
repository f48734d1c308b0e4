//! Books on this machine, founding and joining.

use domain::role::Role;

use crate::Settings;

plain! {
    /// Asks for the first screen.
    pub struct GetStart {}

    /// Opens a profile of this machine.
    pub struct OpenProfile {
        /// Its id.
        pub profile: String,
    }

    /// Puts a damaged profile aside; it is kept under another name.
    pub struct SetAsideProfile {
        /// Its id.
        pub profile: String,
    }

    /// Closes the open profile, so that somebody else can use the machine.
    pub struct CloseProfile {}

    /// Changes language or appearance.
    pub struct SetSettings {
        /// The whole of it.
        pub settings: Settings,
    }

    /// Lists the templates that come with the application.
    pub struct ListTemplates {}

    /// Reads a template file without using it.
    pub struct CheckTemplate {
        /// The file's text.
        pub json: String,
    }

    /// Founds a school on a relay; the founder becomes its first registrar.
    pub struct FoundSchool {
        /// The school's name.
        pub school: String,
        /// Such as `2026-2027`.
        pub school_year: String,
        /// Id of a template that comes with the application, unless `template_json` is given.
        pub template: Option<String>,
        /// A template file's text.
        pub template_json: Option<String>,
        /// The founder's full name.
        pub person: String,
        /// The founder's staff code, if any.
        pub staff_code: Option<String>,
        /// Other roles of the founder, such as leadership.
        pub roles: Vec<Role>,
        /// The relay's address, such as `http://192.168.1.10:7420`.
        pub relay: String,
        /// The PIN of the new book; needed where the browser cannot keep its key.
        pub pin: Option<String>,
    }

    /// Joins a school with an invitation; asked again with the same one it goes on with what waits.
    pub struct JoinSchool {
        /// The ticket as scanned or typed.
        pub ticket: String,
        /// The PIN of the new book; needed where the browser cannot keep its key.
        pub pin: Option<String>,
    }

    /// Asks whether a registrar has let this machine in, and opens the book if so.
    pub struct AskToJoin {
        /// What waits, by its id.
        pub id: String,
        /// The PIN of the new book, where it has one.
        pub pin: Option<String>,
    }

    /// Asks to join no more.
    pub struct GiveUpJoining {
        /// What waits, by its id.
        pub id: String,
    }
}
