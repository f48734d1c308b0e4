//! Takes pages from the relay: every item is judged again here, and a page counts only with its
//! trailer (protocol, sections 8 to 10).

use std::collections::BTreeSet;

use futures_util::{Stream, StreamExt};
use ledger::LastPlace;
use protocol::{
    Code, DocId, ItemStatus, Need, PageItem, PageReader, Parsed, Prepared, PullItem, Trailer, Verdict,
};
use store::setting::{self, Key};

use super::part::{Part, Source};
use super::relay::RelayError;
use super::rounds::{SyncError, token};
use super::{brought, elsewhere, files, restore};
use crate::again::{self, Rest};
use crate::session::{Session, Work};
use crate::{apply, error, host, storage};

/// Items placed in one transaction, so that a call never waits long for its turn.
const PIECE: usize = 512;

/// So many other lives of the log are followed in one pull.
const LIVES: u32 = 3;

/// What an intake brought.
#[derive(Debug, Default)]
pub struct Taken {
    /// Envelopes that were new here.
    pub envelopes: u32,
    /// Whether the cursor moved.
    pub moved: bool,
}

/// An item of a page whose seal was checked.
pub struct Item {
    /// Its place.
    pub seq: u64,
    /// What the relay says of it.
    pub status: ItemStatus,
    /// The envelope.
    pub prepared: Prepared,
}

/// What happened to a piece of a page.
enum Placed {
    Whole,
    Needs {
        at: usize,
        doc: DocId,
    },
    /// The relay gave a place to another envelope that it had given away before.
    GivenTwice,
}

/// Pulls until nothing is left; waits up to `wait` seconds when nothing is there.
pub async fn pull(session: &Session, wait: u64) -> Result<Taken, SyncError> {
    let _one_at_a_time = session.exchange.taking.lock().await;
    let mut taken = take_all(session, wait).await?;
    if session
        .read(|work| setting::get(work.connection(), Key::Granted).map_err(error::from_store))?
        .is_some()
    {
        // An earlier round learned of a role and was cut off, or this machine granted it itself.
        taken.envelopes += backfill_granted(session).await?;
        taken.moved = true;
        apply::settle(session)?;
    }
    if taken.moved {
        storage::take_off_erased(session)?;
    }
    again::write(session)?;
    Ok(taken)
}

async fn take_all(session: &Session, wait: u64) -> Result<Taken, SyncError> {
    let mut all = Taken::default();
    let mut lives = 0;
    loop {
        match take_more(session, wait, &mut all).await {
            Ok(Left::Nothing) => return Ok(all),
            Ok(Left::Perhaps) => {}
            Err(failure) => {
                let told = restore::told_by(&failure).filter(|_| lives < LIVES);
                restore::follow(session, told.ok_or(failure)?).await?;
                all.moved = true;
                lives += 1;
            }
        }
    }
}

/// Whether there is more to take.
enum Left {
    Nothing,
    Perhaps,
}

async fn take_more(session: &Session, wait: u64, all: &mut Taken) -> Result<Left, SyncError> {
    let after =
        session.read(|work| Ok(ledger::state(work.connection()).map_err(error::from_ledger)?.cursor))?;
    let token = token(session).await?;
    let client = session.exchange.client();
    let taken = if after.is_none() {
        take(session, client.pack(session.space, &token, Part::Abridged).await?, Source::First).await?
    } else {
        let wait = if all.moved { 0 } else { wait };
        let Some(stream) = client.pull(session.space, &token, after.as_ref(), wait).await? else {
            restore::bear_out(session).await?;
            return Ok(Left::Nothing);
        };
        take(session, stream, Source::Log).await?
    };
    all.envelopes += taken.envelopes;
    if !taken.moved {
        return Ok(Left::Nothing);
    }
    all.moved = true;
    Ok(Left::Perhaps)
}

async fn take(
    session: &Session,
    stream: impl Stream<Item = Result<Vec<u8>, RelayError>>,
    source: Source,
) -> Result<Taken, SyncError> {
    let mut stream = std::pin::pin!(stream);
    let mut reader = PageReader::new();
    let mut page = Vec::new();
    let mut taken = Taken::default();
    let mut failure = None;
    while let Some(piece) = stream.next().await {
        let piece = match piece {
            Ok(piece) => piece,
            Err(broken) => {
                // The items that came whole are kept; the cursor has not moved past them.
                failure = Some(broken);
                break;
            }
        };
        reader.push(&piece);
        while let Some(item) = reader.next_item().map_err(garbage)? {
            match item {
                PageItem::Item(item) => page.push(item),
                PageItem::Trailer(trailer) => {
                    taken.envelopes +=
                        place_page(session, std::mem::take(&mut page), Some(&trailer), source).await?;
                    taken.moved = true;
                }
            }
        }
    }
    if !page.is_empty() {
        taken.envelopes += place_page(session, page, None, source).await?;
    }
    if source == Source::First {
        apply::settle_school(session)?;
        files::fetch_staff_list(session).await?;
    }
    apply::settle(session)?;
    failure.map_or(Ok(taken), |broken| Err(broken.into()))
}

