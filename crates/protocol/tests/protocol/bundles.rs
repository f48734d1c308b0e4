//! Bundles: whole ones are read back, and nothing else is.

use super::support::{DOC, SPACE, approval, key};
use proptest::prelude::*;
use protocol::{
    Ack, BlobId, BoxKey, BoxSecret, BundleDraft, BundleError, BundleHeader, BundleItem, BundleReader,
    BundleWriter, ChunkHash, Cursor, Epoch, Manifest, Recipient, SealWith, Vector,
};

const NAME: [u8; 32] = [30; 32];

fn secret() -> BoxSecret {
    BoxSecret::from_bytes([31; 32])
}

fn write(items: &[BundleItem]) -> Vec<u8> {
    let with = SealWith { key: [32; 32], prefix: [33; 19] };
    let to = Recipient { name: NAME, box_key: secret().public() };
    let (mut writer, mut file) =
        BundleWriter::begin(SPACE, 1_790_000_000_000, &with, &[(to, [34; 32])]).unwrap();
    for item in items {
        file.extend(writer.add(item).unwrap());
    }
    file.extend(writer.finish().unwrap());
    file
}

/// What a reader takes from a file that comes in pieces, and how it ended.
fn read(file: &[u8], piece: usize) -> (Vec<BundleItem>, Result<(), BundleError>) {
    let mut items = Vec::new();
    let ended = read_into(file, piece, &mut items);
    (items, ended)
}

fn read_into(file: &[u8], piece: usize, items: &mut Vec<BundleItem>) -> Result<(), BundleError> {
    let Some((header, length)) = BundleHeader::read(file)? else { return Err(BundleError::NotABundle) };
    assert_eq!(header.space, SPACE);
    let mut reader = BundleReader::open(&header, &NAME, &secret())?;
    for bytes in file[length..].chunks(piece) {
        let pushed = reader.push(bytes);
        while let Some(item) = reader.next_item()? {
            items.push(item);
        }
        pushed?;
    }
    reader.end_input()?;
    while let Some(item) = reader.next_item()? {
        items.push(item);
    }
    assert!(reader.is_whole(), "a file without an error is whole");
    Ok(())
}

fn cursor() -> Cursor {
    Cursor { epoch: Epoch::from_bytes([3; 16]), seq: 9, chain: [4; 8] }
}

fn draft() -> BundleDraft {
    let file = Manifest {
        blob: BlobId::of(b"a"),
        size: 1,
        mime: "text/plain".into(),
        chunks: vec![ChunkHash::of(b"a")],
        preview: None,
        name: Some("a.txt".into()),
    };
    BundleDraft { doc: DOC, nonce: [5; 16], saved: vec![6; 700], files: vec![file] }
}

/// One of each, and chunks that fill some frames.
fn items() -> Vec<BundleItem> {
    let mut items = vec![
        BundleItem::Vector(Vector::default()),
        BundleItem::Ack(key().device_key(), Ack::sign(&key(), SPACE, cursor())),
        BundleItem::Envelope(approval()),
        BundleItem::Draft(draft()),
        BundleItem::Enclosed(vec![7; 300]),
    ];
    items.extend((0..4).map(|chunk| BundleItem::Chunk(vec![chunk; 50_000])));
    items
}

/// The items, and the end that a reader gives out last.
fn with_end(items: Vec<BundleItem>) -> Vec<BundleItem> {
    let count = items.len() as u64;
    items.into_iter().chain([BundleItem::End(count)]).collect()
}

#[test]
fn a_bundle_is_read_back_however_its_bytes_come() {
    let file = write(&items());
    for piece in [1_000, 65_536, 65_552, usize::MAX >> 1] {
        assert_eq!(read(&file, piece), (with_end(items()), Ok(())), "in pieces of {piece}");
    }
}

#[test]
fn a_content_that_ends_with_a_frame_is_whole_and_nothing_may_be_added() {
    for size in 65_490..65_540 {
        let items = [BundleItem::Vector(Vector::default()), BundleItem::Chunk(vec![1; size])];
        let file = write(&items);
        assert_eq!(read(&file, usize::MAX >> 1).1, Ok(()), "{size}");
        let longer = [file, vec![0]].concat();
        assert!(read(&longer, usize::MAX >> 1).1.is_err(), "a byte behind the end, {size}");
    }
}

