//! Error codes that travel: stable strings (protocol section 18).

macro_rules! codes {
    ($($name:ident = $text:literal $status:literal $retryable:literal $doc:literal;)+) => {
        /// Why something was not done, as it travels and as hosts map it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
        pub enum Code {
            $(#[doc = $doc] #[error($text)] $name,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Gives the stable string.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Gives the HTTP status of an answer that is this code and nothing else.
            pub const fn http_status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)+
                }
            }

            /// Says whether the same request is worth repeating, once what is missing was pulled,
            /// pushed or waited for.
            pub const fn retryable(self) -> bool {
                match self {
                    $(Self::$name => $retryable,)+
                }
            }
        }
    };
}

codes! {
    Malformed = "malformed" 400 false "The bytes are not what they should be.";
    Noncanonical = "noncanonical" 400 false "The bytes are one of the forms that are not the only one.";
    BadSignature = "bad_signature" 400 false "The signature does not fit.";
    HashMismatch = "hash_mismatch" 400 false "Length or hash of the payload or chunk does not fit.";
    BadPayload = "bad_payload" 400 false "The payload is not what its kind prescribes.";
    ActorMismatch = "actor_mismatch" 400 false "A change names an actor that does not belong to its author.";
    SessionRequired = "session_required" 401 true "No session was shown.";
    SessionExpired = "session_expired" 401 true "The session is over.";
    NotMember = "not_member" 403 false "The device or member does not belong to this school now.";
    Revoked = "revoked" 403 false "The device was revoked.";
    ForbiddenKind = "forbidden_kind" 403 false "No role of the signer may do this.";
    ForbiddenDoc = "forbidden_doc" 403 false "The signer may not do this in that document.";
    OwnWork = "own_work" 403 false "Nobody decides about their own work.";
    UnknownSpace = "unknown_space" 404 false "No such school is here.";
    UnknownDoc = "unknown_doc" 404 false "No such document is here.";
    UnknownBlob = "unknown_blob" 404 false "No such file is here.";
    TooLarge = "too_large" 413 false "A limit of section 18 was passed.";
    AuthorFork = "author_fork" 409 false "The author has signed another envelope with this number.";
    ControlConflict = "control_conflict" 409 true "The control log has moved on: read it and sign again.";
    LogRewound = "log_rewound" 409 false "The relay lost the end of its log.";
    EpochChanged = "epoch_changed" 409 false "The relay began a new epoch.";
    Compacted = "compacted" 410 false "Only a snapshot is left of this.";
    InviteClosed = "invite_closed" 410 false "The invitation is unknown, used up, expired, locked or closed.";
    AuthorGap = "author_gap" 422 true "Earlier envelopes of the author are missing.";
    MissingDeps = "missing_deps" 422 true "Earlier changes or records are missing.";
    MissingDoc = "missing_doc" 422 true "The opening of the document is missing.";
    UnknownControl = "unknown_control" 422 true "The control entry that was applied is missing.";
    DuplicateSeq = "duplicate_seq" 422 false "The actor has made another change with this number.";
    RestsOnVoid = "rests_on_void" 422 false "It rests on something that has no effect.";
    UpgradeRequired = "upgrade_required" 426 false "A newer version of the program is needed.";
    Recovering = "recovering" 423 true "The relay is being restored.";
    SlowDown = "slow_down" 429 true "Too much at once.";
    DiskFull = "disk_full" 507 true "The disk of the relay is full.";
    OverQuota = "over_quota" 507 true "The room of the member or the school for files is used up.";
    RelayDisagrees = "relay_disagrees" 409 false "On clients only: this machine judges an envelope unlike the relay.";
}

/// A string that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such code")]
pub struct UnknownCode;

impl std::str::FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text).ok_or(UnknownCode)
    }
}