async fn place_page(
    session: &Session,
    items: Vec<PullItem>,
    trailer: Option<&Trailer>,
    source: Source,
) -> Result<u32, SyncError> {
    if let Some(trailer) = trailer {
        // Before anything is placed: a place that was given away twice is of another life.
        restore::compare(session, &trailer.checkpoint).await?;
    }
    let items = prepare(items)?;
    let mut asked = BTreeSet::new();
    let (mut start, mut new, mut granted) = (0, 0, false);
    while start < items.len() {
        let piece = &items[start..items.len().min(start + PIECE)];
        match session.commit(|work| place_piece(work, piece, source, &mut new, &mut granted))? {
            Ok(Placed::Whole) => start += piece.len(),
            Ok(Placed::Needs { at, doc }) => {
                start += at;
                if !asked.insert(doc) {
                    return Err(SyncError::Stuck(protocol::Code::MissingDoc));
                }
                new += backfill(session, doc).await?;
            }
            Ok(Placed::GivenTwice) => return Err(restore::given_twice(session).await),
            Err(disagreement) => return Err(disagreement),
        }
    }
    // The first stream holds whatever can be read.
    if granted && source == Source::Log {
        new += backfill_granted(session).await?;
    }
    if let Some(trailer) = trailer {
        session.commit(|work| turn_page(work, trailer))??;
    }
    Ok(new)
}

/// Checks the seals of items.
pub fn prepare(items: Vec<PullItem>) -> Result<Vec<Item>, SyncError> {
    let mut opened = Vec::with_capacity(items.len());
    for item in items {
        if let Some((seq, status, envelope)) = item.into_envelope().map_err(garbage)? {
            opened.push((seq, status, envelope));
        }
    }
    // Checking seals is most of the work.
    let check = |(seq, status, envelope)| Item { seq, status, prepared: Prepared::new(envelope) };
    Ok(host::map_in_parallel(opened, check))
}

fn place_piece(
    work: &mut Work<'_>,
    piece: &[Item],
    source: Source,
    new: &mut u32,
    granted: &mut bool,
) -> Result<Result<Placed, SyncError>, api::Error> {
    let holds_brought = brought::is_here(work)?;
    let head = ledger::state(work.connection()).map_err(error::from_ledger)?.head;
    for (at, item) in piece.iter().enumerate() {
        if holds_brought {
            brought::give_way(work, &item.prepared)?;
        }
        let behind = brought::own_gives_way(work, &item.prepared)?;
        let placed = place_one(work, item, source, head)?;
        again::settle(work, &behind, Code::AuthorFork.as_str(), Rest::SignedAnew)?;
        match placed {
            Ok(One::Here) => {}
            Ok(One::New { opens }) => {
                *granted |= opens;
                *new += 1;
            }
            Ok(One::Needs(doc)) => return Ok(Ok(Placed::Needs { at, doc })),
            Ok(One::GivenTwice) => return Ok(Ok(Placed::GivenTwice)),
            Err(failure) => return Ok(Err(failure)),
        }
    }
    Ok(Ok(Placed::Whole))
}

/// What became of one item.
enum One {
    /// It was here.
    Here,
    /// It is here now, and says whether it opens more documents to this member.
    New { opens: bool },
    /// It rests on more of this document.
    Needs(DocId),
    /// Its place is taken.
    GivenTwice,
}

