//! `GET S/pull`, `S/docs/{doc}`, `S/control`: what a device may read after its cursor.

use crate::answer::{RelayError, cbor, nothing};
use crate::relay::Relay;
use crate::school::School;
use crate::session::ActiveDevice;
use crate::storage::Stretch;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use ledger::{Page, PageRequest};
use protocol::{Code, Cursor, DocId, SigningKey, Trailer, limits};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// So many stretches without anything readable are looked at before the device is told where to go on.
const STRETCHES: usize = 25;

/// What is asked in the address.
pub(crate) struct Asked {
    after: Option<Cursor>,
    wait: u64,
    max: usize,
    verify: bool,
}

impl Asked {
    pub fn read(query: &HashMap<String, String>) -> Result<Self, RelayError> {
        let number = |name: &str| match query.get(name) {
            Some(text) => text.parse::<u64>().map(Some).map_err(|_| Code::Malformed),
            None => Ok(None),
        };
        let after = query.get("after").or(query.get("from")).filter(|text| !text.is_empty());
        let max = number("max")?.unwrap_or(limits::PAGE_BYTES as u64).min(limits::PAGE_BYTES as u64);
        Ok(Self {
            after: after.map(|text| text.parse()).transpose().map_err(|_| Code::Malformed)?,
            wait: number("wait")?.unwrap_or(0).min(limits::WAIT_SECONDS),
            max: max as usize,
            verify: number("verify")? == Some(1),
        })
    }

    /// Gives the place after which to read; a cursor of another life of the log is answered with
    /// the checkpoint of this one.
    pub fn place(&self, school: &School, key: &SigningKey) -> Result<u64, RelayError> {
        let Some(cursor) = self.after else { return Ok(0) };
        let state = school.storage.state()?;
        let wrong = |code| Err(school.another_life(code, key));
        if cursor.epoch != state.epoch {
            return wrong(Code::EpochChanged);
        }
        if cursor.seq > state.head || school.storage.chain_at(cursor.seq)? != Some(cursor.chain) {
            return wrong(Code::LogRewound);
        }
        Ok(cursor.seq)
    }

    pub fn request(&self, device: &ActiveDevice, after: u64) -> PageRequest {
        PageRequest {
            member: device.member,
            device: device.device,
            after,
            max_bytes: self.max,
            verify: self.verify,
        }
    }
}

pub(crate) async fn pull(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, RelayError> {
    answer(&relay, &device, &Asked::read(&query)?, Stretch::Log).await
}

pub(crate) async fn control(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, RelayError> {
    answer(&relay, &device, &Asked::read(&query)?, Stretch::Control).await
}

pub(crate) async fn document(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Path((_, doc)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, RelayError> {
    let doc = DocId::from_base64url(&doc).map_err(|_| Code::Malformed)?;
    let member = device.member;
    if !device.school.look(move |school| Ok(school.storage.reads(member, doc)?)).await? {
        return Err(Code::UnknownDoc.into());
    }
    answer(&relay, &device, &Asked::read(&query)?, Stretch::Doc(doc)).await
}

async fn answer(
    relay: &Arc<Relay>,
    device: &ActiveDevice,
    asked: &Asked,
    stretch: Stretch,
) -> Result<Response, RelayError> {
    let deadline = Instant::now() + Duration::from_secs(asked.wait);
    let mut commits = device.school.commits.clone();
    let mut stopping = relay.stopping.clone();
    let key = relay.key.clone();
    let cursor = asked.after;
    let first = Asked { after: cursor, ..*asked };
    let start = device.school.look(move |school| first.place(school, &key)).await?;
    let mut page = Page { upto: start, ..Page::default() };
    loop {
        commits.borrow_and_update();
        page = read_on(device, asked, stretch, page).await?;
        let waits = page.items.is_empty() && page.complete;
        if !waits || Instant::now() >= deadline || *stopping.borrow() {
            break;
        }
        tokio::select! {
            _ = commits.changed() => {}
            _ = stopping.changed() => {}
            () = tokio::time::sleep_until(deadline) => {}
        }
    }
    if page.items.is_empty() && page.upto == start && page.complete {
        return Ok(nothing());
    }
    let key = relay.key.clone();
    let bytes = device
        .school
        .look(move |school| write_page(school, &key, &page, matches!(stretch, Stretch::Log)))
        .await?;
    Ok(cbor(bytes))
}

/// Looks further where nothing could be read so far.
async fn read_on(
    device: &ActiveDevice,
    asked: &Asked,
    stretch: Stretch,
    mut page: Page,
) -> Result<Page, RelayError> {
    for _ in 0..STRETCHES {
        let request = asked.request(device, page.upto);
        let more = device
            .school
            .look(move |school| {
                // Who waits here may have been revoked meanwhile.
                school.storage.device(request.device)?.ok_or(Code::Revoked)?;
                Ok(school.storage.page(stretch, &request)?)
            })
            .await?;
        page.items = more.items;
        page.skipped.extend(more.skipped);
        page.upto = more.upto;
        page.complete = more.complete;
        page.head = more.head;
        if !page.items.is_empty() || page.complete {
            break;
        }
    }
    Ok(page)
}

/// Writes a page's items and its trailer; a page of one document that is complete reaches to the head.
pub(crate) fn write_page(
    school: &School,
    key: &SigningKey,
    page: &Page,
    whole_log: bool,
) -> Result<Vec<u8>, RelayError> {
    let state = school.storage.state()?;
    // What came after the page was read belongs to the next one.
    let upto = if page.complete && !whole_log { page.upto.max(page.head) } else { page.upto };
    let chain = school.storage.chain_at(upto)?.unwrap_or_default();
    let trailer = Trailer {
        cursor: Cursor { epoch: state.epoch, seq: upto, chain },
        checkpoint: school.checkpoint(key)?,
        skipped: page.skipped.clone(),
    };
    let mut bytes: Vec<u8> = page.items.iter().flat_map(protocol::PullItem::to_bytes).collect();
    bytes.extend(trailer.to_bytes());
    Ok(bytes)
}
