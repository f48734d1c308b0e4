//! Headers, and envelopes as they are pushed.

use protocol::{
    Envelope, Header, Kind, Parsed, Prepared, Signature, SigningKey, change_chunks, env_id, limits, read_push,
};

/// The key of everybody here.
pub fn key() -> SigningKey {
    SigningKey::from_seed([4; 32])
}

/// A header has one form, one id and a size.
pub fn header(input: &[u8]) {
    let Ok(envelope) = Envelope::from_parts(input.to_vec(), Signature::MISSING, None) else { return };
    assert!(input.len() <= limits::HEADER);
    assert_eq!(envelope.header().to_bytes(), input, "two forms of one header");
    assert_eq!(envelope.id(), env_id(input));
    // Without the signature of its author nothing of it counts.
    assert_eq!(Prepared::new(envelope).parsed(), &Parsed::Absent);
}

/// A push: each envelope as it came, and once more as if its author had meant it.
pub fn envelopes(input: &[u8]) {
    for envelope in read_push(input).into_iter().flatten().take(limits::PUSH_ITEMS) {
        let wire = envelope.to_wire();
        let (again, used) = Envelope::from_wire(&wire).expect("what is written is read");
        assert_eq!((&again, used), (&envelope, wire.len()));
        let meant = meant(&envelope);
        within_limits(&Prepared::new(envelope));
        within_limits(&Prepared::new(meant));
    }
}

/// The same envelope with a length, a hash and a signature that fit: what a member may send.
fn meant(envelope: &Envelope) -> Envelope {
    let payload = envelope.payload().unwrap_or_default();
    let header = Header {
        author: key().device_key(),
        plen: payload.len() as u64,
        phash: hash(payload),
        ..envelope.header().clone()
    };
    let written =
        Envelope::from_parts(header.to_bytes(), Signature::MISSING, envelope.payload().map(<[u8]>::to_vec));
    let Ok(written) = written else { return envelope.clone() };
    let signature = key().sign(&written.message());
    written.signed(signature)
}

fn hash(payload: &[u8]) -> [u8; 32] {
    *protocol::BlobId::of(payload).as_bytes()
}

/// What section 18 of the protocol says of anything that was understood.
fn within_limits(prepared: &Prepared) {
    let (header, parsed) = (prepared.header(), prepared.parsed());
    let small = header.plen <= limits::SMALL_PAYLOAD;
    match parsed {
        Parsed::Absent | Parsed::Broken(_) => return,
        Parsed::Changes(changes) => {
            assert!(header.plen <= limits::CHANGE_STORED && changes.len() <= limits::CHANGES);
            let payload = prepared.envelope().payload().unwrap_or_default();
            assert_eq!(change_chunks(header, payload).len(), changes.len());
            assert!(changes.iter().all(|change| change.ops <= limits::OPERATIONS && change.seq > 0));
            assert!(changes.iter().map(|change| change.hash).eq(header.changes.iter().copied()));
        }
        Parsed::Record(record) => assert!(small && record.text.len() <= limits::RECORD_TEXT),
        Parsed::Control(body) => assert!(small && body.verb() == header.verb),
        Parsed::Blob(manifest) => assert!(small && manifest.size <= limits::BLOB),
        Parsed::Readmit(envelopes) => assert!(small && envelopes.len() <= limits::READMIT),
        Parsed::Snapshot => assert!(header.plen <= limits::SNAPSHOT),
    }
    assert!(header.heads.len() <= limits::HEADS && !header.ext.has_unknown_critical());
    assert!((header.kind == Kind::Control) == matches!(parsed, Parsed::Control(_)));
}