fn place_one(
    work: &mut Work<'_>,
    item: &Item,
    source: Source,
    head: u64,
) -> Result<Result<One, SyncError>, api::Error> {
    let log = source.log(work.connection(), item.seq);
    let verdict = protocol::judge_item(&item.prepared, item.status, &log).map_err(error::from_ledger)?;
    match verdict {
        Verdict::Held { seq } if seq > 0 && completes(work, item)? => {}
        Verdict::Held { seq } if seq > 0 => return Ok(Ok(One::Here)),
        // One that nobody here has, at a place that is taken.
        _ if item.seq <= head && is_taken(work, item.seq)? => return Ok(Ok(One::GivenTwice)),
        // Held without a place: an own one whose answer was lost; here is its place.
        Verdict::Agrees | Verdict::Held { .. } => {}
        Verdict::Need(Need::Doc(doc)) => return Ok(Ok(One::Needs(doc))),
        Verdict::Need(Need::Deps(_)) => return Ok(Ok(One::Needs(item.prepared.header().doc))),
        Verdict::Need(need) => return Ok(Err(SyncError::Stuck(need.code()))),
        Verdict::Disagrees { ours, .. } => {
            tracing::error!(envelope = %item.prepared.id(), seq = item.seq, ?ours, "the relay judges otherwise");
            return Ok(Err(SyncError::Disagrees { envelope: item.prepared.id() }));
        }
    }
    ledger::place_at(work.connection(), &item.prepared, item.seq, item.status).map_err(error::from_ledger)?;
    let opens = apply::note(work, &item.prepared, item.status)?;
    if verdict == Verdict::Agrees && brought::is_own(work, &item.prepared) {
        elsewhere::note(work, &item.prepared)?;
    }
    if item.status == ItemStatus::Void && matches!(verdict, Verdict::Held { .. }) {
        if brought::is_own(work, &item.prepared) {
            again::turned_void(work, item.prepared.id())?;
        } else {
            apply::rebuild_later(work, item.prepared.header().doc)?;
        }
    }
    Ok(Ok(One::New { opens }))
}

/// Whether an item brings the payload of an envelope that is here without it.
fn completes(work: &Work<'_>, item: &Item) -> Result<bool, api::Error> {
    let whole = !matches!(item.prepared.parsed(), Parsed::Absent | Parsed::Broken(_));
    Ok(whole
        && item.status == ItemStatus::Admitted
        && ledger::lacks_payload(work.connection(), item.prepared.id()).map_err(error::from_ledger)?)
}

fn is_taken(work: &Work<'_>, seq: u64) -> Result<bool, api::Error> {
    let there = ledger::envelopes_after(work.connection(), seq.saturating_sub(1), 1);
    Ok(there.map_err(error::from_ledger)?.first().is_some_and(|one| one.seq == Some(seq)))
}

fn turn_page(work: &mut Work<'_>, trailer: &Trailer) -> Result<Result<(), SyncError>, api::Error> {
    if let Some(key) = work.session.exchange.key()
        && trailer.checkpoint.open(&key).is_err()
    {
        return Ok(Err(RelayError::NotARelay("a checkpoint of another key".into()).into()));
    }
    let connection = work.connection();
    let state = ledger::state(connection).map_err(error::from_ledger)?;
    if state.cursor.is_some_and(|cursor| cursor.epoch != trailer.cursor.epoch) {
        // It began while the page was on its way.
        return Ok(Err(SyncError::AnotherLife(Box::new(trailer.checkpoint.clone()))));
    }
    ledger::note_skipped(connection, &trailer.skipped).map_err(error::from_ledger)?;
    restore::keep(work, &trailer.checkpoint)?;
    ledger::set_cursor(connection, &trailer.cursor).map_err(error::from_ledger)?;
    Ok(Ok(()))
}

/// Fetches a document from its beginning: the right to read it has grown.
pub async fn backfill(session: &Session, doc: DocId) -> Result<u32, SyncError> {
    let token = token(session).await?;
    let stream = session.exchange.client().document(session.space, &token, doc).await?;
    let mut stream = std::pin::pin!(stream);
    let mut reader = PageReader::new();
    let mut items = Vec::new();
    while let Some(piece) = stream.next().await {
        reader.push(&piece?);
        while let Some(item) = reader.next_item().map_err(garbage)? {
            if let PageItem::Item(item) = item {
                items.push(item);
            }
        }
    }
    let items = prepare(items)?;
    let (mut new, mut granted) = (0, false);
    for piece in items.chunks(PIECE) {
        match session.commit(|work| place_piece(work, piece, Source::Log, &mut new, &mut granted))?? {
            Placed::Whole => {}
            Placed::Needs { .. } => return Err(SyncError::Stuck(protocol::Code::MissingDeps)),
            Placed::GivenTwice => return Err(restore::given_twice(session).await),
        }
    }
    Ok(new)
}

/// A role of this member grew: fetches every document that can be read now and is not here as far as it
/// goes. One that could be read before, and not meanwhile, has gone on without this machine.
async fn backfill_granted(session: &Session) -> Result<u32, SyncError> {
    let token = token(session).await?;
    let readable = session.exchange.client().documents(session.space, &token).await?;
    let mut new = 0;
    for line in readable {
        let here = session
            .read(|work| ledger::last_place(work.connection(), line.doc).map_err(error::from_ledger))?;
        if here != LastPlace::Placed(line.last) {
            new += backfill(session, line.doc).await?;
        }
    }
    session.commit(|work| setting::remove(work.connection(), Key::Granted).map_err(error::from_store))?;
    Ok(new)
}

/// What does not speak as a relay does.
pub fn garbage(error: impl std::fmt::Display) -> SyncError {
    RelayError::NotARelay(error.to_string()).into()
}
