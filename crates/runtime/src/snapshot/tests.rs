use std::sync::Arc;

use api::{Code, GetInitiative};
use domain::id::InitiativeId;
use domain::role::Role;
use engine::Snapshot;
use protocol::{Capacity, DocId, DraftContent, RecordPayload, Verb};

use crate::ids::Same;
use crate::session::Session;
use crate::tests::{School, fills_in, submits, writes};
use crate::{book, error};

const TEACHER: &[Role] = &[Role::Staff];
const HEAD: &[Role] = &[Role::DepartmentHead];

struct Story {
    school: School,
    lan: Arc<Session>,
    khoi: Arc<Session>,
    id: InitiativeId,
}

impl Story {
    /// Lan has handed an initiative in; Khôi's machine was away since he joined.
    fn begins() -> Self {
        let mut school = School::an_binh();
        let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
        let khoi = school.joins("Khôi", Some("Tổ Toán"), HEAD);
        let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
        submits(&lan, id);
        school.syncs(&[&lan]);
        Self { school, lan, khoi, id }
    }

    fn lan_writes(&mut self, text: &str) {
        writes(&self.lan, self.id, "problem", text);
        self.school.syncs(&[&self.lan]);
    }

    fn snapshot(&self) -> Snapshot {
        let doc: DocId = self.id.same();
        let made = self.lan.read(|work| Ok(work.document(doc)?.expect("it is hers").snapshot()));
        made.expect("the book can be read").expect("it can be saved")
    }

    /// Lan's device says of a snapshot that it covers everything so far, in so many changes.
    fn lan_signs(&mut self, made: Snapshot, n_changes: u64) {
        let (doc, covered_seq): (DocId, u64) = (self.id.same(), self.school.head());
        let content = DraftContent::Snapshot { bytes: made.bytes, heads: made.heads, covered_seq, n_changes };
        self.lan.commit(|work| work.sign(doc, None, content)).expect("she may make one");
        self.school.syncs(&[&self.lan]);
    }

    fn lan_signs_a_snapshot(&mut self) {
        let made = self.snapshot();
        let n_changes = made.n_changes;
        self.lan_signs(made, n_changes);
    }
}

fn problem(session: &Session, id: InitiativeId) -> String {
    book::get(session, GetInitiative { id }).expect("it is here").problem
}

fn wanted(session: &Session) -> usize {
    let wanted = session.read(|work| ledger::wanted(work.connection()).map_err(error::from_ledger));
    wanted.expect("the book can be read").len()
}

#[test]
fn who_reads_the_log_without_what_a_snapshot_covers_has_the_whole_document() {
    let mut story = Story::begins();
    story.lan_writes("Đầu năm 31 em còn yếu");
    story.lan_signs_a_snapshot();
    story.lan_writes("Đầu năm 31 em còn yếu, giữa kỳ 14");

    story.school.delivers_abridged(&story.khoi);

    assert_eq!(problem(&story.khoi, story.id), "Đầu năm 31 em còn yếu, giữa kỳ 14");
    assert_eq!(wanted(&story.khoi), 0);
}

#[test]
fn a_snapshot_that_leaves_changes_out_is_given_up_and_its_document_fetched() {
    let mut story = Story::begins();
    let older = story.snapshot();
    story.lan_writes("Đầu năm 31 em còn yếu");
    let n_changes = story.snapshot().n_changes;
    story.lan_signs(older, n_changes);

    story.school.delivers_abridged(&story.khoi);
    assert_eq!(wanted(&story.khoi), 1);
    story.school.delivers_again(&story.khoi, story.id.same());

    assert_eq!(problem(&story.khoi, story.id), "Đầu năm 31 em còn yếu");
}

#[test]
fn nothing_is_decided_about_changes_that_only_a_snapshot_tells_of() {
    let mut story = Story::begins();
    story.lan_writes("Đầu năm 31 em còn yếu");
    story.lan_signs_a_snapshot();
    story.school.delivers_abridged(&story.khoi);
    let doc: DocId = story.id.same();

    let decided = story.khoi.commit(|work| {
        let heads = work.document(doc)?.expect("it is here").heads();
        let (verb, capacity) = (Verb::Remark, Capacity::of(protocol::Role::DepartmentHead));
        let payload = RecordPayload::default();
        work.sign(doc, None, DraftContent::Record { verb, capacity, stage: None, heads, payload })
    });

    assert_eq!(decided.unwrap_err().code, Code::HistoryComing);
}
