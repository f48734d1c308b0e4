use std::sync::Arc;

use api::{
    AddRemark, AnswerDifficulty, Approve, Code, Error, GetInitiative, GetReview, InitiativeView, ListQueue,
    MarkSeen, PeekReview, ResolveDifficulty, ReturnInitiative, RevokeRecord, Settle,
};
use domain::id::InitiativeId;
use domain::record::{Part, RemarkTarget};
use domain::role::{Role, Stage};
use domain::sheet::Value;
use domain::status::Status;

use crate::session::Session;
use crate::tests::{School, edit, fills_in, submits, writes};
use crate::{book, decide, lists};

struct Story {
    school: School,
    lan: Arc<Session>,
    khoi: Arc<Session>,
    hoa: Arc<Session>,
    id: InitiativeId,
}

impl Story {
    /// Lan has handed in, and everybody has it; Hòa is leadership.
    fn handed_in() -> Self {
        let mut school = School::an_binh();
        let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
        let khoi = school.joins("Khôi", Some("Tổ Toán"), &[Role::Staff, Role::DepartmentHead]);
        let hoa = school.joins("Hòa", None, &[Role::Leadership]);
        school.syncs(&[&lan, &khoi, &hoa]);
        let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
        submits(&lan, id);
        let mut story = Self { school, lan, khoi, hoa, id };
        story.syncs();
        story
    }

    fn syncs(&mut self) {
        self.school.syncs(&[&self.lan, &self.khoi, &self.hoa]);
    }

    fn opens(&self, session: &Session) -> InitiativeView {
        book::get(session, GetInitiative { id: self.id }).expect("it has come")
    }

    fn approves(&self, session: &Session) -> Result<InitiativeView, Error> {
        let heads = self.opens(session).heads;
        decide::approve(session, self.approval(heads))
    }

    fn approval(&self, heads: Vec<domain::id::ChangeId>) -> Approve {
        Approve {
            id: self.id,
            part: Part::Registration,
            stage: Stage::Department,
            heads,
            text: String::new(),
        }
    }

    fn returns(&self, session: &Session, text: &str) -> Result<InitiativeView, Error> {
        let request = ReturnInitiative {
            id: self.id,
            part: Part::Registration,
            stage: Stage::Department,
            heads: self.opens(session).heads,
            text: text.to_owned(),
            targets: vec![RemarkTarget::Field("problem".into())],
        };
        decide::return_initiative(session, request)
    }
}

#[test]
fn an_approval_is_seen_by_the_author_and_so_is_what_changed_after_it() {
    let mut story = Story::handed_in();
    story.approves(&story.khoi).expect("the head may");
    story.syncs();
    assert_eq!(story.opens(&story.lan).summary.status, Status::InProgress);

    writes(&story.lan, story.id, "problem", "Đầu năm 30 em còn yếu môn Toán");
    story.syncs();
    let seen = story.opens(&story.khoi);
    assert!(seen.summary.changed_since_approval && seen.summary.changes == 1);
    let change = &seen.state.changes[0];
    let pieces: Vec<_> = change.pieces.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(
        (change.path.as_str(), pieces),
        ("problem", vec!["Đầu năm ", "31", "30", " em còn yếu môn Toán"])
    );
}

#[test]
fn only_a_version_that_was_opened_here_can_be_decided_on() {
    let story = Story::handed_in();
    let heads = story.opens(&story.lan).heads;

    let unopened = decide::approve(&story.khoi, story.approval(heads)).expect_err("not opened here");
    assert_eq!(unopened.code, Code::NotThisVersion);
    let unknown = vec![domain::id::ChangeId::from_bytes([9; 32])];
    let refused = decide::approve(&story.khoi, story.approval(unknown)).expect_err("nobody has it");
    assert_eq!(refused.code, Code::NotThisVersion);
}

