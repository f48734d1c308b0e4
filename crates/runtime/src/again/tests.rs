use std::sync::Arc;

use api::{Audience, GetInitiative, InitiativeView, ShareWithAuthors};
use domain::id::InitiativeId;
use domain::role::Role;
use domain::sheet::Value;
use domain::status::Status;
use protocol::{Admission, Code, EnvId, Prepared, PushAnswer};

use crate::session::Session;
use crate::sync::outbox;
use crate::tests::{School, edit, fills_in, submits, writes};
use crate::{again, apply, book, delivery, error};

const TEACHER: &[Role] = &[Role::Staff];
const WORDS: &str = "Đầu năm 31 em còn yếu môn Toán, nhất là lớp 8A";

struct Story {
    school: School,
    lan: Arc<Session>,
    son: Arc<Session>,
    id: InitiativeId,
}

impl Story {
    /// Lan and Sơn write one initiative; Sơn has just added words.
    fn two_authors() -> Self {
        let mut school = School::an_binh();
        let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
        let son = school.joins("Sơn", Some("Tổ Toán"), TEACHER);
        school.syncs(&[&lan, &son]);
        let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
        let mut story = Self { school, lan, son, id };
        story.lan_sets("/share", Value::Integer(40));
        book::share_with_authors(&story.lan, ShareWithAuthors { id }).expect("it is a draft");
        story.school.syncs(&[&story.lan, &story.son]);
        writes(&story.son, id, "problem", WORDS);
        story
    }

    fn lan_sets(&self, of_son: &str, value: Value) {
        edit(&self.lan, self.id, [(format!("authors/{}{of_son}", self.son.member), value)]);
    }

    fn aside(&self) -> Vec<Value> {
        let aside = delivery::view(&self.son).expect("it can be read").aside;
        aside.into_iter().flat_map(|one| one.edits).map(|edit| edit.value).collect()
    }

    /// The relay places what Sơn sends as void, and Sơn has read its log to the end.
    fn sons_work_turns_void(&self, code: Code) {
        let voided = self.son.commit(|work| {
            let waiting = ledger::unsent(work.connection(), 9).map_err(error::from_ledger)?;
            let head = ledger::state(work.connection()).map_err(error::from_ledger)?.head;
            let envelope = waiting[0].to_envelope().map_err(error::from_ledger)?;
            let answer = PushAnswer::of(&Admission::Void(code), Some(head + 1), EnvId::ZERO);
            outbox::settle(work, &[Prepared::new(envelope)], &[answer])
        });
        voided.expect("the book can be written");
        apply::settle(&self.son).expect("documents fit");
        again::write(&self.son).expect("the book can be read");
    }

    fn unsent(&self) -> u32 {
        delivery::view(&self.son).expect("it can be read").unsent
    }
}

fn sees(session: &Session, id: InitiativeId) -> InitiativeView {
    book::get(session, GetInitiative { id }).expect("it is here")
}

#[test]
fn words_that_turned_void_stay_aside_and_are_written_again_once_it_is_allowed() {
    let mut story = Story::two_authors();
    story.lan_sets("", Value::Remove);
    story.school.syncs(&[&story.lan]);
    assert_eq!(story.school.takes(&story.son), [Admission::Void(Code::ForbiddenDoc)]);
    story.school.syncs(&[&story.son]);
    assert_ne!(sees(&story.son, story.id).problem, WORDS);
    assert_eq!(story.aside(), [Value::Text(WORDS.to_owned())]);

    story.lan_sets("/share", Value::Integer(40));
    writes(&story.lan, story.id, "beneficiaries", "310 học sinh");
    story.school.syncs(&[&story.lan, &story.son]);
    story.school.syncs(&[&story.son, &story.lan]);
    for session in [&story.lan, &story.son] {
        let view = sees(session, story.id);
        assert_eq!((view.problem.as_str(), view.beneficiaries.as_str()), (WORDS, "310 học sinh"));
    }
    assert!(story.aside().is_empty());
}

#[test]
fn what_turned_void_for_its_ground_is_written_again_at_once_but_not_for_ever() {
    let story = Story::two_authors();
    for _ in 0..3 {
        story.sons_work_turns_void(Code::RestsOnVoid);
        assert_eq!((sees(&story.son, story.id).problem.as_str(), story.unsent()), (WORDS, 1));
    }

    story.sons_work_turns_void(Code::RestsOnVoid);
    assert_eq!(story.unsent(), 0);
    assert_eq!(story.aside(), [Value::Text(WORDS.to_owned())]);
}

#[test]
fn an_opening_that_turned_void_leaves_a_draft_and_holds_up_nothing_else() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let other = fills_in(&lan, "Đã gửi").summary.id;
    submits(&lan, other);
    school.syncs(&[&lan]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    submits(&lan, id);
    writes(&lan, other, "problem", WORDS);

    school.moves("Lan", "Tổ Văn");
    assert_eq!(school.takes(&lan)[0], Admission::Void(Code::ForbiddenDoc), "her department is another");
    school.syncs(&[&lan]);
    let view = sees(&lan, id);
    assert_eq!((view.summary.status, view.audience), (Status::Draft, Audience::Device));
    assert_eq!(sees(&lan, other).unsent, 0, "what waited behind it went on");

    submits(&lan, id);
    school.syncs(&[&lan]);
    let view = sees(&lan, id);
    assert_eq!((view.summary.status == Status::Draft, view.unsent), (false, 0));
}
