//! Chunks that the real Automerge makes, and what could be made of them.

use super::support::{DOC, draft, key};
use automerge::transaction::Transactable;
use automerge::{ActorId as AutomergeActor, AutoCommit, ObjType, ROOT, ReadDoc};
use protocol::{
    ActorId, ChangeHash, Code, DeviceKey, DraftContent, Parsed, Prepared, actor_id, document_heads,
    read_chunks, split_chunks,
};
use sha2::{Digest, Sha256};

fn author() -> DeviceKey {
    key().device_key()
}

fn document(random: u8) -> AutoCommit {
    let actor = actor_id(author(), [random; 6]);
    AutoCommit::new().with_actor(AutomergeActor::from(&actor.as_bytes()[..]))
}

fn chunks(doc: &mut AutoCommit) -> (Vec<Vec<u8>>, Vec<ChangeHash>) {
    doc.get_changes(&[])
        .into_iter()
        .map(|change| (change.raw_bytes().to_vec(), ChangeHash::from_bytes(change.hash().0)))
        .unzip()
}

/// A document with every kind of value, long texts, deletions, marks of concurrency.
fn rich() -> AutoCommit {
    let mut doc = document(1);
    let text = doc.put_object(ROOT, "text", ObjType::Text).unwrap();
    doc.splice_text(&text, 0, 0, &"Thẻ lỗi sai trong Toán 8. ".repeat(300)).unwrap();
    let list = doc.put_object(ROOT, "months", ObjType::List).unwrap();
    for month in 0..9 {
        let entry = doc.insert_object(&list, month, ObjType::Map).unwrap();
        doc.put(&entry, "n", month as i64 - 4).unwrap();
        doc.put(&entry, "done", month % 2 == 0).unwrap();
        doc.put(&entry, "note", format!("tháng {month}")).unwrap();
        doc.put(&entry, "blob", vec![month as u8; 32]).unwrap();
    }
    doc.commit();
    let mut other = doc.fork().with_actor(AutomergeActor::from(&actor_id(author(), [2; 6]).as_bytes()[..]));
    other.put(ROOT, "planned", 60_u64).unwrap();
    other.delete(&list, 3).unwrap();
    other.commit();
    doc.put(ROOT, "planned", 61_i64).unwrap();
    doc.splice_text(&text, 4, 10, "x").unwrap();
    doc.commit();
    doc.merge(&mut other).unwrap();
    doc.put(ROOT, "planned", ()).unwrap();
    doc.commit();
    doc
}

#[test]
fn real_changes_are_read_as_automerge_means_them() {
    let mut doc = rich();
    let (bytes, hashes) = chunks(&mut doc);
    let read = read_chunks(&bytes.concat(), &hashes, author()).unwrap();

    for (ours, change) in read.iter().zip(doc.get_changes(&[])) {
        let deps: Vec<_> = change.deps().iter().map(|dep| ChangeHash::from_bytes(dep.0)).collect();
        assert_eq!((ours.hash.to_bytes(), ours.seq, &ours.deps), (change.hash().0, change.seq(), &deps));
        assert_eq!(ours.actor, ActorId::try_from(change.actor_id().to_bytes()).unwrap());
        assert_eq!(ours.start_op, change.start_op().get());
        assert!(ours.ops >= change.len() as u64, "no operation is missed");
    }
    assert_eq!(read.len(), 4);
    assert!(read.iter().any(|change| change.deps.len() == 2), "a merge has two dependencies");
}

#[test]
fn a_change_envelope_gives_its_chunks_back() {
    let (bytes, hashes) = chunks(&mut rich());
    let envelope = draft(DraftContent::Changes { chunks: bytes.clone(), hashes }).seal(&key());
    assert!(envelope.payload().unwrap().len() < bytes.concat().len(), "long texts are deflated");

    let prepared = Prepared::new(envelope);

    assert!(matches!(prepared.parsed(), Parsed::Changes(changes) if changes.len() == 4));
    assert_eq!(prepared.change_chunks(), bytes);
    assert_eq!(prepared.header().doc, DOC);
}

