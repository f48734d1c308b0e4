//! What a snapshot stands for, at the relay and where the log is read without it.

use super::support::{Person, School, automerge, change, decision, empty_log};
use automerge::AutoCommit;
use ledger::{Ledger, Page, PageRequest, Payloads, Vouched, abridged_page, covered_page};
use protocol::{
    ActorId, Admission, Audience, Capacity, ChangeHash, Code, DocId, DraftContent, Envelope, ItemStatus,
    Kind, Prepared, PullItem, Role, Stage, Verb, Verdict, judge_item,
};
use rusqlite::Connection;

fn request(person: &Person) -> PageRequest {
    let (member, device) = (person.member, person.key.device_key());
    PageRequest { member, device, after: 0, max_bytes: usize::MAX, verify: false }
}

/// A snapshot of a document as it stands, which says that it covers everything so far.
fn snapshot(school: &School, text: &mut AutoCommit) -> DraftContent {
    let mut heads: Vec<_> = text.get_heads().iter().map(|head| ChangeHash::from_bytes(head.0)).collect();
    heads.sort_unstable();
    DraftContent::Snapshot {
        bytes: text.save_nocompress(),
        heads,
        covered_seq: ledger::state(&school.conn).unwrap().head,
        n_changes: text.get_changes(&[]).len() as u64,
    }
}

/// A document of Lan's with four changes, a snapshot of the first three, and an approval.
fn covered() -> (School, DocId, AutoCommit) {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Group);
    let mut text = automerge(&school.lan, 1);
    let heads: Vec<_> = (0..3).map(|_| school.changes(&school.lan, doc, &mut text)).collect();
    let khoi = Capacity::over(Role::DepartmentHead, super::support::MATHS);
    let approve = decision(Verb::Approve, khoi, Some(Stage::Department), heads[1]);
    assert_eq!(school.does(&school.khoi, doc, approve), Admission::Admitted);
    let made = snapshot(&school, &mut text);
    assert_eq!(school.does(&school.lan, doc, made), Admission::Admitted);
    school.changes(&school.lan, doc, &mut text);
    (school, doc, text)
}

fn kinds(page: &Page) -> Vec<Kind> {
    let kind = |item: &PullItem| item.clone().into_envelope().unwrap().unwrap().2.header().kind;
    page.items.iter().map(kind).filter(|kind| *kind != Kind::Control).collect()
}

#[test]
fn what_a_snapshot_covers_is_left_out_and_handed_out_apart() {
    let (school, ..) = covered();

    let abridged = abridged_page(&school.conn, &request(&school.vinh)).unwrap();
    assert_eq!(kinds(&abridged), [Kind::Record, Kind::Record, Kind::Snapshot, Kind::Change]);
    let whole = covered_page(&school.conn, &request(&school.vinh), Payloads::Sent).unwrap();
    assert_eq!(kinds(&whole), [Kind::Change; 3]);
    let headers = covered_page(&school.conn, &request(&school.vinh), Payloads::LeftOut).unwrap();
    assert!(
        headers.items.iter().all(|item| matches!(
            item,
            PullItem::Envelope { status: ItemStatus::Compacted, payload: None, .. }
        ))
    );
    assert_eq!(kinds(&covered_page(&school.conn, &request(&school.loan), Payloads::Sent).unwrap()), []);
}

#[test]
fn a_snapshot_that_lacks_a_change_stands_for_nothing() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Group);
    let mut text = automerge(&school.lan, 1);
    school.changes(&school.lan, doc, &mut text);
    let mut older = text.fork();
    school.changes(&school.lan, doc, &mut text);

    assert_eq!(school.does(&school.lan, doc, snapshot(&school, &mut older)), Admission::Admitted);

    let page = abridged_page(&school.conn, &request(&school.vinh)).unwrap();
    assert_eq!(kinds(&page), [Kind::Record, Kind::Change, Kind::Change, Kind::Snapshot]);
}

#[test]
fn a_snapshot_is_void_from_who_may_not_make_one_or_with_bytes_that_are_no_document() {
    let (school, doc, mut text) = covered();
    let mut broken = snapshot(&school, &mut text);
    if let DraftContent::Snapshot { bytes, .. } = &mut broken {
        *bytes = text.save();
        bytes[20] ^= 1;
    }

    assert_eq!(school.does(&school.lan, doc, broken), Admission::Void(Code::BadPayload));
    let made = snapshot(&school, &mut text);
    assert_eq!(school.does(&school.son, doc, made.clone()), Admission::Void(Code::ForbiddenDoc));
    assert_eq!(school.does(&school.vinh, doc, made), Admission::Admitted);
}

/// The log as a client sees it at a place.
type Seen = for<'c> fn(&'c Connection, u64) -> Ledger<'c>;

/// Judges and places a page's items as a client does.
fn takes(conn: &Connection, page: Page, log: Seen) {
    for item in page.items {
        let (seq, status, envelope) = item.into_envelope().unwrap().unwrap();
        let prepared = Prepared::new(envelope);
        let verdict = judge_item(&prepared, status, &log(conn, seq)).unwrap();
        assert_eq!(verdict, Verdict::Agrees, "{seq}");
        ledger::place_at(conn, &prepared, seq, status).unwrap();
    }
}

