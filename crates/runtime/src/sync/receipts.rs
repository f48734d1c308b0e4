//! Who has received what (protocol, section 16).

use protocol::{Ack, Code, Cursor, Epoch, WireReceipt};
use store::setting::Key;

use super::relay::RelayError;
use super::rounds::{SyncError, token};
use crate::error;
use crate::session::{Session, Work};

/// Tells the relay how far this device has everything on disk, if that moved.
pub async fn acknowledge(session: &Session) -> Result<(), SyncError> {
    let (cursor, last) = session.read(|work| {
        let cursor = ledger::state(work.connection()).map_err(error::from_ledger)?.cursor;
        let last = store::setting::get(work.connection(), Key::Acked).map_err(error::from_store)?;
        Ok((cursor, last))
    })?;
    let Some(cursor) = cursor else { return Ok(()) };
    if last.as_deref() == Some(cursor.to_string().as_str()) {
        return Ok(());
    }
    let token = token(session).await?;
    let sig = session.signer.sign(&Ack::message(session.space, cursor)).await?;
    let ack = Ack { cursor, sig };
    match session.exchange.client().ack(session.space, &token, &ack).await {
        // The next pull follows the log into its other life.
        Err(RelayError::Refused { code: Code::EpochChanged | Code::LogRewound, .. }) => return Ok(()),
        answer => answer?,
    }
    session.commit(|work| {
        store::setting::set(work.connection(), Key::Acked, &cursor.to_string()).map_err(error::from_store)
    })?;
    Ok(())
}

/// Asks how far the others are, if something of this device waits for that.
pub async fn ask(session: &Session) -> Result<(), SyncError> {
    if !session.read(|work| crate::delivery::awaits_receipts(work))? {
        return Ok(());
    }
    let token = token(session).await?;
    let receipts = session.exchange.client().receipts(session.space, &token).await?;
    session.exchange.note_receipts(session.now());
    session.commit(|work| keep(work, &receipts))?;
    Ok(())
}

fn keep(work: &mut Work<'_>, receipts: &[WireReceipt]) -> Result<(), api::Error> {
    let devices = ledger::devices(work.connection()).map_err(error::from_ledger)?;
    let known = store::receipt::all(work.connection()).map_err(error::from_store)?;
    let life = Life::of(work)?;
    let mut moved = false;
    for receipt in receipts {
        let Some(device) = devices.iter().find(|device| device.device == receipt.device) else { continue };
        if device.member == work.session.member || !receipt.ack.fits(receipt.device, work.session.space) {
            continue;
        }
        let row = store::receipt::Receipt {
            device: receipt.device,
            member: device.member,
            seq: life.place(&receipt.ack.cursor),
        };
        moved |= known.iter().all(|one| one.device != row.device || one.seq < row.seq);
        store::receipt::take(work.connection(), &row).map_err(error::from_store)?;
    }
    if moved {
        crate::apply::receipts_moved(work);
    }
    Ok(())
}

/// The life of the log in which places count.
struct Life {
    epoch: Epoch,
    base: Option<Cursor>,
}

impl Life {
    fn of(work: &Work<'_>) -> Result<Self, api::Error> {
        let epoch = ledger::state(work.connection()).map_err(error::from_ledger)?.epoch;
        let signed = ledger::checkpoint(work.connection()).map_err(error::from_ledger)?;
        let checkpoint = signed.map(|signed| super::restore::read_kept(work, &signed)).transpose()?.flatten();
        Ok(Self { epoch, base: checkpoint.and_then(|checkpoint| checkpoint.base) })
    }

    /// What a word about an earlier life says about this one: that counts up to where this one began.
    fn place(&self, cursor: &Cursor) -> u64 {
        if cursor.epoch == self.epoch {
            return cursor.seq;
        }
        self.base.filter(|base| base.epoch == cursor.epoch).map_or(0, |base| base.seq.min(cursor.seq))
    }
}

#[cfg(test)]
mod tests;
