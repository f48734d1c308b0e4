use domain::date::{Date, Moment};
use domain::id::{BlobId, EntryId, InitiativeId};

use crate::DeliveryState;

plain! {
    /// Minh chứng: one piece of evidence.
    pub struct EvidenceView {
        /// The entry.
        pub id: EntryId,
        /// `photo`, `video`, `audio`, `document`, `spreadsheet`, …
        pub kind: String,
        /// Title.
        pub title: String,
        /// Caption.
        pub caption: String,
        /// The file.
        pub blob: Option<BlobId>,
        /// The file's name.
        pub file_name: String,
        /// MIME type.
        pub mime: String,
        /// Bytes.
        pub size: u64,
        /// Hash of its preview, if there is one.
        pub preview: Option<BlobId>,
        /// What it supports: `results:<id>`, `quantities:<id>`, `log:<id>`.
        pub supports: Vec<String>,
        /// When it was added.
        pub added_at: Option<Moment>,
        /// By whom.
        pub added_by: String,
        /// Day it was made.
        pub captured_on: Option<Date>,
        /// Whether the original is on this machine.
        pub here: bool,
        /// Whether the preview is on this machine.
        pub preview_here: bool,
        /// Where the file is.
        pub delivery: DeliveryState,
        /// Bytes sent so far, while it is on its way.
        pub sent: u64,
        /// Whether it stays on this machine because the relay has no room for it.
        pub over_quota: bool,
        /// Other initiatives that have the same file.
        pub also_in: Vec<InitiativeId>,
        /// Whether its file was deleted everywhere.
        pub erased: bool,
        /// Whether the asker may have it deleted everywhere.
        pub can_erase: bool,
    }

    /// A file that is being handed over in pieces.
    pub struct UploadView {
        /// Names it for the next piece.
        pub upload: String,
        /// Bytes received.
        pub received: u64,
    }

    /// A piece of a file.
    pub struct FilePiece {
        /// MIME type of the whole file.
        pub mime: String,
        /// Bytes of the whole file.
        pub size: u64,
        /// Where this piece starts.
        pub offset: u64,
        /// The bytes in base64.
        pub base64: String,
    }
}
