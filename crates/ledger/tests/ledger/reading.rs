use super::support::{MATHS, Person, SCIENCE, School, automerge, decision, grant, record};
use ledger::{Ledger, LedgerError, PageRequest, page};
use protocol::{
    Admission, Audience, BlobId, Capacity, ChunkHash, Class, DocId, DraftContent, Manifest, Open, PullItem,
    Role, Verb, document_id, reads_document,
};
use rstest::rstest;
use rusqlite::Connection;

fn readers(school: &School, doc: DocId) -> Vec<&'static str> {
    let people = [
        ("hanh", &school.hanh),
        ("lan", &school.lan),
        ("ngoc", &school.ngoc),
        ("khoi", &school.khoi),
        ("loan", &school.loan),
        ("son", &school.son),
        ("vinh", &school.vinh),
        ("chair", &school.chair),
        ("clerk", &school.clerk),
    ];
    let log = Ledger::placed(&school.conn);
    let reads = |person: &Person| reads_document(person.member, doc, &log).unwrap();
    people.into_iter().filter(|(_, person)| reads(person)).map(|(name, _)| name).collect()
}

#[rstest]
#[case::a_draft(Audience::Authors, vec!["lan"])]
#[case::what_was_submitted(Audience::Group, vec!["lan", "khoi", "son", "vinh", "chair", "clerk"])]
#[case::what_was_published(Audience::School, vec!["hanh", "lan", "ngoc", "khoi", "loan", "son", "vinh", "chair", "clerk"])]
fn an_initiative_is_read_by(#[case] audience: Audience, #[case] expected: Vec<&str>) {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, audience);

    assert_eq!(readers(&school, doc), expected);
}

#[test]
fn a_new_head_reads_what_was_submitted_before() {
    let mut school = School::an_binh();
    let (doc, _) = school.submitted();
    assert!(!readers(&school, doc).contains(&"loan"));
    school.decides(grant(school.loan.member, Role::DeputyHead, Some(MATHS)));
    assert!(readers(&school, doc).contains(&"loan"));
    assert_ne!(MATHS, SCIENCE);
}

#[test]
fn a_score_sheet_is_sealed_until_scores_are_opened() {
    let school = School::an_binh();
    let (doc, head) = school.submitted();
    let round = document_id(school.chair.member, [7; 16]);
    let open = Open {
        class: Class::Round,
        department: None,
        nonce: [7; 16],
        audience: Audience::Group,
        writers: vec![],
    };
    let chair = Capacity::of(Role::CouncilChair);
    school.does(&school.chair, round, record(Verb::Open, chair, &open.to_body()));
    let reviewer =
        protocol::AssignReviewer { member: school.son.member, role: Role::Reviewer, initiative: Some(doc) };
    school.does(&school.chair, round, record(Verb::AssignReviewer, chair, &reviewer.to_body()));
    let about =
        |person: &Person, content| school.at(person).seal(|draft| draft.about = Some(doc), round, content);
    let capacity = Capacity::over(Role::Reviewer, round.into());
    let sheet = about(&school.son, decision(Verb::SealScore, capacity, None, head));
    assert_eq!(school.push(&sheet), Admission::Admitted);
    let sees = |person: &Person| {
        let request = PageRequest {
            member: person.member,
            device: protocol::DeviceKey::from_bytes([1; 32]),
            after: 0,
            max_bytes: usize::MAX,
            verify: false,
        };
        let page = page(&school.conn, &request).unwrap();
        page.items.into_iter().find_map(|item| match item {
            PullItem::Envelope { header, payload, .. } if header == sheet.header_bytes() => {
                Some(payload.is_some())
            }
            _ => None,
        })
    };

    assert_eq!((sees(&school.son), sees(&school.vinh), sees(&school.lan)), (Some(true), Some(false), None));
    let opened = about(&school.chair, record(Verb::OpenScores, chair, &protocol::Value::map([])));
    assert_eq!(school.push(&opened), Admission::Admitted);
    assert_eq!((sees(&school.vinh), sees(&school.lan)), (Some(true), None));
}

#[test]
fn a_file_is_found_by_its_manifest_and_its_chunks() {
    let school = School::an_binh();
    let (doc, _) = school.submitted();
    let manifest = Manifest {
        blob: BlobId::of(b"photo"),
        size: 5,
        mime: "image/jpeg".to_owned(),
        chunks: vec![ChunkHash::of(b"photo")],
        preview: None,
        name: None,
    };
    assert_eq!(school.does(&school.lan, doc, DraftContent::Blob(manifest.clone())), Admission::Admitted);
    let foreign = school.does(&school.khoi, doc, DraftContent::Blob(manifest.clone()));
    assert!(matches!(foreign, Admission::Void(_)), "only writers attach files");

    let found = ledger::blob(&school.conn, manifest.blob).unwrap().unwrap();
    assert_eq!((found.doc, found.manifest), (doc, manifest.clone()));
    assert_eq!(ledger::blobs_with_chunk(&school.conn, manifest.chunks[0]).unwrap(), [manifest.blob]);
    assert_eq!(ledger::manifests(&school.conn, doc).unwrap().len(), 1);
}

#[test]
fn tables_of_a_newer_version_are_left_alone() {
    let conn = Connection::open_in_memory().unwrap();
    ledger::migrate(&conn).unwrap();
    ledger::migrate(&conn).unwrap();
    conn.execute("INSERT INTO log_version VALUES (77)", []).unwrap();

    assert!(matches!(ledger::migrate(&conn), Err(LedgerError::TooNew { found: 77, known: ledger::VERSION })));
}

#[test]
fn lists_say_what_the_log_says() {
    let school = School::an_binh();
    let (doc, _) = school.submitted();
    school.changes(
        &school.lan,
        school.opens(&school.lan, 3, Audience::Authors),
        &mut automerge(&school.lan, 7),
    );

    assert_eq!(ledger::members(&school.conn).unwrap().len(), 10);
    assert_eq!(ledger::devices(&school.conn).unwrap().len(), 10);
    assert_eq!(ledger::grants(&school.conn).unwrap().len(), 10);
    let documents = ledger::documents(&school.conn).unwrap();
    assert_eq!((documents.len(), documents[0].doc, documents[0].audience), (2, doc, Audience::Group));
    assert_eq!(ledger::writers_of(&school.conn, doc).unwrap()[0].member, school.lan.member);
}

#[test]
fn the_last_number_of_an_author_counts_what_may_not_be_read() {
    let school = School::an_binh();
    let draft = school.opens(&school.ngoc, 2, Audience::Authors);
    school.changes(&school.ngoc, draft, &mut automerge(&school.ngoc, 1));
    let ngoc = school.ngoc.key.device_key();
    let hanh = super::support::empty_log();
    let (member, device) = (school.hanh.member, school.hanh.key.device_key());
    let request = PageRequest { member, device, after: 0, max_bytes: usize::MAX, verify: false };

    ledger::note_skipped(&hanh, &page(&school.conn, &request).unwrap().skipped).unwrap();

    assert_eq!(ledger::last_number(&hanh, ngoc).unwrap(), 2, "who revokes ngoc cuts behind all of it");
    assert_eq!(ledger::last_number(&school.conn, ngoc).unwrap(), 2);
}