#[test]
fn items_stand_in_their_order_and_the_vector_first() {
    let with = SealWith { key: [32; 32], prefix: [33; 19] };
    let to = Recipient { name: NAME, box_key: secret().public() };
    let begin = || BundleWriter::begin(SPACE, 0, &with, &[(to, [34; 32])]).unwrap().0;
    let (vector, chunk) = (BundleItem::Vector(Vector::default()), BundleItem::Chunk(vec![1]));

    assert_eq!(begin().add(&chunk), Err(BundleError::Malformed), "the vector is first");
    assert_eq!(begin().finish().err(), Some(BundleError::Malformed), "and there");
    let mut writer = begin();
    writer.add(&vector).unwrap();
    assert_eq!(writer.add(&vector), Err(BundleError::Malformed), "and once");
    writer.add(&chunk).unwrap();
    assert_eq!(writer.add(&BundleItem::Envelope(approval())), Err(BundleError::Malformed), "too late");
    assert_eq!(writer.add(&BundleItem::End(2)), Err(BundleError::Malformed), "the writer counts");
}

#[test]
fn who_is_no_recipient_is_told_so_and_files_of_others_are_none() {
    let file = write(&items());
    let (header, _) = BundleHeader::read(&file).unwrap().unwrap();
    let other = BoxSecret::from_bytes([99; 32]);

    assert_eq!(header.recipients().collect::<Vec<_>>(), [NAME]);
    assert_eq!(header.open_key(&[1; 32], &secret()), Err(BundleError::NotForThis));
    assert_eq!(header.open_key(&NAME, &other), Err(BundleError::NotForThis));
    assert_eq!(BundleHeader::read(b"%PDF-1.7 something else"), Err(BundleError::NotABundle));
    let newer = [&file[..12], &[2], &file[13..]].concat();
    assert_eq!(BundleHeader::read(&newer), Err(BundleError::Newer));
}

#[test]
fn a_device_with_a_box_key_that_is_none_locks_out_nobody_else() {
    let with = SealWith { key: [32; 32], prefix: [33; 19] };
    let broken = (Recipient { name: [1; 32], box_key: BoxKey::ZERO }, [35; 32]);
    let to = (Recipient { name: NAME, box_key: secret().public() }, [34; 32]);

    let (_, file) = BundleWriter::begin(SPACE, 0, &with, &[broken, to]).unwrap();
    let (header, _) = BundleHeader::read(&file).unwrap().unwrap();
    assert_eq!(header.recipients().collect::<Vec<_>>(), [NAME]);
    assert!(BundleWriter::begin(SPACE, 0, &with, &[broken]).is_err(), "a file for nobody");
}

#[test]
fn frames_that_change_places_are_refused() {
    let file = write(&items());
    let (_, start) = BundleHeader::read(&file).unwrap().unwrap();
    let mut frames: Vec<&[u8]> = file[start..].chunks(65_552).collect();
    frames.swap(0, 1);
    let swapped = [&file[..start], &frames.concat()].concat();

    assert_eq!(read(&swapped, 4_096), (vec![], Err(BundleError::Altered { frame: 0 })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_bundle_cut_anywhere_gives_its_first_items_and_an_error(cut in 0_usize..250_000) {
        let file = write(&items());
        let cut = cut % file.len();
        let (read, ended) = read(&file[..cut], 10_000);
        prop_assert!(ended.is_err());
        prop_assert!(with_end(items()).starts_with(&read), "whole items from the beginning, and in order");
        prop_assert!(!matches!(read.last(), Some(BundleItem::End(_))));
    }

    #[test]
    fn any_flipped_bit_is_refused(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut file = write(&items());
        let place = place.index(file.len());
        file[place] ^= 1 << bit;
        let mut taken = Vec::new();
        let header = BundleHeader::read(&file);
        let same_school = matches!(&header, Ok(Some((header, _))) if header.space == SPACE);
        if same_school {
            prop_assert!(read_into(&file, 10_000, &mut taken).is_err());
        }
        prop_assert!(with_end(items()).starts_with(&taken));
    }

    #[test]
    fn random_bytes_are_no_bundle_and_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(!matches!(BundleHeader::read(&bytes), Ok(Some(_))));
        let file = write(&items());
        let (header, _) = BundleHeader::read(&file).unwrap().unwrap();
        let mut reader = BundleReader::open(&header, &NAME, &secret()).unwrap();
        let pushed = reader.push(&bytes);
        prop_assert!(pushed.is_err() || reader.end_input().is_err());
    }
}
