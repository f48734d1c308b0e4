//! `GET S/pack`: everything that a device may read, as pages in one stream; gzip where the client
//! understands it, because neighbours share words and small parts compress badly.

use crate::answer::RelayError;
use crate::relay::Relay;
use crate::routes::pull::{Asked, write_page};
use crate::session::ActiveDevice;
use crate::storage::{StorageError, Stretch};
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use ledger::Payloads;
use protocol::Code;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Bytes of one page: so much is in memory for each first sync.
const PAGE: usize = 512 * 1024;
/// Bytes of one part of the answer.
const PART: usize = 64 * 1024;

pub(crate) async fn pack(
    State(relay): State<Arc<Relay>>,
    device: ActiveDevice,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, RelayError> {
    let asked = Asked::read(&query)?;
    let stretch = stretch(&query)?;
    let key = relay.key.clone();
    let school = Arc::clone(&device.school);
    let (asked, start) = school
        .look(move |school| {
            let start = asked.place(school, &key)?;
            Ok((asked, start))
        })
        .await?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let gzip = accepted.is_some_and(|encodings| encodings.contains("gzip"));
    // Where it is broken off it ends without a trailer, so the client knows that its last page is torn.
    let sharing = Arc::clone(&relay);
    let write = move |sink| write_all(&sharing, &device, &asked, (stretch, start), sink, gzip);
    let body = stream_out(&relay, write).await?;
    let kind = [(header::CONTENT_TYPE, "application/cbor-seq"), (header::VARY, "accept-encoding")];
    Ok(if gzip {
        (kind, [(header::CONTENT_ENCODING, "gzip")], body).into_response()
    } else {
        (kind, body).into_response()
    })
}

/// Gives out what is written, while it is written, on a thread that may wait for the disk and for
/// whoever reads; so many at once.
pub(crate) async fn stream_out(
    relay: &Relay,
    write: impl FnOnce(Parts) -> io::Result<()> + Send + 'static,
) -> Result<Body, RelayError> {
    let turn = Arc::clone(&relay.first_syncs).acquire_owned().await.map_err(|_| StorageError::Stopped)?;
    let (parts, body) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        if let Err(error) = write(Parts { parts, buffer: Vec::with_capacity(PART) }) {
            tracing::info!(%error, "a long answer was broken off");
        }
    });
    let stream = stream::unfold(body, |mut body| async move {
        let part = body.recv().await?;
        Some((Ok::<Bytes, io::Error>(part), body))
    });
    Ok(Body::from_stream(stream))
}

/// Everything, or what is asked for of it: without what snapshots stand for, or nothing but that.
fn stretch(query: &HashMap<String, String>) -> Result<Stretch, Code> {
    match query.get("part").map(String::as_str) {
        None => Ok(Stretch::Log),
        Some("abridged") => Ok(Stretch::Abridged),
        Some("covered") => Ok(Stretch::Covered(Payloads::Sent)),
        Some("covered-headers") => Ok(Stretch::Covered(Payloads::LeftOut)),
        Some(_) => Err(Code::Malformed),
    }
}

fn write_all(
    relay: &Relay,
    device: &ActiveDevice,
    asked: &Asked,
    from: (Stretch, u64),
    mut sink: Parts,
    gzip: bool,
) -> io::Result<()> {
    if gzip {
        let mut encoder = GzEncoder::new(sink, Compression::new(4));
        write_pages(relay, device, asked, from, &mut encoder)?;
        return encoder.finish()?.flush();
    }
    write_pages(relay, device, asked, from, &mut sink)?;
    sink.flush()
}

fn write_pages(
    relay: &Relay,
    device: &ActiveDevice,
    asked: &Asked,
    from: (Stretch, u64),
    sink: &mut dyn Write,
) -> io::Result<()> {
    let (stretch, mut after) = from;
    loop {
        let mut request = asked.request(device, after);
        request.max_bytes = PAGE;
        let page = device.school.storage.page(stretch, &request).map_err(io::Error::other)?;
        let bytes = write_page(&device.school, &relay.key, &page, true)
            .map_err(|_| io::Error::other("a page cannot be read"))?;
        sink.write_all(&bytes)?;
        if page.complete || *relay.stopping.borrow() {
            return Ok(());
        }
        after = page.upto;
    }
}

/// Collects bytes and hands them on in parts; whoever reads slowly makes the writer wait.
pub(crate) struct Parts {
    parts: mpsc::Sender<Bytes>,
    buffer: Vec<u8>,
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PART {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let part = Bytes::from(std::mem::take(&mut self.buffer));
        self.parts.blocking_send(part).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