#[test]
fn any_flipped_bit_of_a_chunk_is_refused() {
    let mut doc = document(1);
    doc.put(ROOT, "title", "Sáng kiến").unwrap();
    doc.commit();
    let (bytes, hashes) = chunks(&mut doc);
    let good = bytes.concat();
    assert!(read_chunks(&good, &hashes, author()).is_ok());

    for position in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[position / 8] ^= 1 << (position % 8);
        assert!(read_chunks(&bad, &hashes, author()).is_err(), "bit {position}");
    }
}

#[test]
fn changes_of_a_foreign_actor_and_wrong_lists_are_refused() {
    let (bytes, hashes) = chunks(&mut rich());
    let payload = bytes.concat();
    let stranger = DeviceKey::from_bytes([99; 32]);
    let mut swapped = hashes.clone();
    swapped.swap(0, 1);

    assert_eq!(read_chunks(&payload, &hashes, stranger), Err(Code::ActorMismatch));
    assert_eq!(read_chunks(&payload, &swapped, author()), Err(Code::BadPayload));
    assert_eq!(read_chunks(&payload, &hashes[..3], author()), Err(Code::BadPayload), "one too many");
    assert_eq!(read_chunks(&payload[..payload.len() - 1], &hashes, author()), Err(Code::BadPayload));
    assert_eq!(split_chunks(&payload).map(|chunks| chunks.len()), Some(4));
    assert_eq!(split_chunks(&payload[..payload.len() - 1]), None);
}

/// Builds a chunk with a right checksum around any body.
fn chunk(kind: u8, body: &[u8]) -> (Vec<u8>, ChangeHash) {
    let mut hashed = vec![kind];
    leb(body.len() as u64, &mut hashed);
    hashed.extend_from_slice(body);
    let hash: [u8; 32] = Sha256::digest(&hashed).into();
    let bytes = [&[0x85, 0x6f, 0x4a, 0x83], &hash[..4], &hashed].concat();
    (bytes, ChangeHash::from_bytes(hash))
}

fn leb(mut number: u64, bytes: &mut Vec<u8>) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Builds a body with these columns and nothing else of interest.
fn body(columns: &[(u64, &[u8])]) -> Vec<u8> {
    let mut body = vec![0, 16];
    body.extend_from_slice(actor_id(author(), [1; 6]).as_bytes());
    body.extend([1, 1, 0, 0, 0]);
    leb(columns.len() as u64, &mut body);
    for (spec, bytes) in columns {
        leb(*spec, &mut body);
        leb(bytes.len() as u64, &mut body);
    }
    for (_, bytes) in columns {
        body.extend_from_slice(bytes);
    }
    body
}

fn judge(kind: u8, body: &[u8]) -> Result<u64, Code> {
    let (bytes, hash) = chunk(kind, body);
    read_chunks(&bytes, &[hash], author()).map(|changes| changes[0].ops)
}

/// A run of this many equal values.
fn run(count: i64, value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = count;
    loop {
        let byte = (rest & 0x7f) as u8;
        rest >>= 7;
        if rest == 0 && byte & 0x40 == 0 {
            bytes.push(byte);
            break;
        }
        bytes.push(byte | 0x80);
    }
    bytes.extend_from_slice(value);
    bytes
}

#[test]
fn marks_and_counters_are_no_part_of_a_document() {
    let counted = |doc: &mut AutoCommit| {
        doc.put(ROOT, "n", automerge::ScalarValue::counter(1)).unwrap();
        doc.commit();
        doc.increment(ROOT, "n", 2).unwrap();
    };
    let marked = |doc: &mut AutoCommit| {
        let text = doc.put_object(ROOT, "text", ObjType::Text).unwrap();
        doc.splice_text(&text, 0, 0, "Thẻ lỗi sai").unwrap();
        let mark = automerge::marks::Mark::new("bold".into(), true, 0, 3);
        doc.mark(&text, mark, automerge::marks::ExpandMark::Both).unwrap();
    };
    for write in [&counted as &dyn Fn(&mut AutoCommit), &marked] {
        let mut doc = document(7);
        write(&mut doc);
        doc.commit();
        let (bytes, hashes) = chunks(&mut doc);
        assert_eq!(read_chunks(&bytes.concat(), &hashes, author()), Err(Code::BadPayload));
    }
}

