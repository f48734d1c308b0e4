//! Policy 1: who may do what (domain.md section 2.1; protocol sections 4 to 6).

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
