//! The signed changes behind a snapshot: fetched once the book can be used, and compared with it
//! (protocol, section 17).

use std::collections::BTreeSet;

use futures_util::StreamExt;
use ledger::Ledger;
use protocol::{DocId, PageItem, PageReader, PullItem, Verdict};

use super::intake::{Item, backfill, garbage, prepare};
use super::part::Part;
use super::relay::RelayError;
use super::rounds::{SyncError, token};
use crate::session::{Session, Work};
use crate::{apply, error};

/// Envelopes placed in one transaction, so that a call never waits long for its turn.
const PIECE: usize = if cfg!(target_arch = "wasm32") { 32 } else { 512 };

/// What is fetched: a browser keeps headers, a machine every payload, which is the school's second backup.
const PART: Part = if cfg!(target_arch = "wasm32") { Part::CoveredHeaders } else { Part::Covered };

/// Fetches what snapshots stand for here, and gives up snapshots that say something else.
pub async fn fetch(session: &Session) -> Result<(), SyncError> {
    let wanted = |work: &mut Work<'_>| ledger::wanted(work.connection()).map_err(error::from_ledger);
    let vouched = session.read(|work| ledger::vouched_for(work.connection()).map_err(error::from_ledger))?;
    if !vouched.is_empty() {
        let mut missing = read_covered(session).await?;
        let left = session.read(|work| ledger::vouched_for(work.connection()).map_err(error::from_ledger))?;
        // What a snapshot told of before the stream began, and nobody has signed.
        let asked: BTreeSet<DocId> = vouched.into_iter().collect();
        missing.extend(left.into_iter().filter(|doc| asked.contains(doc)));
        for doc in missing {
            tracing::warn!(%doc, "a snapshot says something else than the signed changes");
            session.commit(|work| ledger::give_up(work.connection(), doc).map_err(error::from_ledger))?;
        }
    }
    for doc in session.read(wanted)? {
        match backfill(session, doc).await {
            Err(SyncError::Relay(RelayError::Refused { code: protocol::Code::UnknownDoc, .. })) | Ok(_) => {}
            Err(failure) => return Err(failure),
        }
        session.commit(|work| {
            apply::rebuild_later(work, doc)?;
            ledger::fetched(work.connection(), doc).map_err(error::from_ledger)
        })?;
    }
    apply::settle(session)?;
    Ok(())
}

/// Reads the stream of covered changes; gives the documents with changes of which no snapshot told.
async fn read_covered(session: &Session) -> Result<BTreeSet<DocId>, SyncError> {
    let token = token(session).await?;
    let stream = session.exchange.client().pack(session.space, &token, PART).await?;
    let mut stream = std::pin::pin!(stream);
    let (mut reader, mut items, mut missing) = (PageReader::new(), Vec::new(), BTreeSet::new());
    while let Some(piece) = stream.next().await {
        reader.push(&piece?);
        while let Some(item) = reader.next_item().map_err(garbage)? {
            if let PageItem::Item(item) = item {
                items.push(item);
            }
            if items.len() >= PIECE {
                place(session, std::mem::take(&mut items), &mut missing)?;
            }
        }
    }
    place(session, items, &mut missing)?;
    Ok(missing)
}

fn place(session: &Session, items: Vec<PullItem>, missing: &mut BTreeSet<DocId>) -> Result<(), SyncError> {
    let items = prepare(items)?;
    session.commit(|work| {
        for item in &items {
            if let Err(failure) = place_one(work, item, missing)? {
                return Ok(Err(failure));
            }
        }
        Ok(Ok(()))
    })?
}

fn place_one(
    work: &mut Work<'_>,
    item: &Item,
    missing: &mut BTreeSet<DocId>,
) -> Result<Result<(), SyncError>, api::Error> {
    let (connection, header) = (work.connection(), item.prepared.header());
    let log = Ledger::pulled_at(connection, item.seq);
    match protocol::judge_item(&item.prepared, item.status, &log).map_err(error::from_ledger)? {
        Verdict::Agrees => {}
        Verdict::Held { .. } => return Ok(Ok(())),
        Verdict::Need(need) => return Ok(Err(SyncError::Stuck(need.code()))),
        Verdict::Disagrees { ours, .. } => {
            tracing::error!(envelope = %item.prepared.id(), seq = item.seq, ?ours, "the relay judges otherwise");
            return Ok(Err(SyncError::Disagrees { envelope: item.prepared.id() }));
        }
    }
    let told = ledger::are_vouched(connection, header.doc, &header.changes).map_err(error::from_ledger)?;
    ledger::place_at(connection, &item.prepared, item.seq, item.status).map_err(error::from_ledger)?;
    if !told {
        missing.insert(header.doc);
    }
    Ok(Ok(()))
}