#[test]
fn a_look_beforehand_shows_what_opening_shows_and_opens_nothing() {
    let story = Story::handed_in();
    let peeked = decide::peek(&story.khoi, PeekReview { id: story.id }).expect("it has come");

    let refused = decide::approve(&story.khoi, story.approval(peeked.initiative.heads.clone()));
    assert_eq!(refused.expect_err("nobody has read it").code, Code::NotThisVersion);
    let queue = lists::queue(&story.khoi, ListQueue {}).expect("the queue");
    assert!(!queue[0].opened, "the queue goes on saying that it was not opened");
    let opened = decide::review(&story.khoi, GetReview { id: story.id }).expect("it has come");
    assert_eq!(opened, peeked);
}

#[test]
fn the_items_beside_one_are_those_beside_it_in_the_queue() {
    let mut story = Story::handed_in();
    for title in ["Vở hai cột", "Góc đọc sách"] {
        let id = fills_in(&story.lan, title).summary.id;
        submits(&story.lan, id);
    }
    story.syncs();
    let queue = lists::queue(&story.khoi, ListQueue {}).expect("the queue");
    let ids: Vec<_> = queue.iter().map(|item| Some(item.initiative.id)).collect();
    let middle = decide::peek(&story.khoi, PeekReview { id: queue[1].initiative.id }).expect("it has come");

    assert_eq!((middle.position, middle.total), (2, 3));
    assert_eq!([middle.previous, middle.next], [ids[0], ids[2]]);
}

#[test]
fn an_author_and_a_colleague_are_refused_with_their_own_words() {
    let mut story = Story::handed_in();
    assert_eq!(story.approves(&story.lan).expect_err("her own").code, Code::OwnWork);
    for stage in [Stage::Department, Stage::Union] {
        let approval = Approve { stage, ..story.approval(story.opens(&story.hoa).heads) };
        let refused =
            decide::approve(&story.hoa, approval).expect_err("the head is there, the union is not asked");
        assert_eq!(refused.code, Code::NotAllowed);
    }
    story.syncs();
}

#[test]
fn a_return_needs_words_and_the_author_hands_in_again() {
    let mut story = Story::handed_in();
    assert_eq!(story.returns(&story.khoi, " ").expect_err("no words").code, Code::RemarkNeeded);
    story.returns(&story.khoi, "Thêm số liệu đầu năm").expect("the head may");
    story.syncs();

    let returned = story.opens(&story.lan);
    assert_eq!(returned.summary.status, Status::Returned { stage: Stage::Department });
    assert_eq!(returned.state.stages[0].opinions[0].text, "Thêm số liệu đầu năm");
    writes(&story.lan, story.id, "problem", "Đầu năm 31 trong 151 em còn yếu môn Toán");
    submits(&story.lan, story.id);
    story.syncs();
    let review = decide::review(&story.khoi, GetReview { id: story.id }).expect("it has come");
    assert_eq!((review.changes.len(), review.changes[0].path.as_str()), (1, "problem"));
    assert_eq!(review.since.map(|since| since.verb).as_deref(), Some("return"));
}

#[test]
fn opinions_that_did_not_know_each_other_differ_until_somebody_else_settles() {
    let mut story = Story::handed_in();
    let deputy = story.school.joins("Minh", Some("Tổ Toán"), &[Role::Staff, Role::DeputyHead]);
    story.syncs();
    story.approves(&story.khoi).expect("the head may");
    story.returns(&deputy, "Chưa đủ số liệu").expect("the deputy may");
    story.school.syncs(&[&story.lan, &story.khoi, &story.hoa, &deputy]);

    let seen = story.opens(&story.hoa);
    assert_eq!(seen.summary.status, Status::Differing);
    assert!(seen.can_settle);
    let settle = |heads| Settle {
        id: story.id,
        part: Part::Registration,
        heads,
        approved: true,
        text: "Duyệt".into(),
    };
    let refused =
        decide::settle(&story.khoi, settle(story.opens(&story.khoi).heads)).expect_err("the head took part");
    assert_eq!(refused.code, Code::NotAllowed);
    let settled = decide::settle(&story.hoa, settle(seen.heads.clone())).expect("she is neither");
    assert_eq!(settled.summary.status, Status::InProgress);
}

