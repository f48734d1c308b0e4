use std::str::FromStr;

/// A known bug that stands around the real parts, so that a test shows that it would be found. None of
/// it is in what is shipped: each is a wrong relay, disk or wire of the simulator's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// The relay answers before the commit: a crash takes back what it acknowledged.
    AnswersBeforeCommit,
    /// A cursor goes to the largest number seen, not to the trailer's.
    CursorToTheLargest,
    /// Whoever asks is answered as if the principal asked.
    ReadersAreMixedUp,
    /// A restored relay takes changes before the revocations are back.
    ForgetsRevocations,
    /// What has no effect is refused, and takes no place.
    VoidTakesNoPlace,
    /// A revocation ends nothing.
    RevokedWriteOn,
}

impl Planted {
    /// All of them, with their names on the command line.
    pub const ALL: [(&'static str, Self); 6] = [
        ("answers-before-commit", Self::AnswersBeforeCommit),
        ("cursor-to-the-largest", Self::CursorToTheLargest),
        ("readers-are-mixed-up", Self::ReadersAreMixedUp),
        ("forgets-revocations", Self::ForgetsRevocations),
        ("void-takes-no-place", Self::VoidTakesNoPlace),
        ("revoked-write-on", Self::RevokedWriteOn),
    ];
}

impl FromStr for Planted {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, planted)| *planted).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|(known, _)| *known).collect();
            format!("it is one of {}", known.join(", "))
        })
    }
}