#[test]
fn runs_are_added_up_and_never_expanded() {
    assert_eq!(judge(1, &body(&[(0x42, &run(65_536, &[1]))])), Ok(65_536));
    let bombs: [(&str, Vec<u8>); 8] = [
        ("one too many", body(&[(0x42, &run(65_537, &[1]))])),
        ("a trillion actions", body(&[(0x42, &run(1 << 40, &[1]))])),
        ("all there are", body(&[(0x42, &run(i64::MAX, &[1]))])),
        ("a trillion references", body(&[(0x70, &run(1 << 20, &[0xff, 0x7f]))])),
        ("a long key a thousand times", {
            let mut key = Vec::new();
            leb(100_000, &mut key);
            key.extend(vec![b'k'; 100_000]);
            body(&[(0x15, &run(1_000, &key))])
        }),
        ("a trillion nulls", body(&[(0x42, &[&[0][..], &[0xff, 0xff, 0xff, 0xff, 0x7f]].concat())])),
        ("values longer than their bytes", body(&[(0x56, &run(2, &[0x90, 1])), (0x57, b"123")])),
        ("promised values that are not there", body(&[(0x56, &run(2, &[0x26]))])),
    ];
    for (name, bomb) in bombs {
        assert_eq!(judge(1, &bomb), Err(Code::BadPayload), "{name}");
    }
}

#[test]
fn other_forms_of_the_same_change_are_refused() {
    assert_eq!(judge(1, &body(&[])), Ok(0));
    assert_eq!(judge(2, &body(&[])), Err(Code::BadPayload), "a deflated chunk");
    assert_eq!(judge(0, &body(&[])), Err(Code::BadPayload), "a document chunk");
    assert_eq!(judge(1, &body(&[(0x4a, &[])])), Err(Code::BadPayload), "a deflated column");
    let twice = body(&[(0x42, &run(1, &[1])), (0x42, &run(1, &[1]))]);
    assert_eq!(judge(1, &twice), Err(Code::BadPayload), "a column twice");
    let mut long = body(&[]);
    long[0] = 0x80;
    long.insert(1, 0);
    assert_eq!(judge(1, &long), Err(Code::BadPayload), "a number in a longer form");
    let lie = [&[0xff, 0xff, 0xff, 0x7f][..], &body(&[])].concat();
    assert_eq!(judge(1, &lie), Err(Code::BadPayload), "a gigantic count of dependencies");
}

#[test]
fn what_automerge_reads_is_what_was_judged() {
    let mut doc = rich();
    let (bytes, _) = chunks(&mut doc);
    let mut copy = AutoCommit::new();
    for chunk in bytes {
        copy.apply_changes([automerge::Change::try_from(&chunk[..]).unwrap()]).unwrap();
    }

    assert_eq!(copy.get_heads(), doc.get_heads());
    assert!(copy.get(ROOT, "planned").unwrap().unwrap().0.is_scalar());
}

fn heads(doc: &mut AutoCommit) -> Vec<ChangeHash> {
    let mut heads: Vec<_> = doc.get_heads().iter().map(|head| ChangeHash::from_bytes(head.0)).collect();
    heads.sort_unstable();
    heads
}

fn is_document(bytes: &[u8], heads: &[ChangeHash]) -> bool {
    document_heads(bytes).is_some_and(|named| named == heads)
}

#[test]
fn a_snapshot_is_one_whole_document_of_its_heads_in_which_nothing_is_deflated() {
    let mut doc = rich();
    let (bytes, heads) = (doc.save_nocompress(), heads(&mut doc));

    assert!(is_document(&bytes, &heads));
    assert!(is_document(&AutoCommit::new().save_nocompress(), &[]));
    assert!(!is_document(&doc.save(), &heads), "it inflates");
    assert!(!is_document(&bytes[..bytes.len() - 1], &heads), "it is cut off");
    assert!(!is_document(&[&bytes[..], &[0]].concat(), &heads), "something follows");
    assert!(!is_document(&bytes, &[ChangeHash::from_bytes([7; 32])]), "another version");
    assert!(!is_document(&chunks(&mut doc).0.concat(), &heads), "changes");
}

#[test]
fn no_byte_of_a_snapshot_can_be_another() {
    let mut doc = document(1);
    doc.put(ROOT, "planned", 60_u64).unwrap();
    let (bytes, heads) = (doc.save_nocompress(), heads(&mut doc));

    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1;
        assert!(!is_document(&other, &heads), "byte {at}");
    }
}