#[test]
fn an_own_record_can_be_revoked_and_nobody_else_s() {
    let mut story = Story::handed_in();
    let approved = story.approves(&story.khoi).expect("the head may");
    let opinion = &approved.state.stages[0].opinions[0];
    assert!(opinion.can_revoke && opinion.intact && opinion.version_here);
    story.syncs();

    let revoke = |text: &str| RevokeRecord { id: story.id, record: opinion.record, text: text.to_owned() };
    assert_eq!(decide::revoke(&story.hoa, revoke("nhầm")).expect_err("not hers").code, Code::NotAllowed);
    assert_eq!(decide::revoke(&story.khoi, revoke("")).expect_err("no reason").code, Code::RemarkNeeded);
    let revoked = decide::revoke(&story.khoi, revoke("duyệt nhầm")).expect("it is his");
    assert!(matches!(revoked.summary.status, Status::InReview { .. }));
    assert_eq!(revoked.state.void[0].reason, "revoked");
}

#[test]
fn a_remark_decides_nothing_and_is_told() {
    let mut story = Story::handed_in();
    let request = |text: &str| AddRemark { id: story.id, text: text.to_owned(), target: RemarkTarget::Whole };
    assert_eq!(decide::add_remark(&story.hoa, request("")).expect_err("no words").code, Code::RemarkNeeded);
    decide::add_remark(&story.hoa, request("Rất thiết thực")).expect("leadership may");
    story.syncs();

    let told = story.opens(&story.lan);
    assert!(matches!(told.summary.status, Status::InReview { .. }));
    assert!(told.timeline.iter().any(|item| item.verb == "remark" && item.person == "Hòa"));
}

#[test]
fn a_difficulty_is_answered_and_solved() {
    let mut story = Story::handed_in();
    let entry = "00000000000000d1";
    edit(
        &story.lan,
        story.id,
        [
            (format!("difficulties/{entry}/text"), Value::Text("Thiếu máy chiếu".into())),
            (format!("difficulties/{entry}/level"), Value::Text("needs_help".into())),
        ],
    );
    story.syncs();
    let answer = AnswerDifficulty {
        id: story.id,
        difficulty: entry.parse().expect("an id"),
        text: "Mượn máy của phòng thiết bị".into(),
        action: "Cấp máy chiếu".into(),
        by_when: None,
    };
    let answered = decide::answer_difficulty(&story.hoa, answer.clone()).expect("leadership may");
    assert_eq!(answered.difficulties[0].state, api::DifficultyState::Answered);
    let own = decide::answer_difficulty(&story.lan, answer).expect_err("the author does not");
    assert_eq!(own.code, Code::NotAllowed);
    story.syncs();

    let solved = ResolveDifficulty {
        id: story.id,
        difficulty: entry.parse().expect("an id"),
        solved: true,
        text: String::new(),
    };
    let solved = decide::resolve_difficulty(&story.lan, solved).expect("the author says");
    assert_eq!(solved.difficulties[0].state, api::DifficultyState::Solved);
}

#[test]
fn a_head_who_read_it_is_shown_to_the_author() {
    let mut story = Story::handed_in();
    let heads = story.opens(&story.khoi).heads;
    decide::mark_seen(&story.khoi, MarkSeen { id: story.id, heads: heads.clone() }).expect("he read it");
    decide::mark_seen(&story.khoi, MarkSeen { id: story.id, heads }).expect("twice is once");
    story.syncs();

    let seen = story.opens(&story.lan);
    assert_eq!(seen.seen_by, ["Khôi"]);
    assert_eq!(seen.timeline.iter().filter(|item| item.verb == "submit").count(), 1);
}
