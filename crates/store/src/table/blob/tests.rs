use domain::date::Moment;
use domain::id::EntryId;
use protocol::{BlobId, ChunkHash, DocId};

use super::{Blob, Inward, Outward, load, of_document, only_here, remove, save, set_inward, set_outward};
use super::{Here, Opened, Sum, here, note_opened, opened, spare, to_fetch, to_send, unused};
use crate::blob_use;
use crate::tests::empty;

fn blob(id: u8, size: u64) -> Blob {
    Blob {
        blob: BlobId::from_bytes([id; 32]),
        name: "bảng điểm.xlsx".to_owned(),
        mime: "application/pdf".to_owned(),
        size,
        preview: None,
        is_preview: false,
        chunks: vec![ChunkHash::from_bytes([id; 32]); 3],
        outward: Outward::Announced,
        chunks_sent: 0,
        inward: Inward::Here,
        chunks_here: 3,
        added_at: Moment::from_millis(10),
    }
}

fn ids(blobs: Vec<Blob>) -> Vec<BlobId> {
    blobs.into_iter().map(|blob| blob.blob).collect()
}

#[test]
fn a_file_is_read_as_it_was_saved() {
    let db = empty();
    let video = Blob { preview: Some(BlobId::from_bytes([9; 32])), ..blob(1, 134_217_728) };
    save(&db, &video).expect("saved");

    assert_eq!(load(&db, video.blob).expect("read"), Some(video));
}

#[test]
fn previews_are_sent_first_and_small_files_before_large_ones() {
    let db = empty();
    let preview = Blob { is_preview: true, ..blob(3, 5_000) };
    let local = Blob { outward: Outward::Local, ..blob(4, 1) };
    for file in [&blob(1, 900), &blob(2, 100), &preview, &local] {
        save(&db, file).expect("saved");
    }

    assert_eq!(ids(to_send(&db).expect("read")), [preview.blob, blob(2, 0).blob, blob(1, 0).blob]);
}

#[test]
fn a_committed_file_is_not_sent_again_and_not_only_here() {
    let db = empty();
    save(&db, &blob(1, 900)).expect("saved");
    assert_eq!(only_here(&db).expect("counted"), 1);
    set_outward(&db, blob(1, 0).blob, Outward::Committed, 3).expect("noted");

    assert!(to_send(&db).expect("read").is_empty());
    assert_eq!(only_here(&db).expect("counted"), 0);
}

#[test]
fn a_wanted_file_is_fetched_until_it_is_here() {
    let db = empty();
    let absent = Blob { inward: Inward::Absent, chunks_here: 0, outward: Outward::Committed, ..blob(1, 9) };
    save(&db, &absent).expect("saved");
    assert!(to_fetch(&db).expect("read").is_empty());

    set_inward(&db, absent.blob, Inward::Wanted, 2).expect("asked for");
    assert_eq!(to_fetch(&db).expect("read")[0].chunks_here, 2);
    set_inward(&db, absent.blob, Inward::Here, 3).expect("arrived");
    assert!(to_fetch(&db).expect("read").is_empty());
}

#[test]
fn a_file_is_unused_when_no_document_names_it_or_the_file_it_previews() {
    let db = empty();
    let doc = DocId::from_bytes([1; 16]);
    let preview = Blob { is_preview: true, ..blob(2, 1) };
    let photo = Blob { preview: Some(preview.blob), ..blob(1, 1) };
    let lost = blob(3, 1);
    for file in [&photo, &preview, &lost] {
        save(&db, file).expect("saved");
    }
    blob_use::replace(&db, doc, &[(photo.blob, EntryId::from_bytes([1; 8]))]).expect("saved");

    assert_eq!(ids(of_document(&db, doc).expect("read")), [photo.blob]);
    assert_eq!(unused(&db, Moment::from_millis(11)).expect("read"), [lost.blob]);
    assert!(unused(&db, Moment::from_millis(10)).expect("read").is_empty(), "it was added a moment ago");
    remove(&db, lost.blob).expect("removed");
    assert_eq!(load(&db, lost.blob).expect("read"), None);
}

#[test]
fn what_may_go_was_opened_longest_ago_and_is_no_preview_and_not_only_here() {
    let db = empty();
    let at_relay = |id| Blob { outward: Outward::Committed, ..blob(id, 100) };
    let preview = Blob { is_preview: true, ..at_relay(4) };
    for file in [&at_relay(1), &at_relay(2), &at_relay(3), &preview, &blob(5, 100)] {
        save(&db, file).expect("saved");
    }
    note_opened(&db, blob(1, 0).blob).expect("noted");
    note_opened(&db, blob(3, 0).blob).expect("noted");
    save(&db, &at_relay(1)).expect("saved again");

    let order: Vec<_> = spare(&db).expect("read").into_iter().map(|(blob, _)| blob).collect();
    assert_eq!(order, [blob(2, 0).blob, blob(1, 0).blob, blob(3, 0).blob]);
    let turns = [1, 2, 3].map(|id| opened(&db, blob(id, 0).blob).expect("read"));
    assert_eq!(turns, [Opened::Before, Opened::Never, Opened::Last]);
}

#[test]
fn previews_originals_and_what_only_this_machine_has_are_added_up_apart() {
    let db = empty();
    let absent = Blob { inward: Inward::Absent, outward: Outward::Committed, ..blob(3, 10_000) };
    let preview = Blob { is_preview: true, ..blob(4, 7) };
    let files = [blob(1, 100), Blob { outward: Outward::Committed, ..blob(2, 50) }, absent, preview];
    files.iter().for_each(|file| save(&db, file).expect("saved"));

    let expected = Here {
        previews: Sum { count: 1, bytes: 7 },
        originals: Sum { count: 2, bytes: 150 },
        only_here: Sum { count: 1, bytes: 100 },
    };
    assert_eq!(here(&db).expect("added up"), expected);
}
