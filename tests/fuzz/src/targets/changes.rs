//! Automerge's change chunks: an input is the body of one, which gets the frame that belongs to it.

use std::sync::OnceLock;

use domain::date::Moment;
use domain::sheet::Value;
use engine::{Document, Edit, Shape, Snapshot};
use protocol::{ActorId, ChangeHash, DeviceKey, actor_id, document_heads, limits, read_chunks, split_chunks};
use sha2::{Digest, Sha256};

use super::key;

const NOW: Moment = Moment::from_millis(1_790_000_000_000);
/// Magic, checksum and type stand before the length.
const FRAME: usize = 9;

/// Whose changes are read here.
pub fn author() -> DeviceKey {
    key().device_key()
}

/// The document that changes are made for.
pub fn base() -> &'static Document {
    static BASE: OnceLock<Document> = OnceLock::new();
    BASE.get_or_init(|| {
        let (mut document, _) = Document::new(Shape::Initiative, actor_id(author(), [1; 6]), NOW);
        let edits = [
            Edit::new("title", Value::Text("Thẻ lỗi sai trong Toán 8".into())),
            Edit::new("campaigns/dan-chu", Value::Flag(true)),
            Edit::new("problem", Value::Text("32/151 học sinh dưới trung bình.".into())),
        ];
        document.edit(&edits, NOW).expect("every value fits");
        document
    })
}

/// What stands in a chunk behind its length.
pub fn body_of(chunk: &[u8]) -> &[u8] {
    let length = chunk[FRAME..].iter().take_while(|byte| **byte >= 0x80).count() + 1;
    &chunk[FRAME + length..]
}

/// The chunk of a body, with its hash: a document (0) or a change (1).
fn framed(kind: u8, body: &[u8]) -> (Vec<u8>, ChangeHash) {
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, kind];
    let mut length = body.len();
    while length >= 0x80 {
        chunk.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    chunk.push(length as u8);
    chunk.extend_from_slice(body);
    let hash: [u8; 32] = Sha256::digest(&chunk[8..]).into();
    chunk[4..8].copy_from_slice(&hash[..4]);
    (chunk, ChangeHash::from_bytes(hash))
}

/// What our reader accepts has a bound, and the document stays usable whatever Automerge says of it.
pub fn changes(input: &[u8]) {
    let (chunk, hash) = framed(1, input);
    assert_eq!(split_chunks(&chunk), Some(vec![chunk.as_slice()]));
    let Ok(read) = read_chunks(&chunk, &[hash], author()) else { return };
    let [change] = read.as_slice() else { panic!("one chunk is one change") };
    assert!(change.hash == hash && change.seq > 0 && change.ops <= limits::OPERATIONS);
    let mut document = base().clone();
    let before = (document.heads(), content(&document));
    match document.apply(&chunk) {
        Ok(applied) => assert_eq!(applied, hash),
        Err(_) => assert_eq!((document.heads(), content(&document)), before, "a refused change does nothing"),
    }
    goes_on(document);
}

/// What our reader accepts of a document can be loaded within a bound, or is refused; what is loaded says
/// what its heads say.
pub fn snapshots(input: &[u8]) {
    let (bytes, _) = framed(0, input);
    let Some(heads) = document_heads(&bytes) else { return };
    let actor = ActorId::from_bytes([9; 16]);
    let mut empty = Document::new_empty(Shape::Initiative, actor);
    let (n_changes, same) = match Document::load(&bytes, actor, Shape::Initiative) {
        Ok(loaded) => (loaded.change_count(), loaded.heads() == heads),
        Err(_) => (1, false),
    };
    let taken = empty.absorb(&Snapshot { bytes, heads, n_changes });
    if let Ok(told) = taken {
        assert!(same, "a document is taken only if it holds its heads");
        assert_eq!(told.len() as u64, n_changes);
        goes_on(empty);
    }
}

/// Saves the document, loads it again, and writes in it.
fn goes_on(document: Document) {
    let actor = ActorId::from_bytes([9; 16]);
    let mut loaded = Document::load(&document.save(), actor, Shape::Initiative).expect("it was saved so");
    assert_eq!((loaded.heads(), content(&loaded)), (document.heads(), content(&document)));
    let edit = Edit::new("support_needed", Value::Text("Máy chiếu".into()));
    let _ = loaded.edit(&[edit], NOW);
    assert_ne!(content(&loaded), None, "the present version is always here");
}

fn content(document: &Document) -> Option<protocol::ContentHash> {
    document.content_hash(&document.heads()).ok()
}
