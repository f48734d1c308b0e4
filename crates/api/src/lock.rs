//! Khóa máy, and what this machine forgets.

use crate::ProfileView;

plain! {
    /// Locks the open profile, which has a PIN.
    pub struct Lock {}

    /// Opens the locked profile.
    pub struct Unlock {
        /// Its PIN.
        pub pin: String,
    }

    /// Tells that somebody is at the machine.
    pub struct NotePresence {}

    /// Sets, changes or takes away the PIN.
    pub struct SetPin {
        /// The PIN that there is, if there is one.
        pub old: Option<String>,
        /// The new one, 6 to 12 digits; nothing to have none.
        pub pin: Option<String>,
    }

    /// Chooses after how long a rest the book is locked.
    pub struct SetLock {
        /// 5, 10 or 30.
        pub rest_minutes: u8,
    }

    /// Asks what forgetting a profile would lose.
    pub struct WeighForgetting {
        /// Its id.
        pub profile: String,
    }

    /// Removes a profile from this machine.
    pub struct ForgetDevice {
        /// Its id.
        pub profile: String,
        /// What the person was told and agreed to lose; it must still be so.
        pub loses: Losses,
    }

    /// Whose book is locked; nothing else of it is told.
    #[derive(Eq)]
    pub struct LockedView {
        /// The profile's id.
        pub profile: String,
        /// The person's full name as last known.
        pub person: String,
        /// The school's name.
        pub school: String,
    }

    /// Khóa máy: how a book is locked on this machine.
    pub struct LockView {
        /// Whether there is a PIN.
        pub pin: bool,
        /// Minutes of rest after which the book is locked, where there is a PIN.
        pub rest_minutes: u8,
        /// Where the device's keys are.
        pub keys: KeysKept,
        /// Whether the book lies encrypted on this machine's disk.
        pub encrypted: bool,
        /// Whether the device's key was lost, so that nothing can be signed.
        pub key_gone: bool,
    }

    /// Where a device's keys are, and the key of its book where that is encrypted.
    #[derive(Copy, Eq)]
    pub enum KeysKept {
        /// In a file that only the user of the machine may read, as they are.
        InFile,
        /// In a file, sealed with the PIN.
        WithPin,
        /// In the system's key store, which opens with the user's session.
        InKeyStore,
        /// In the browser's keeping, from which nobody takes them out.
        ByBrowser,
    }

    /// What this machine alone has of a profile.
    pub struct ForgettingView {
        /// The profile.
        pub profile: ProfileView,
        /// What would be lost now.
        pub loses: Losses,
        /// Titles of the drafts that are nowhere else; empty while the book is locked.
        pub drafts: Vec<String>,
        /// Whether the relay answered last time, so that sending now may help.
        pub relay_answers: bool,
    }

    /// Counts of what is nowhere but on this machine.
    #[derive(Copy, Eq, Default)]
    pub struct Losses {
        /// Envelopes that were not sent.
        pub envelopes: u32,
        /// Files that are not at the relay.
        pub files: u32,
        /// Drafts that were never shared.
        pub drafts: u32,
        /// Whether nobody can tell: the book is sealed, and the counts are none.
        pub unknown: bool,
    }
}
