//! Files that are not sent now: not announced yet, not this machine's to send any more, or without room
//! at the relay (protocol, section 14; ADR 0031).

use std::collections::BTreeSet;

use api::{OverQuotaView, QuotaOf, Topic};
use protocol::{BlobId, Value};
use store::blob::{Blob, Outward};

use crate::error;
use crate::session::{Session, Work};

/// When a file is this machine's to send.
pub enum Turn {
    /// Now.
    Now,
    /// Its manifest has no place yet.
    Later,
    /// Nothing that names it can be read by this member any more: the relay takes it from others.
    Never,
}

/// Finds when a file is this machine's to send.
pub fn turn(work: &Work<'_>, blob: BlobId) -> Result<Turn, api::Error> {
    let connection = work.connection();
    if !ledger::is_announced(connection, blob).map_err(error::from_ledger)? {
        return Ok(Turn::Later);
    }
    let log = ledger::Ledger::placed(connection);
    for doc in ledger::named_in(connection, blob).map_err(error::from_ledger)? {
        if protocol::reads_document(work.session.member, doc, &log).map_err(error::from_ledger)? {
            return Ok(Turn::Now);
        }
    }
    Ok(Turn::Never)
}

/// Sends a file no more: others have it who may.
pub fn leave_to_others(session: &Session, blob: &Blob) -> Result<(), api::Error> {
    session.commit(|work| {
        let all = blob.chunks.len() as u64;
        store::blob::set_outward(work.connection(), blob.blob, Outward::Committed, all)
            .map_err(error::from_store)?;
        work.emit(Topic::Delivery);
        Ok(())
    })
}

/// Notes which files stay here, and has shown anew what names those that did not before.
pub fn note_held(session: &Session, held: Held) -> Result<(), api::Error> {
    let moved = session.exchange.note_held(held);
    if moved.is_empty() {
        return Ok(());
    }
    session.commit(|work| {
        for blob in moved {
            for doc in store::blob_use::documents_of(work.connection(), blob).map_err(error::from_store)? {
                crate::apply::delivery_moved(work, doc);
            }
        }
        work.emit(Topic::Delivery);
        Ok(())
    })
}

/// Files for which the relay has no room now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub blobs: BTreeSet<BlobId>,
    /// How many of them are previews of others.
    previews: usize,
    bytes: u64,
    of: Option<(QuotaOf, u64)>,
}

impl Held {
    /// Notes one that the relay refused, with what it said.
    pub fn note(&mut self, blob: &Blob, details: &Value) {
        self.blobs.insert(blob.blob);
        self.previews += usize::from(blob.is_preview);
        self.bytes += blob.size;
        let Some([whose, limit]) = details.as_array() else { return };
        let of = if whose.as_str() == Some("school") { QuotaOf::School } else { QuotaOf::Member };
        self.of = Some((of, limit.as_u64().unwrap_or_default()));
    }

    /// As people see it; nothing where all files have room.
    pub fn view(&self) -> Option<OverQuotaView> {
        let (of, limit) = self.of?;
        let files = u32::try_from(self.blobs.len() - self.previews).unwrap_or(u32::MAX);
        Some(OverQuotaView { files, bytes: self.bytes, of, limit })
    }
}
