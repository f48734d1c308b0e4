use std::sync::Arc;

use api::{
    AlikeItem, ApproveAlike, Code, Error, GetInitiative, ListQueue, MadeRecord, QueueItem, ReturnInitiative,
    RevokeRecord,
};
use domain::id::InitiativeId;
use domain::record::Part;
use domain::role::{Role, Stage};
use domain::sheet::Value;
use domain::status::Status;
use rstest::rstest;

use crate::session::Session;
use crate::tests::{QUANTITY, School, edit, fills_in, submits, writes};
use crate::{book, decide, lists};

struct Story {
    school: School,
    khoi: Arc<Session>,
    teachers: Vec<Arc<Session>>,
    ids: Vec<InitiativeId>,
}

impl Story {
    /// Three teachers have handed in the same under titles of their own; Khôi is their head.
    fn three_handed_in() -> Self {
        let mut school = School::an_binh();
        let khoi = school.joins("Khôi", Some("Tổ Toán"), &[Role::Staff, Role::DepartmentHead]);
        let teachers =
            ["Lan", "Bách", "Thảo"].map(|name| school.joins(name, Some("Tổ Toán"), &[Role::Staff]));
        let mut story = Self { school, khoi, teachers: teachers.into(), ids: Vec::new() };
        story.syncs();
        for (number, teacher) in story.teachers.iter().enumerate() {
            let id = fills_in(teacher, &format!("Thẻ lỗi sai {number}")).summary.id;
            submits(teacher, id);
            story.ids.push(id);
        }
        story.syncs();
        story
    }

    fn syncs(&mut self) {
        let mut all: Vec<&Session> = self.teachers.iter().map(AsRef::as_ref).collect();
        all.push(&self.khoi);
        self.school.syncs(&all);
    }

    fn queue(&self) -> Vec<QueueItem> {
        lists::queue(&self.khoi, ListQueue {}).expect("readable")
    }

    /// The group of each teacher's initiative in Khôi's queue; nothing where it is not in it.
    fn numbers(&self) -> Vec<Option<u32>> {
        let queue = self.queue();
        let number = |id: &InitiativeId| queue.iter().find(|item| item.initiative.id == *id)?.alike;
        self.ids.iter().map(number).collect()
    }

    fn opens(&self) -> Vec<AlikeItem> {
        let open = |id: InitiativeId| book::get(&self.khoi, GetInitiative { id }).expect("it has come");
        self.ids.iter().map(|id| AlikeItem { id: *id, heads: open(*id).heads }).collect()
    }

    fn approves(&self, items: Vec<AlikeItem>) -> Result<Vec<MadeRecord>, Error> {
        let (part, stage) = (Part::Registration, Stage::Department);
        decide::approve_alike(&self.khoi, ApproveAlike { part, stage, items })
    }

    fn plans(&self, teacher: usize, number: &str) {
        let planned = Value::Number(number.parse().expect("a number"));
        edit(
            &self.teachers[teacher],
            self.ids[teacher],
            [(format!("quantities/{QUANTITY}/planned"), planned)],
        );
    }
}

#[test]
fn identical_registrations_are_approved_together_and_can_be_taken_back() {
    let story = Story::three_handed_in();
    assert_eq!(story.numbers(), [Some(1); 3]);
    let made = story.approves(story.opens()).expect("they are identical");

    assert_eq!(made.iter().map(|one| one.initiative).collect::<Vec<_>>(), story.ids);
    assert!(story.queue().is_empty(), "all are decided");
    for one in made {
        let view = book::get(&story.khoi, GetInitiative { id: one.initiative }).expect("it is here");
        let opinion = &view.state.stages[0].opinions[0];
        assert_eq!((opinion.record, &opinion.version_code), (one.record, &view.version_code));
        assert!(opinion.intact && view.summary.status == Status::InProgress);
        let text = "Hoàn tác".to_owned();
        let request = RevokeRecord { id: one.initiative, record: one.record, text };
        decide::revoke(&story.khoi, request).expect("it is his");
    }
    assert_eq!(story.queue().len(), 3, "they wait again");
}

#[test]
fn the_same_change_of_approved_registrations_is_identical() {
    let mut story = Story::three_handed_in();
    story.approves(story.opens()).expect("they are identical");
    story.syncs();
    for (teacher, number) in ["150", "150", "151"].into_iter().enumerate() {
        story.plans(teacher, number);
        submits(&story.teachers[teacher], story.ids[teacher]);
    }
    story.syncs();

    assert!(story.queue().iter().all(|item| item.difference_only));
    assert_eq!(story.numbers(), [Some(1), Some(1), None]);
    let made = story.approves(story.opens().into_iter().take(2).collect()).expect("150 is 150");
    assert_eq!(made.len(), 2);
}

fn moves(story: &mut Story) {
    for (teacher, id) in story.teachers.iter().zip(&story.ids) {
        writes(teacher, *id, "beneficiaries", "151 em");
    }
}

fn is_returned_and_handed_in_again(story: &mut Story) {
    for item in story.opens() {
        let (part, stage, text) = (Part::Registration, Stage::Department, "Số liệu?".to_owned());
        let request =
            ReturnInitiative { id: item.id, part, stage, heads: item.heads, text, targets: Vec::new() };
        decide::return_initiative(&story.khoi, request).expect("the head may");
    }
    story.syncs();
    for (teacher, id) in story.teachers.iter().zip(&story.ids) {
        writes(teacher, *id, "problem", "31 em trong 151 còn yếu");
        submits(teacher, *id);
    }
}

#[rstest]
#[case::what_moved_after_it_was_handed_in(moves)]
#[case::what_was_returned_and_handed_in_again(is_returned_and_handed_in_again)]
fn these_are_decided_one_by_one(#[case] happens: fn(&mut Story)) {
    let mut story = Story::three_handed_in();
    happens(&mut story);
    story.syncs();

    assert_eq!(story.queue().len(), 3);
    assert_eq!(story.numbers(), [None::<u32>; 3], "all three say the same, and yet");
    assert_eq!(story.approves(story.opens()).expect_err("each alone").code, Code::NotAlike);
}

#[test]
fn one_that_changed_keeps_all_from_being_approved() {
    let mut story = Story::three_handed_in();
    let opened = story.opens();
    story.plans(2, "121");
    story.syncs();

    assert_eq!(story.numbers(), [Some(1), Some(1), None]);
    for items in [opened, story.opens()] {
        assert_eq!(story.approves(items).expect_err("one differs").code, Code::NotAlike);
    }
    assert_eq!(story.queue().len(), 3, "none is approved");
}

#[test]
fn fewer_than_two_or_one_of_them_twice_is_nothing_alike() {
    let story = Story::three_handed_in();
    let [one, other, _]: [AlikeItem; 3] = story.opens().try_into().expect("three");

    for items in [vec![], vec![one.clone()], vec![one.clone(), other, one]] {
        assert_eq!(story.approves(items).expect_err("no group").code, Code::NotAlike);
    }
}

#[test]
fn a_version_that_was_not_opened_here_is_not_approved_with_the_others() {
    let story = Story::three_handed_in();
    let heads = |(teacher, id): (&Arc<Session>, &InitiativeId)| {
        let view = book::get(teacher, GetInitiative { id: *id }).expect("it is theirs");
        AlikeItem { id: *id, heads: view.heads }
    };
    let items = story.teachers.iter().zip(&story.ids).map(heads).collect();

    assert_eq!(story.approves(items).expect_err("unread").code, Code::NotThisVersion);
    assert_eq!(story.queue().len(), 3);
}
