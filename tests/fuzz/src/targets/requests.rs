//! What a relay is asked: bodies of requests, and the manifests that files travel by.

use protocol::{
    Ack, DeviceKey, EnvId, HaveRequest, Manifest, RelayKey, SessionRequest, SpaceId, Takeover, Value, Vector,
    limits, read_chunk_hashes, write_chunk_hashes,
};

use super::{has_one_form, stays};

/// Every reader of a body is given the same bytes; each takes what it knows.
pub fn requests(input: &[u8]) {
    if let Some(request) = stays(input, HaveRequest::from_bytes, HaveRequest::to_bytes) {
        vectors(&request.held, &request.skipped);
    }
    has_one_form(input, Vector::from_bytes, Vector::to_bytes);
    if let Some(request) = stays(input, SessionRequest::from_bytes, SessionRequest::to_bytes) {
        assert!(!request.fits(RelayKey::from_bytes([21; 32]), None), "it was signed for another relay");
    }
    if let Some(ack) = stays(input, Ack::from_bytes, Ack::to_bytes) {
        let _ = ack.fits(DeviceKey::from_bytes([18; 32]), SpaceId::from_bytes([1; 16]));
    }
    if let Ok(word) = Takeover::from_bytes(input) {
        let (relay, genesis) = (RelayKey::from_bytes([21; 32]), EnvId::from_bytes([22; 32]));
        assert!(!word.fits(relay, genesis), "nobody signs by chance");
    }
    has_one_form(input, Value::from_bytes, Value::to_bytes);
    if let Some(asked) = has_one_form(input, read_chunk_hashes, |hashes| write_chunk_hashes(hashes)) {
        assert!(asked.len() <= limits::CHUNKS_ASKED);
    }
}

/// What is held and what is not, in any words.
fn vectors(one: &Vector, other: &Vector) {
    let (both, all) = (one.within(other), one.and(other));
    let (rest, nothing) = (one.without(other), one.without(&all));
    assert!(nothing.is_empty(), "all holds each");
    assert_eq!(rest.and(&both), one.and(&Vector::default()), "parts make the whole");
    assert!(both.ranges().all(|(author, from, to)| one.holds(author, from) && other.holds(author, to)));
    assert!(rest.ranges().all(|(author, from, _)| !other.holds(author, from)));
}

/// A manifest has one form and adds up to its file.
pub fn manifest(input: &[u8]) {
    let Some(manifest) = has_one_form(input, Manifest::from_bytes, Manifest::to_bytes) else { return };
    let length: u64 = (0..manifest.chunks.len()).map(|place| manifest.chunk_length(place)).sum();
    assert_eq!(length, manifest.size);
    assert!((1..=limits::BLOB).contains(&manifest.size));
    assert_eq!(manifest.chunk_length(manifest.chunks.len()), 0);
    assert!(!manifest.mime.contains(char::is_control), "it stands in a header of HTTP");
}
