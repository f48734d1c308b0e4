use api::{AttachEvidence, Code, FreeSpace, GetStorage, LimitOriginals, ReadFile};
use domain::id::InitiativeId;
use domain::role::Role;
use protocol::BlobId;
use store::blob::{Inward, Outward};

use super::{free, keep_to_limit, limit_originals, makes_room, view};
use crate::ids::Same;
use crate::session::Session;
use crate::tests::{School, at_once, fills_in};
use crate::{disk, error, evidence};

/// Attaches a text of so many bytes, of which each is another.
fn attaches(session: &Session, id: InitiativeId, bytes: usize) -> BlobId {
    let text: String = (0..bytes).map(|place| char::from(b'a' + ((place + bytes) % 26) as u8)).collect();
    let path = session.folder.join(format!("{bytes}.txt"));
    std::fs::write(&path, text).expect("a file");
    let request = AttachEvidence {
        id,
        upload: None,
        path: Some(path.display().to_string()),
        title: format!("{bytes}"),
        caption: String::new(),
        supports: Vec::new(),
    };
    let shown = at_once(evidence::attach(session, request)).expect("a text");
    let item = shown.evidence.into_iter().find(|item| item.title == bytes.to_string());
    item.and_then(|item| item.blob).expect("a file").same()
}

/// Says that the relay has a file.
fn is_at_relay(session: &Session, blob: BlobId) {
    let noted = session.commit(|work| {
        store::blob::set_outward(work.connection(), blob, Outward::Committed, 1).map_err(error::from_store)
    });
    noted.expect("noted");
}

fn is_here(session: &Session, blob: BlobId) -> bool {
    let row = session.read(|work| store::blob::load(work.connection(), blob).map_err(error::from_store));
    let here = row.expect("readable").expect("known").inward == Inward::Here;
    assert_eq!(here, disk::exists(&session.file_path(blob)), "the row says what the disk has");
    here
}

fn opens(session: &Session, blob: BlobId) -> Result<(), Code> {
    evidence::read_file(session, ReadFile { blob: blob.same(), offset: 0 })
        .map(drop)
        .map_err(|error| error.code)
}

fn lan() -> (School, std::sync::Arc<Session>, InitiativeId) {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    (school, lan, id)
}

#[test]
fn a_machine_has_no_limit_until_the_person_sets_one() {
    let (_school, lan, id) = lan();
    let file = attaches(&lan, id, 5_000);
    is_at_relay(&lan, file);
    keep_to_limit(&lan).expect("kept");

    let shown = view(&lan, GetStorage {}).expect("shown");
    assert_eq!((shown.limit, shown.originals.count, shown.originals.bytes), (None, 1, 5_000));
    assert!(shown.book > 50_000, "the book itself: {}", shown.book);
}

#[test]
fn originals_that_were_opened_longest_ago_go_first_and_only_as_many_as_needed() {
    let (_school, lan, id) = lan();
    let files = [3_000, 3_001, 3_002].map(|bytes| attaches(&lan, id, bytes));
    for file in files {
        is_at_relay(&lan, file);
    }
    opens(&lan, files[1]).expect("it is here");
    opens(&lan, files[0]).expect("it is here");

    let shown = limit_originals(&lan, LimitOriginals { bytes: Some(6_500) }).expect("limited");
    assert_eq!((shown.limit, shown.originals.count), (Some(6_500), 2));
    assert_eq!(files.map(|file| is_here(&lan, file)), [true, true, false]);
    limit_originals(&lan, LimitOriginals { bytes: Some(4_000) }).expect("limited");
    assert_eq!(files.map(|file| is_here(&lan, file)), [true, false, false]);
    assert_eq!(opens(&lan, files[1]), Err(Code::FileNotHere));
}

#[test]
fn what_only_this_machine_has_never_goes() {
    let (_school, lan, id) = lan();
    let (mine, there) = (attaches(&lan, id, 9_000), attaches(&lan, id, 100));
    is_at_relay(&lan, there);
    limit_originals(&lan, LimitOriginals { bytes: Some(0) }).expect("limited");

    let shown = free(&lan, FreeSpace {}).expect("freed");
    assert_eq!((is_here(&lan, mine), is_here(&lan, there)), (true, false));
    assert_eq!((shown.only_here.bytes, shown.spare.count), (9_000, 0));
    opens(&lan, mine).expect("it can be read");
}

#[test]
fn freeing_space_takes_every_original_that_the_relay_has() {
    let (_school, lan, id) = lan();
    let files = [3_000, 4_000].map(|bytes| attaches(&lan, id, bytes));
    for file in files {
        is_at_relay(&lan, file);
    }
    assert_eq!(view(&lan, GetStorage {}).expect("shown").spare.bytes, 7_000);

    let shown = free(&lan, FreeSpace {}).expect("freed");
    assert_eq!((shown.originals.bytes, shown.spare.bytes), (0, 0));
    assert_eq!(files.map(|file| is_here(&lan, file)), [false, false]);
}

#[test]
fn an_original_that_nobody_asked_for_takes_nobodys_place() {
    let (_school, lan, id) = lan();
    let (there, comes) = (attaches(&lan, id, 3_000), attaches(&lan, id, 2_000));
    for file in [there, comes] {
        is_at_relay(&lan, file);
    }
    free(&lan, FreeSpace {}).expect("freed");
    let wanted =
        |blob| lan.read(|work| store::blob::load(work.connection(), blob).map_err(error::from_store));
    let row = wanted(comes).expect("readable").expect("known");
    limit_originals(&lan, LimitOriginals { bytes: Some(1_000) }).expect("limited");

    assert!(!makes_room(&lan, &row).expect("asked"), "it does not fit");
    lan.commit(|work| store::blob::note_opened(work.connection(), comes).map_err(error::from_store))
        .expect("noted");
    assert!(makes_room(&lan, &row).expect("asked"), "somebody asked for it");
}

#[test]
fn a_file_that_vanished_counts_as_absent_once_somebody_wants_to_see_it() {
    let (_school, lan, id) = lan();
    let file = attaches(&lan, id, 3_000);
    is_at_relay(&lan, file);
    std::fs::remove_file(lan.file_path(file)).expect("it was there");

    assert_eq!(opens(&lan, file), Err(Code::FileNotHere));
    assert!(!is_here(&lan, file));
}
