//! A bundle with fixed keys. `golden.txt` is only added to, never edited.

use super::envelopes::golden;
use super::support::{DOC, SPACE, approval};
use protocol::{
    BoxSecret, BundleDraft, BundleHeader, BundleItem, BundleReader, BundleWriter, Recipient, SealWith,
    SigningKey, Vector,
};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_bundle_has_these_bytes_and_opens() {
    let relay = SigningKey::from_seed([40; 32]);
    let device = BoxSecret::from_bytes([41; 32]);
    let recipients = [
        (Recipient { name: [42; 32], box_key: device.public() }, [43; 32]),
        (Recipient { name: relay.public(), box_key: relay.box_secret().public() }, [44; 32]),
    ];
    let with = SealWith { key: [45; 32], prefix: [46; 19] };
    let draft = BundleDraft { doc: DOC, nonce: [47; 16], saved: vec![48, 49], files: Vec::new() };
    let items = [
        BundleItem::Vector(Vector::default()),
        BundleItem::Envelope(approval()),
        BundleItem::Draft(draft),
        BundleItem::Chunk(b"photo".to_vec()),
    ];

    let (mut writer, header) = BundleWriter::begin(SPACE, 1_790_000_000_000, &with, &recipients).unwrap();
    let mut frames = Vec::new();
    for item in &items {
        frames.extend(writer.add(item).unwrap());
    }
    frames.extend(writer.finish().unwrap());
    golden("bundle_header", &header);
    golden("bundle_frames", &frames);

    let (read, _) = BundleHeader::read(&header).unwrap().unwrap();
    let mut reader = BundleReader::open(&read, &relay.public(), &relay.box_secret()).unwrap();
    reader.push(&frames).unwrap();
    reader.end_input().unwrap();
    let first = reader.next_item().unwrap();
    assert_eq!(first, Some(BundleItem::Vector(Vector::default())), "the relay opens it as well");
}
