use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

plain! {
    /// What went wrong, as a stable word that `locales/` turns into a sentence.
    ///
    /// A code exists only if the interface or a script acts on it or says something of its own.
    #[derive(Copy, Eq, Hash)]
    pub enum Code {
        /// No call has this name.
        UnknownCall,
        /// The request does not have the shape that the call asks for; `details.reason` says where.
        BadRequest,
        /// No profile is open on this machine; found, join or open one first.
        NoProfile,
        /// No profile has this id on this machine.
        UnknownProfile,
        /// The book is locked until its PIN is given; `details.profile`.
        Locked,
        /// The PIN is not the right one; `details.seconds` until the next try.
        WrongPin,
        /// Wrong PINs were tried too often: the next try may come in `details.seconds`.
        PinWait,
        /// The PIN cannot be set; `details.reason` is `digits`, `length` or `trivial`.
        BadPin,
        /// A PIN is needed here: to lock with, or to seal what this browser cannot keep by itself.
        PinNeeded,
        /// The browser threw this device's key away: the book can be read, and nothing be signed.
        KeyGone,
        /// The key that the book is encrypted with is not on this machine; `details.path`.
        BookKeyGone,
        /// The system's key store, which has the key of the book, does not answer; `details.reason`.
        KeyStoreSilent,
        /// Another machine works with this device's key: one of the two must join anew.
        DeviceCloned,
        /// What would be lost is not what was confirmed; look again.
        LossChanged,
        /// Another running copy of the application uses this profile.
        ProfileInUse,
        /// The browser lets this page keep nothing: a private window, an insecure address, or too old.
        NoStorage,
        /// The folder cannot be written; `details.path`.
        FolderReadOnly,
        /// The disk is full; nothing of this step was kept.
        DiskFull,
        /// The profile was written by a newer version of the application.
        NewerProfile,
        /// The profile's file is damaged or is not one of ours; `details.path`.
        DamagedProfile,
        /// The profile is not damaged, so it is not put aside.
        SoundProfile,
        /// The template cannot be used; `details.reason` and `details.place`.
        BadTemplate,
        /// The roster cannot be read; `details.reason`.
        BadRoster,
        /// The roster has rows with problems, or changed since the preview; nothing was imported.
        RosterChanged,
        /// The code is not one of ours or has a typing mistake.
        BadInvitation,
        /// The invitation was used up, closed or has expired.
        InvitationClosed,
        /// No machine of this member waits with these six digits.
        WrongCode,
        /// No relay answers at the address; everything goes on offline.
        RelayUnreachable,
        /// What answers there is not a relay, or not this school's.
        NotOurRelay,
        /// The relay's disk is full: it takes nothing new, and hands out as before.
        RelayFull,
        /// The relay refuses to found another school.
        RelayTaken,
        /// The relay is being restored after a loss: it takes what was there before first, then the rest.
        RelayRecovering,
        /// The relay has signed two things about its log that cannot both be true; nothing more is taken.
        RelayContradicts,
        /// The relay refused; `details.code` is its word.
        RelayRefused,
        /// Somebody changed the membership at the same moment; try again.
        ControlConflict,
        /// The member's roles do not allow this act; `details.act` and `details.role`.
        NotAllowed,
        /// This file was deleted for good from this initiative.
        FileErased,
        /// This device was revoked: what it writes stays here, and the relay takes nothing from it.
        DeviceRevoked,
        /// The recovery key is not this school's, or was misread.
        BadRecoveryKey,
        /// The text is no proposal of this school, or not one that the asker may enter; `details.reason` is
        /// `unreadable`, `another_school`, `not_a_registrar`, `own` or `unknown`.
        BadProposal,
        /// The membership has changed since the proposal was signed: it must be made anew.
        StaleProposal,
        /// An author cannot decide about their own initiative.
        OwnWork,
        /// Nothing here has this id, or this member may not read it.
        NotFound,
        /// The field does not exist; `details.path`.
        UnknownField,
        /// The value does not fit the field; `details.path` and `details.reason`.
        BadValue,
        /// Fields are missing for this step; `details.missing` lists them.
        Incomplete,
        /// The initiative is not in a state that allows this step; `details.status`.
        WrongState,
        /// The version named is not the one that was opened here; open it and decide again.
        NotThisVersion,
        /// The items are not identical, or not all of them wait for the asker in these versions; none
        /// was decided on. `details.id` names the first that does not fit.
        NotAlike,
        /// A remark is needed when returning.
        RemarkNeeded,
        /// There is nothing to undo.
        NothingToUndo,
        /// The file is empty.
        EmptyFile,
        /// The file is larger than 128 MiB; `details.limit` in bytes.
        FileTooLarge,
        /// The file's contents are not of a kind that can be evidence.
        UnsupportedFile,
        /// The file could not be read; `details.path`.
        UnreadableFile,
        /// The file is not on this machine yet.
        FileNotHere,
        /// The file is no bundle.
        NotABundle,
        /// The bundle was made in another school.
        BundleOfOtherSchool,
        /// The bundle is sealed to other machines than this one.
        BundleForOthers,
        /// The bundle is damaged from its beginning; nothing of it could be taken.
        BundleDamaged,
        /// Making the bundle was stopped.
        BundleStopped,
        /// Who signed the changes of this document is still being fetched; nothing can be decided about it
        /// until then.
        HistoryComing,
        /// The document is damaged here and is fetched again.
        BrokenDocument,
        /// Another application version is needed to go on syncing.
        UpgradeRequired,
        /// The tab that held the book went away in the middle: nobody knows whether the step was kept.
        /// Look before asking again; only browser tabs answer this.
        HostGone,
        /// Something unexpected; `details.reason` is for the log, not for people.
        Internal,
    }
}

/// Why a call did not do what it was asked; nothing was changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Error {
    /// The stable word.
    pub code: Code,
    /// Facts for the sentence: names, numbers, places.
    #[serde(default)]
    pub details: Map<String, Value>,
    /// Whether the same call may succeed later, unchanged.
    pub retryable: bool,
}

impl Error {
    /// Makes an error without details; whether it is retryable follows from its code.
    pub fn new(code: Code) -> Self {
        Self { code, details: Map::new(), retryable: code.retryable() }
    }

    /// Adds one fact.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.to_owned(), value.into());
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.code, Value::Object(self.details.clone()))
    }
}

impl std::error::Error for Error {}

impl Code {
    /// Tells whether repeating the call unchanged may succeed.
    pub fn retryable(self) -> bool {
        matches!(
            self,
            Self::ProfileInUse
                | Self::DiskFull
                | Self::RelayFull
                | Self::RelayUnreachable
                | Self::RelayRecovering
                | Self::ControlConflict
                | Self::FileNotHere
                | Self::BrokenDocument
                | Self::HostGone
                | Self::KeyStoreSilent
        )
    }
}
