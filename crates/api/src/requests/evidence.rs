//! Files of evidence.

use domain::id::{BlobId, InitiativeId};

plain! {
    /// Begins to hand over a file in pieces.
    pub struct BeginUpload {
        /// The file's name.
        pub name: String,
        /// All its bytes.
        pub size: u64,
    }

    /// Hands over the next piece of a file.
    pub struct AppendUpload {
        /// The upload.
        pub upload: String,
        /// Where the piece starts.
        pub offset: u64,
        /// Its bytes in base64, at most 1 MiB.
        pub base64: String,
    }

    /// Attaches a file to an initiative; the original is kept as it is.
    pub struct AttachEvidence {
        /// Which initiative.
        pub id: InitiativeId,
        /// A finished upload, unless `path` is given.
        pub upload: Option<String>,
        /// A path on this machine.
        pub path: Option<String>,
        /// Title; the file's name when empty.
        pub title: String,
        /// Caption.
        pub caption: String,
        /// What it supports: `results:<id>`, `quantities:<id>`, `log:<id>`.
        pub supports: Vec<String>,
    }

    /// Reads a piece of a file or a preview, at most 1 MiB.
    pub struct ReadFile {
        /// Its hash.
        pub blob: BlobId,
        /// Where to start.
        pub offset: u64,
    }

    /// Fetches an original that is not on this machine yet.
    pub struct FetchFile {
        /// Its hash.
        pub blob: BlobId,
    }

    /// Writes a file's original to a path.
    pub struct SaveFile {
        /// Its hash.
        pub blob: BlobId,
        /// Where to; an existing file is refused.
        pub path: String,
    }
}