/// A newcomer has read the first stream, and loaded its snapshot.
fn told_by_a_snapshot() -> (School, DocId, AutoCommit, Connection) {
    let (school, doc, mut text) = covered();
    let conn = empty_log();
    takes(&conn, abridged_page(&school.conn, &request(&school.vinh)).unwrap(), |conn, seq| {
        Ledger::abridged_at(conn, seq)
    });
    let snapshot = ledger::envelopes_of(&conn, doc).unwrap();
    let snapshot = snapshot.iter().find(|stored| stored.header.kind == Kind::Snapshot).unwrap();
    let told: Vec<_> = text.get_changes(&[])[..3]
        .iter()
        .map(|change| Vouched {
            hash: ChangeHash::from_bytes(change.hash().0),
            actor: ActorId::try_from(change.actor_id().to_bytes()).unwrap(),
            seq: change.seq(),
        })
        .collect();
    ledger::vouch(&conn, &snapshot.header, &told).unwrap();

    (school, doc, text, conn)
}

#[test]
fn a_newcomer_takes_the_snapshot_first_and_the_signed_changes_behind_it_later() {
    let (school, doc, mut text, conn) = told_by_a_snapshot();
    assert!(!ledger::is_signed_for(&conn, doc).unwrap());
    let (next, _) = change(&mut text);
    let lan = school.at(&school.lan).seal(|_| {}, doc, next);
    let log = Ledger::pulled_at(&conn, 1_000);
    assert_eq!(judge_item(&Prepared::new(lan), ItemStatus::Admitted, &log).unwrap(), Verdict::Agrees);

    let rest = covered_page(&school.conn, &request(&school.vinh), Payloads::LeftOut).unwrap();
    takes(&conn, rest, |conn, seq| Ledger::pulled_at(conn, seq));
    assert!(ledger::is_signed_for(&conn, doc).unwrap());
    assert!(!ledger::is_whole(&conn, doc).unwrap());
}

#[test]
fn a_change_that_a_snapshot_tells_of_is_no_second_one_at_whatever_place_it_comes() {
    let (school, doc, _, conn) = told_by_a_snapshot();
    let stored = ledger::envelopes_of(&school.conn, doc).unwrap();
    let first = stored.iter().find(|stored| stored.header.kind == Kind::Change).unwrap();
    let first = Prepared::new(first.to_envelope().unwrap());

    // As a relay gives it that has lost its log and got it back.
    let verdict = judge_item(&first, ItemStatus::Admitted, &Ledger::pulled_at(&conn, 1_000)).unwrap();

    assert_eq!(verdict, Verdict::Agrees);
}

fn payloads(school: &School, doc: DocId) -> Vec<bool> {
    let envelopes = ledger::envelopes_of(&school.conn, doc).unwrap();
    envelopes.iter().map(|stored| stored.payload.is_some()).collect()
}

#[test]
fn payloads_go_once_snapshots_of_two_members_stand_for_them() {
    let (school, doc, mut text) = covered();
    let everywhere = (1..1_000).collect();
    assert_eq!(
        ledger::drop_covered(&school.conn, &everywhere).unwrap(),
        0,
        "one member's word is not enough"
    );
    let made = snapshot(&school, &mut text);
    assert_eq!(school.does(&school.vinh, doc, made), Admission::Admitted);

    assert_eq!(ledger::drop_covered(&school.conn, &[1].into()).unwrap(), 0, "nobody has read them");
    assert_eq!(ledger::drop_covered(&school.conn, &everywhere).unwrap(), 3);

    // Opened, three changes, approved, a snapshot, a fourth change, another snapshot.
    assert_eq!(payloads(&school, doc), [true, false, false, false, true, true, true, true]);
    let conn = empty_log();
    takes(&conn, ledger::page(&school.conn, &request(&school.lan)).unwrap(), |conn, seq| {
        Ledger::pulled_at(conn, seq)
    });
    school.changes(&school.lan, doc, &mut text);
}

#[test]
fn a_log_whose_older_snapshots_went_too_is_judged_the_same_again() {
    let (school, doc, mut text) = covered();
    for by in [&school.vinh, &school.lan, &school.vinh] {
        let made = snapshot(&school, &mut text);
        assert_eq!(school.does(by, doc, made), Admission::Admitted);
    }

    // Four changes, and the two snapshots before the two that stay.
    assert_eq!(ledger::drop_covered(&school.conn, &(1..1_000).collect()).unwrap(), 6);

    let mut found = Vec::new();
    ledger::audit(&school.conn, &Connection::open_in_memory().unwrap(), &mut |finding| found.push(finding))
        .unwrap();
    assert_eq!(found, []);
}

#[test]
fn a_change_is_told_of_by_its_header_and_completed_by_its_payload() {
    let (school, doc, _) = covered();
    let stored = ledger::envelopes_of(&school.conn, doc).unwrap().remove(1);
    let whole = Prepared::new(stored.to_envelope().unwrap());
    let header = Envelope::from_parts(stored.header_bytes.clone(), stored.sig, None).unwrap();
    let conn = empty_log();
    for item in ledger::control_page(&school.conn, &request(&school.vinh)).unwrap().items {
        let (seq, status, envelope) = item.into_envelope().unwrap().unwrap();
        ledger::place_at(&conn, &Prepared::new(envelope), seq, status).unwrap();
    }

    let seq = ledger::place_compacted(&conn, &Prepared::new(header.clone())).unwrap();
    assert!(ledger::lacks_payload(&conn, header.id()).unwrap());
    ledger::take_payload(&conn, &Prepared::new(header)).unwrap();
    assert!(ledger::lacks_payload(&conn, whole.id()).unwrap(), "a header completes nothing");
    ledger::take_payload(&conn, &whole).unwrap();
    assert!(!ledger::lacks_payload(&conn, whole.id()).unwrap());
    assert_eq!(ledger::envelope(&conn, whole.id()).unwrap().unwrap().seq, Some(seq));
}
