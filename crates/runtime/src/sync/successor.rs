//! Whether a relay with another key is the school's: the control log names it (protocol, sections 7 and
//! 13, ADR 0030).
//!
//! Nothing is believed but entries that go on from the control log here, and nothing is sent but what
//! opens a session: a signature that counts at that relay alone.

use api::{Code, Error};
use futures_util::StreamExt;
use ledger::Ledger;
use protocol::{Cursor, ItemStatus, Kind, LogView, PageItem, PageReader, Prepared, RelayKey};
use store::setting::{self, Key};

use super::intake::garbage;
use super::relay::{Opener, RelayClient};
use super::rounds::SyncError;
use crate::bundle::{self, Fate};
use crate::error;
use crate::session::{Session, Work};

/// So many pages of a control log are read.
const PAGES: usize = 64;

/// Finds the key of the relay that answers where the school's did, if the control log names that key;
/// nothing where somebody else answers.
pub async fn find(session: &Session, pinned: RelayKey) -> Result<Option<RelayKey>, SyncError> {
    let Ok(told) = session.exchange.stranger().keys().await else { return Ok(None) };
    let other = told.present;
    if other == pinned {
        return Ok(None);
    }
    if session.read(|work| named(work))? == Some(other) {
        return Ok(Some(other));
    }
    match ask(session, other).await {
        Ok(entries) => match session.commit(|work| adopt(work, entries, other)) {
            Ok(()) => Ok(Some(other)),
            Err(failure) if failure.code == Code::NotOurRelay => {
                tracing::warn!(
                    fingerprint = other.fingerprint(),
                    "another relay answers, and no entry names it"
                );
                Ok(None)
            }
            Err(failure) => Err(failure.into()),
        },
        Err(failure) => {
            tracing::warn!(fingerprint = other.fingerprint(), %failure, "another relay answers");
            Ok(None)
        }
    }
}

/// The relay that the control log names now, what was brought included.
pub fn named(work: &Work<'_>) -> Result<Option<RelayKey>, Error> {
    Ok(ledger::relay_keys(work.connection()).map_err(error::from_ledger)?.map(|row| row.relay))
}

/// Speaks with the relay that has this key from now on, and with no other one.
pub fn follow(session: &Session, relay: RelayKey) -> Result<(), Error> {
    session.commit(|work| {
        setting::set(work.connection(), Key::RelayKey, &relay.to_string()).map_err(error::from_store)
    })?;
    session.exchange.follow(relay);
    tracing::warn!(fingerprint = relay.fingerprint(), "the school's relay has another key");
    Ok(())
}

/// Reads the control log of a relay that nobody believes yet.
async fn ask(session: &Session, relay: RelayKey) -> Result<Vec<Prepared>, SyncError> {
    let client = session.exchange.reach_another(&relay).await?;
    let opener = Opener { space: session.space, signer: &session.signer, relay };
    let (token, _) = client.open_session(&opener).await?;
    let (mut entries, mut after) = (Vec::new(), None);
    for _ in 0..PAGES {
        let before = entries.len();
        after = Some(page(session, (&client, &token), after, &relay, &mut entries).await?);
        if entries.len() == before {
            return Ok(entries);
        }
    }
    Err(garbage("a control log without an end"))
}

/// Reads one page; gives the place after which the next one begins.
async fn page(
    session: &Session,
    (client, token): (&RelayClient, &[u8]),
    after: Option<Cursor>,
    relay: &RelayKey,
    entries: &mut Vec<Prepared>,
) -> Result<Cursor, SyncError> {
    let Some(stream) = client.control(session.space, token, after.as_ref()).await? else {
        return after.ok_or_else(|| garbage("no control log"));
    };
    let mut stream = std::pin::pin!(stream);
    let mut reader = PageReader::new();
    let mut end = None;
    while let Some(piece) = stream.next().await {
        reader.push(&piece?);
        while let Some(item) = reader.next_item().map_err(garbage)? {
            match item {
                PageItem::Item(item) => {
                    let opened = item.into_envelope().map_err(garbage)?;
                    let placed = opened.filter(|(_, status, _)| *status == ItemStatus::Admitted);
                    entries.extend(placed.map(|(_, _, envelope)| Prepared::new(envelope)));
                }
                PageItem::Trailer(trailer) => {
                    trailer.checkpoint.open(relay).map_err(|_| garbage("a checkpoint of another key"))?;
                    end = Some(trailer.cursor);
                }
            }
        }
    }
    end.ok_or_else(|| garbage("a page without its end"))
}

/// Takes the entries that go on from the control log here, if with them it names this relay; otherwise
/// nothing of them stays.
fn adopt(work: &mut Work<'_>, entries: Vec<Prepared>, relay: RelayKey) -> Result<(), Error> {
    let stranger = || Error::new(Code::NotOurRelay);
    for entry in entries {
        let held = Ledger::brought(work.connection()).standing(entry.id()).map_err(error::from_ledger)?;
        if held.is_some() {
            continue;
        }
        if entry.header().kind != Kind::Control || !matches!(bundle::judge(work, entry)?, Fate::New(_)) {
            return Err(stranger());
        }
    }
    if named(work)? == Some(relay) { Ok(()) } else { Err(stranger()) }
}

#[cfg(test)]
mod tests;
