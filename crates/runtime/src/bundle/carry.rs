//! Parts of bundles that are sealed to the relay: kept unread, and handed over when it is met.

use std::path::PathBuf;

use api::{Error, Topic};
use protocol::{EnvId, Prepared, limits};

use crate::session::Session;
use crate::sync::SyncError;
use crate::{disk, error, sync};

/// So many parts are kept for others.
const MOST: usize = 256;
/// So many envelopes of revoked devices are handed over at once.
const ASIDE: usize = 64;

fn folder(session: &Session) -> PathBuf {
    session.folder.join("carried")
}

/// Keeps a part; tells whether there was room for it.
pub fn keep(session: &Session, part: &[u8]) -> Result<bool, Error> {
    let mut hash = protocol::Blake3::new();
    hash.update(part);
    let path = folder(session).join(format!("{}.ssk", protocol::BlobId::from_bytes(hash.finalize())));
    if disk::exists(&path) {
        return Ok(true);
    }
    let kept = disk::list(&folder(session)).unwrap_or_default().len();
    if kept >= MOST {
        tracing::warn!("no room to carry further parts of bundles for others");
        return Ok(false);
    }
    disk::write_durably(&path, part).map_err(|failure| error::from_io(&failure, &path))?;
    Ok(true)
}

/// Hands everything that is carried to the relay; returns how many parts it took.
pub async fn carry(session: &Session) -> Result<u32, SyncError> {
    let mut handed = 0;
    // Parts of one file are whole by themselves, but their envelopes may follow each other.
    let mut names = disk::list(&folder(session)).unwrap_or_default();
    while !names.is_empty() {
        let before = names.len();
        for name in std::mem::take(&mut names) {
            let path = folder(session).join(&name);
            let part = disk::read(&path).map_err(|failure| error::from_io(&failure, &path))?;
            match sync::hand_over(session, part).await {
                Ok(taken) if taken.incomplete > 0 => names.push(name),
                Ok(_) => {
                    disk::remove_file(&path).map_err(|failure| error::from_io(&failure, &path))?;
                    handed += 1;
                }
                // Others first, and what this machine holds itself.
                Err(SyncError::Relay(failure)) if failure.code() == Some(protocol::Code::Recovering) => {
                    return Ok(handed);
                }
                Err(SyncError::Relay(failure)) if failure.code().is_some_and(|code| !code.retryable()) => {
                    tracing::warn!(%failure, "the relay does not take a carried part");
                    disk::remove_file(&path).map_err(|failure| error::from_io(&failure, &path))?;
                }
                Err(other) => return Err(other),
            }
        }
        if names.len() == before {
            // What they rest on is still on its way: later.
            break;
        }
    }
    if handed > 0 {
        session.emit(Topic::Delivery);
    }
    hand_over_aside(session).await?;
    Ok(handed)
}

/// How many of them fit into one push; the first always does.
fn fitting(some: &[Prepared]) -> usize {
    let mut bytes = 0;
    let fits = |one: &&Prepared| {
        bytes += one.envelope().to_wire().len();
        bytes <= limits::PUSH_BYTES
    };
    some.iter().take_while(fits).count().max(1)
}

/// Hands over what revoked devices wrote and others brought here: the relay keeps it for a registrar.
async fn hand_over_aside(session: &Session) -> Result<(), SyncError> {
    loop {
        let mut some = session
            .read(|work| ledger::all_kept_aside(work.connection(), ASIDE).map_err(error::from_ledger))?;
        some.truncate(fitting(&some));
        if some.is_empty() {
            return Ok(());
        }
        let answer = sync::push_alone(session, &some).await?;
        let answered = some.iter().zip(&answer.answers);
        let settled: Vec<_> = answered
            .filter(|(_, answer)| !answer.code.is_some_and(protocol::Code::retryable))
            .map(|(prepared, _)| prepared.id())
            .collect();
        if settled.is_empty() {
            return Ok(());
        }
        session.commit(|work| {
            let release = |id: &EnvId| ledger::release(work.connection(), *id);
            settled.iter().try_for_each(release).map_err(error::from_ledger)
        })?;
    }
}
