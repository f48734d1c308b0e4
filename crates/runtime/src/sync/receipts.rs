//! Who has received what (protocol, section 16).

use protocol::{Ack, WireReceipt};
use store::setting::Key;

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
    session.exchange.client().ack(session.space, &token, &ack).await?;
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
    let mut moved = false;
    for receipt in receipts {
        let Some(device) = devices.iter().find(|device| device.device == receipt.device) else { continue };
        if device.member == work.session.member || !receipt.ack.fits(receipt.device, work.session.space) {
            continue;
        }
        let row = store::receipt::Receipt {
            device: receipt.device,
            member: device.member,
            seq: receipt.ack.cursor.seq,
        };
        moved |= known.iter().all(|one| one.device != row.device || one.seq < row.seq);
        store::receipt::take(work.connection(), &row).map_err(error::from_store)?;
    }
    if moved {
        crate::apply::receipts_moved(work);
    }
    Ok(())
}
