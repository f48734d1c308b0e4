//! What revoked devices sent afterwards: shown to registrars, who may take it back (protocol,
//! section 12).

use std::collections::BTreeMap;

use api::{Code, Error, QuarantineView, Readmit};
use domain::date::Moment;
use protocol::{DeviceKey, DocId, DraftContent, EnvId, Header, limits};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::sync::{self, SyncError};
use crate::{control, error, people};

/// What one device wrote in one document.
#[derive(Default)]
struct Kept {
    /// Ids with their numbers, ascending.
    envelopes: BTreeMap<u64, EnvId>,
    written: Vec<i64>,
    received: i64,
}

type ByDocument = BTreeMap<(DeviceKey, DocId), Kept>;

/// Lists what is kept aside at the relay.
pub async fn list(session: &Session) -> Result<Vec<QuarantineView>, Error> {
    people::must_register(session)?;
    let kept = ask(session).await?;
    session.read(|work| kept.iter().map(|((device, doc), kept)| view(work, *device, *doc, kept)).collect())
}

/// Takes back what a device wrote in a document; everybody who reads it gets it.
pub async fn readmit(session: &Session, request: &Readmit) -> Result<Vec<QuarantineView>, Error> {
    people::must_register(session)?;
    let not_found = || Error::new(Code::NotFound);
    let device: DeviceKey = request.device.parse().map_err(|_| not_found())?;
    let doc: DocId = request.document.same();
    let kept = ask(session).await?.remove(&(device, doc)).ok_or_else(not_found)?;
    let envelopes: Vec<EnvId> = kept.envelopes.into_values().collect();
    for some in envelopes.chunks(limits::READMIT) {
        control::enter_about(session, doc, DraftContent::Readmit(some.to_vec())).await?;
    }
    sync::level(session).await.map_err(SyncError::into_error)?;
    list(session).await
}

async fn ask(session: &Session) -> Result<ByDocument, Error> {
    let lines = sync::quarantine(session).await.map_err(SyncError::into_error)?;
    let mut kept = ByDocument::new();
    for line in lines {
        let header = Header::from_bytes(&line.header)
            .map_err(|code| Error::new(Code::NotOurRelay).with("reason", code.as_str()))?;
        let one = kept.entry((header.author, header.doc)).or_default();
        one.envelopes.insert(header.aseq, protocol::env_id(&line.header));
        one.written.push(header.ts);
        one.received = one.received.max(line.received);
    }
    Ok(kept)
}

fn view(work: &Work<'_>, device: DeviceKey, doc: DocId, kept: &Kept) -> Result<QuarantineView, Error> {
    let rows = ledger::devices(work.connection()).map_err(error::from_ledger)?;
    let member = rows.into_iter().find(|row| row.device == device).map(|row| row.member);
    let person = match member {
        Some(member) => store::person::load(work.connection(), member).map_err(error::from_store)?,
        None => None,
    };
    let moment = |millis: Option<&i64>| Moment::from_millis(millis.copied().unwrap_or_default());
    Ok(QuarantineView {
        device: device.to_string(),
        name: person.map(|person| person.name).unwrap_or_default(),
        document: doc.same(),
        title: work.session.cards.title(doc),
        entries: kept.envelopes.len() as u32,
        first: moment(kept.written.iter().min()),
        last: moment(kept.written.iter().max()),
        received: Moment::from_millis(kept.received),
    })
}
