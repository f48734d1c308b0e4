//! Policies 1 and 2: who may do what (domain.md section 2.1; protocol sections 4 to 6).

mod document;
mod open;
mod read;
mod record;
mod table;

pub use document::{may_change, may_open, may_snapshot, reads_document};
pub(crate) use open::check_open;
pub(crate) use read::department_of;
pub use read::{EnvelopeFacts, Reading, reads};
pub(crate) use record::check_record;
pub use record::{RecordContext, capacities};

/// The newest table of rights, with which schools are founded. 2 is 1, and lets nobody with another role
/// than `staff` join by an invitation alone (ADR 0027).
pub const POLICY: u64 = 2;
