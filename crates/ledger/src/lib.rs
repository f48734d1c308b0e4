//! The log of one school in SQLite, as the relay and every client keep it.
//!
//! The ledger keeps envelopes and what they make of members, devices, roles, documents and files,
//! each with the place in the log from which it holds. [`Ledger`] answers admission's look-ups for
//! any place, so an entry that comes late is judged by the state at its own place, and nothing is
//! held in memory for each document.
//!
//! It deliberately does not know where the database lies, when a transaction begins and ends, what
//! Automerge is, or what a record means: callers lend it a connection.
//!
//! Read first: [`Ledger`], [`place`], [`place_at`].

mod ack;
mod audit;
mod blob;
mod brought;
mod compact;
mod counts;
mod effect;
mod error;
mod last;
mod life;
mod lines;
mod page;
mod place;
mod quarantine;
mod rows;
mod schema;
mod snapshot;
mod sql;
mod state;
mod stored;
mod unsent;
mod view;

pub use ack::{acks, acks_since, store_ack};
pub use audit::{Audited, Finding, Wrong, audit};
pub use blob::{
    BlobRow, blob, blobs_with_chunk, erased, erased_chunks, is_announced, is_erased, is_erased_from,
    manifests, named_in,
};
pub use brought::{Ground, does_not_fit, give_way, ground, holds_brought, unsent_except};
pub use compact::drop_covered;
pub use counts::{Counts, counts};
pub use error::LedgerError;
pub use last::{LastPlace, last_number, last_place};
pub use life::{Forgotten, begin_life};
pub use lines::{Line, Lines, holdings, kept, lines, vector};
pub use page::{
    Page, PageRequest, Payloads, abridged_page, control_page, covered_page, doc_page, documents_readable,
    page,
};
pub use place::{confirm, place, place_at, place_compacted, take_payload};
pub use quarantine::{Quarantined, all_kept_aside, kept_aside, quarantine, quarantined, release};
pub use rows::{
    DeviceRow, DocumentRow, GrantRow, InviteRow, MemberRow, RelayRow, devices, documents, grants, invites,
    members, named_since, relay_keys, relays, writers_of,
};
pub use schema::{VERSION, migrate};
pub use snapshot::{
    Uncovered, Vouched, alone, are_vouched, fetched, give_up, holds_changes, holds_unsent, is_signed_for,
    is_whole, lacks_payload, uncovered, vouch, vouched_for, wanted, written_by,
};
pub use state::{
    State, begin, begin_epoch, chain_at, checkpoint, note_skipped, set_cursor, state, store_checkpoint,
};
pub use stored::{Stored, StoredStatus, about_of, envelope, envelopes_after, envelopes_of};
pub use unsent::{add_signature, append_unsent, next, unsent, unsent_count, unsigned, withdraw_unsent};
pub use view::Ledger;
