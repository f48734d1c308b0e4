use super::support::{approval, draft, key};
use protocol::{
    BlobId, ChangeHash, ChunkHash, Code, DraftContent, Envelope, Header, Malformed, Manifest, PageReader,
    Parsed, Prepared, Value, limits, pack, read_push, unpack,
};

#[test]
fn a_deflate_bomb_is_stopped_at_its_declared_length() {
    let (codec, payload) = pack(vec![0; 4 * 1024 * 1024]);
    assert!(payload.len() < 5_000);
    assert_eq!(unpack(codec, &payload, limits::CHANGE_INFLATED).unwrap().len(), 4 * 1024 * 1024);

    let small = protocol::Codec::Deflate { inflated: 1_000 };
    assert_eq!(unpack(small, &payload, limits::CHANGE_INFLATED), Err(Code::BadPayload), "it holds more");
    let large = protocol::Codec::Deflate { inflated: 5 * 1024 * 1024 };
    assert_eq!(unpack(large, &payload, limits::CHANGE_INFLATED), Err(Code::TooLarge));
    let more = protocol::Codec::Deflate { inflated: 4 * 1024 * 1024 };
    assert_eq!(unpack(more, b"garbage", limits::CHANGE_INFLATED), Err(Code::BadPayload));
}

#[test]
fn gigantic_counts_take_no_memory() {
    let list = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let map = [0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let bytes = [0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    for hostile in [list, map, bytes] {
        assert_eq!(Value::from_bytes(&hostile), Err(Malformed));
        assert_eq!(read_push(&hostile), [Err(Code::Malformed)]);
    }
    let deep = [vec![0x81; 100_000], vec![0xf6]].concat();
    assert_eq!(Value::from_bytes(&deep), Err(Malformed), "values do not lie that deep");
    assert_eq!(read_push(&deep).len(), 1);
}

#[test]
fn only_one_form_of_a_value_is_read() {
    let forms: [(&str, &[u8]); 9] = [
        ("a long integer", &[0x18, 0x01]),
        ("an endless list", &[0x9f, 0x01, 0xff]),
        ("a float", &[0xf9, 0x3c, 0x00]),
        ("a tag", &[0xc0, 0x61, 0x61]),
        ("keys out of order", &[0xa2, 0x02, 0x01, 0x01, 0x01]),
        ("a key twice", &[0xa2, 0x01, 0x01, 0x01, 0x01]),
        ("text that is not NFC", &[0x63, 0x61, 0xcc, 0x81]),
        ("something behind", &[0x01, 0x01]),
        ("undefined", &[0xf7]),
    ];
    for (name, bytes) in forms {
        assert_eq!(Value::from_bytes(bytes), Err(Malformed), "{name}");
    }
}

#[test]
fn a_header_in_another_form_is_noncanonical_and_a_newer_one_asks_for_an_upgrade() {
    let header = approval().header_bytes().to_vec();
    assert_eq!(header[..2], [0x92, 0x01], "18 fields, version 1");
    let long = [&[0x98, 18][..], &header[1..]].concat();
    let newer = [&[0x92, 0x02][..], &header[2..]].concat();
    let trailing = [&header[..], &[0]].concat();

    assert_eq!(Header::from_bytes(&long), Err(Code::Noncanonical));
    assert_eq!(Header::from_bytes(&newer), Err(Code::UpgradeRequired));
    assert_eq!(Header::from_bytes(&trailing), Err(Code::Noncanonical));
    assert_eq!(Header::from_bytes(&header[..header.len() - 1]), Err(Code::Malformed));
    let huge = Envelope::from_parts(vec![0; 5_000], approval().signature(), None);
    assert_eq!(huge.unwrap_err(), Code::TooLarge);
}

#[test]
fn a_page_that_breaks_off_gives_its_whole_items_and_waits() {
    let item = protocol::PullItem::Envelope {
        seq: 5,
        status: protocol::ItemStatus::Admitted,
        header: approval().header_bytes().to_vec(),
        sig: approval().signature(),
        payload: None,
    };
    let bytes = [item.to_bytes(), item.to_bytes()].concat();
    let mut reader = PageReader::new();

    reader.push(&bytes[..bytes.len() - 3]);
    assert!(matches!(reader.next_item(), Ok(Some(_))));
    assert_eq!(reader.next_item(), Ok(None));
    assert!(!reader.is_empty(), "something is torn");
    reader.push(&bytes[bytes.len() - 3..]);
    assert!(matches!(reader.next_item(), Ok(Some(_))));
    assert!(reader.is_empty());
    reader.push(&[0xff]);
    assert_eq!(reader.next_item(), Err(Malformed));
}

#[test]
fn a_manifest_must_add_up() {
    let file = vec![1; 1024 * 1024 + 1];
    let good = Manifest {
        blob: BlobId::of(&file),
        size: file.len() as u64,
        mime: "image/png".to_owned(),
        chunks: file.chunks(1024 * 1024).map(ChunkHash::of).collect(),
        preview: None,
        name: None,
    };
    let read = |manifest: &Manifest| Manifest::from_bytes(&manifest.to_bytes());
    assert_eq!(read(&good), Ok(good.clone()));

    let bad = [
        Manifest { size: 0, chunks: vec![], ..good.clone() },
        Manifest { size: 1, ..good.clone() },
        Manifest { size: limits::BLOB + 1, ..good.clone() },
        Manifest { mime: "a\r\nb".to_owned(), ..good.clone() },
        Manifest { preview: Some(good.blob), ..good.clone() },
    ];
    assert!(bad.iter().all(|manifest| read(manifest).is_err()));
}

#[test]
fn a_broken_change_is_known_before_any_log_is_asked() {
    let content = DraftContent::Changes {
        chunks: vec![b"no chunk".to_vec()],
        hashes: vec![ChangeHash::from_bytes([1; 32])],
    };
    let prepared = Prepared::new(draft(content).seal(&key()));

    assert_eq!(prepared.parsed(), &Parsed::Broken(Code::BadPayload));
    assert_eq!(prepared.change_chunks(), Vec::<Vec<u8>>::new());
}
