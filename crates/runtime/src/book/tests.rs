use api::{
    ChooseValue, Code, DeliveryState, DiscardDraft, Edit, EditInitiative, GetInitiative, LogMonth,
    LogQuantity, LogValue, NoteDifficulty, ShareWithAuthors, Submit, UndoEdit, Withdraw,
};
use domain::date::Month;
use domain::id::InitiativeId;
use domain::record::Part;
use domain::role::Role;
use domain::sheet::Value;
use domain::status::Status;
use rstest::rstest;

use crate::book;
use crate::ids::Same as _;
use crate::session::Session;
use crate::tests::{QUANTITY, RESULT, School, at_once, edit, fills_in, submits, writes};

const TEACHER: &[Role] = &[Role::Staff];

#[test]
fn a_draft_stays_on_the_machine_and_says_what_is_missing() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let begun = fills_in(&lan, "Thẻ lỗi sai");

    assert_eq!((begun.summary.status.clone(), begun.audience), (Status::Draft, api::Audience::Device));
    assert_eq!((begun.unsent, begun.summary.delivery), (0, DeliveryState::ThisMachine));
    assert!(begun.can_edit && begun.can_share && begun.can_discard && begun.can_submit_registration);
    let emptied = writes(&lan, begun.summary.id, "problem", "");
    assert_eq!(emptied.missing_registration[0].path, "problem");
    assert!(!emptied.can_submit_registration);
}

#[rstest]
#[case::no_such_field("status", Value::Text("approved".into()), Code::UnknownField)]
#[case::wrong_type("title", Value::Integer(1), Code::BadValue)]
fn a_bad_value_is_refused_and_nothing_changes(#[case] path: &str, #[case] value: Value, #[case] code: Code) {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let edits = vec![
        Edit { path: "title".into(), value: Value::Text("Khác".into()) },
        Edit { path: path.into(), value },
    ];

    let refused = book::edit(&lan, EditInitiative { id, edits }).expect_err("it does not fit");
    assert_eq!(refused.code, code);
    let shown = book::get(&lan, GetInitiative { id }).expect("it is here");
    assert_eq!(shown.summary.title, "Thẻ lỗi sai");
}

#[test]
fn undo_goes_back_step_by_step_and_then_says_so() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Một").summary.id;
    writes(&lan, id, "title", "Hai");

    assert_eq!(book::undo(&lan, UndoEdit { id }).expect("one step").summary.title, "Một");
    let emptied = book::undo(&lan, UndoEdit { id }).expect("the filling in");
    assert!(emptied.results.is_empty() && !emptied.can_undo);
    assert_eq!(book::undo(&lan, UndoEdit { id }).expect_err("nothing is left").code, Code::NothingToUndo);
}

#[test]
fn a_submission_travels_and_tells_where_it_is() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let khoi = school.joins("Khôi", Some("Tổ Toán"), &[Role::Staff, Role::DepartmentHead]);
    school.syncs(&[&lan, &khoi]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;

    let sent = submits(&lan, id);
    assert_eq!(sent.audience, api::Audience::Group);
    assert!(
        sent.unsent >= 3 && sent.summary.delivery == DeliveryState::ThisMachine,
        "open, change and submit wait"
    );
    school.syncs(&[&lan, &khoi]);

    let here = book::get(&lan, GetInitiative { id }).expect("it is here");
    assert_eq!((here.unsent, here.summary.delivery), (0, DeliveryState::AtRelay));
    let there = book::get(&khoi, GetInitiative { id }).expect("it has come");
    assert_eq!(there.summary.title, "Thẻ lỗi sai");
    assert_eq!(there.version_code, here.version_code);
    assert_eq!(there.can_decide.len(), 1, "the head is asked");
    assert!(!there.can_edit && there.can_remark && !there.summary.mine);
}

#[test]
fn the_sponsor_and_the_continued_initiative_are_shown_by_name() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let earlier = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let begun = fills_in(&lan, "Thẻ lỗi sai, năm thứ hai");
    let id = begun.summary.id;

    writes(&lan, id, "sponsor", &begun.authors[0].member.to_string());
    let shown = writes(&lan, id, "continues", &earlier.to_string());

    assert_eq!((shown.continues, shown.continues_title.as_str()), (Some(earlier), "Thẻ lỗi sai"));
    assert_eq!(
        (shown.sponsor, shown.sponsor_name),
        (Some(shown.authors[0].member), shown.authors[0].name.clone())
    );
}

#[test]
fn what_is_incomplete_cannot_be_handed_in() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    writes(&lan, id, "solution", "");

    let refused =
        book::submit(&lan, Submit { id, part: Part::Registration, pledge: false }).expect_err("two things");
    assert_eq!(refused.code, Code::Incomplete);
    assert_eq!(refused.details["missing"].as_array().map(Vec::len), Some(2));
    let dossier = book::submit(&lan, Submit { id, part: Part::Dossier, pledge: true }).expect_err("not yet");
    assert_eq!(dossier.code, Code::Incomplete);
}

#[test]
fn what_was_handed_in_can_be_withdrawn_and_handed_in_again() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    assert_eq!(
        book::withdraw(&lan, Withdraw { id, reason: String::new() }).expect_err("a draft").code,
        Code::WrongState
    );
    submits(&lan, id);
    assert_eq!(
        book::submit(&lan, Submit { id, part: Part::Registration, pledge: true })
            .expect_err("nothing new")
            .code,
        Code::WrongState
    );

    let withdrawn =
        book::withdraw(&lan, Withdraw { id, reason: "cần sửa".into() }).expect("it was handed in");
    assert_eq!(withdrawn.summary.status, Status::Withdrawn);
    assert!(matches!(submits(&lan, id).summary.status, Status::InReview { .. }));
}

#[test]
fn a_month_is_logged_in_one_step() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let month: Month = "2026-09".parse().expect("a month");
    let logged = at_once(book::log_month(&lan, log(id, month))).expect("it says something");

    let quantity = &logged.quantities[0];
    assert_eq!((quantity.done, quantity.completion), (30.into(), Some(250)));
    assert_eq!(logged.results[0].actual.value, Some(22.into()), "the newest interim value shows");
    let entry = logged.months.iter().find(|one| one.month == month).map(|one| one.entries.len());
    assert_eq!((entry, logged.difficulties.len()), (Some(1), 1));
}

fn log(id: InitiativeId, month: Month) -> LogMonth {
    LogMonth {
        id,
        month,
        work_done: "Soạn 30 thẻ".into(),
        lesson: String::new(),
        progress: Some("on_plan".into()),
        quantities: vec![LogQuantity { quantity: QUANTITY.parse().expect("an id"), number: 30.into() }],
        interim: vec![LogValue { result: RESULT.parse().expect("an id"), value: 22.into(), whole: None }],
        difficulty: Some(NoteDifficulty {
            text: "Thiếu máy chiếu".into(),
            needs_help: true,
            request: "Mượn máy chiếu".into(),
            addressed_to: Some(Role::Leadership),
            wanted_by: None,
        }),
        uploads: Vec::new(),
    }
}

#[test]
fn an_empty_log_entry_and_an_unknown_quantity_are_refused() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let full = log(id, "2026-09".parse().expect("a month"));
    let unknown = LogQuantity { quantity: "00000000000000ff".parse().expect("an id"), number: 1.into() };
    let with_unknown = LogMonth { quantities: vec![unknown], ..full.clone() };
    let empty = LogMonth {
        work_done: " ".into(),
        quantities: Vec::new(),
        interim: Vec::new(),
        difficulty: None,
        ..full
    };

    for request in [with_unknown, empty] {
        assert_eq!(
            at_once(book::log_month(&lan, request)).expect_err("it says nothing sound").code,
            Code::BadValue
        );
    }
}

#[test]
fn two_machines_of_one_teacher_merge_and_show_both_values() {
    let mut school = School::an_binh();
    let laptop = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let tablet = school.another_machine("Lan");
    school.syncs(&[&laptop, &tablet]);
    let id = fills_in(&laptop, "Thẻ lỗi sai").summary.id;
    book::share_with_authors(&laptop, ShareWithAuthors { id }).expect("it is a draft");
    school.syncs(&[&laptop, &tablet]);

    writes(&laptop, id, "problem", "Đầu năm 31 em còn rất yếu môn Toán");
    writes(&tablet, id, "problem", "Đầu năm học 31 em còn yếu môn Toán");
    edit(&laptop, id, [(format!("results/{RESULT}/target"), Value::Number(14.into()))]);
    edit(&tablet, id, [(format!("results/{RESULT}/target"), Value::Number(12.into()))]);
    school.syncs(&[&laptop, &tablet]);

    let here = book::get(&laptop, GetInitiative { id }).expect("it is here");
    let there = book::get(&tablet, GetInitiative { id }).expect("it is here");
    assert_eq!((&here.problem, &here.version_code), (&there.problem, &there.version_code));
    assert_eq!(here.problem, "Đầu năm học 31 em còn rất yếu môn Toán");
    let conflict = &here.conflicts[0];
    let mut values: Vec<_> = conflict.candidates.iter().map(|one| one.value.as_str()).collect();
    values.sort_unstable();
    assert_eq!((values, conflict.candidates[0].person.as_str()), (vec!["12", "14"], "Lan"));

    let chosen = ChooseValue { id, path: conflict.path.clone(), token: conflict.candidates[1].token.clone() };
    book::choose(&laptop, chosen).expect("it waits");
    school.syncs(&[&laptop, &tablet]);
    assert!(book::get(&tablet, GetInitiative { id }).expect("it is here").conflicts.is_empty());
}

#[test]
fn a_draft_can_be_thrown_away_and_what_was_shared_cannot() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let (draft, sent) = (fills_in(&lan, "Một").summary.id, fills_in(&lan, "Hai").summary.id);
    submits(&lan, sent);

    let left = book::discard(&lan, DiscardDraft { id: draft }).expect("it is a draft");
    assert_eq!(left.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["Hai"]);
    assert_eq!(book::get(&lan, GetInitiative { id: draft }).expect_err("it is gone").code, Code::NotFound);
    assert_eq!(
        book::discard(&lan, DiscardDraft { id: sent }).expect_err("it was shared").code,
        Code::WrongState
    );
}

#[test]
fn a_colleague_cannot_write_and_a_new_co_author_can() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let son = school.joins("Sơn", Some("Tổ Toán"), TEACHER);
    let khoi = school.joins("Khôi", Some("Tổ Toán"), &[Role::Staff, Role::DepartmentHead]);
    school.syncs(&[&lan, &son, &khoi]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    submits(&lan, id);
    school.syncs(&[&lan, &son, &khoi]);

    let edits = vec![Edit { path: "title".into(), value: Value::Text("Của tôi".into()) }];
    let refused = book::edit(&khoi, EditInitiative { id, edits }).expect_err("not an author");
    assert_eq!(refused.code, Code::NotAllowed);
    edit(&lan, id, [(format!("authors/{}/share", son.member), Value::Integer(40))]);
    school.syncs(&[&lan, &son, &khoi]);
    let title = writes(&son, id, "title", "Thẻ lỗi sai của hai người").summary.title;
    school.syncs(&[&lan, &son, &khoi]);
    assert_eq!(book::get(&lan, GetInitiative { id }).expect("it is here").summary.title, title);
}

/// Lets somebody's file grow to so many pages, as a disk does; it does not become smaller than it is.
fn has_room_for(session: &Session, pages: u32) {
    let limited = session.commit(|work| {
        let limited = work.connection().pragma_update(None, "max_page_count", pages);
        limited.map_err(|failure| crate::error::from_store(failure.into()))
    });
    limited.expect("a limit needs no room");
}

/// What the file holds of an initiative: its document, its card, and how much waits to be sent.
fn kept(session: &Session, id: InitiativeId) -> (store::document::Document, String, u64) {
    let kept = session.read(|work| {
        let (db, doc) = (work.connection(), id.same());
        let document = store::document::load(db, doc).map_err(crate::error::from_store)?;
        let card = store::card::load(db, doc).map_err(crate::error::from_store)?;
        let waits = ledger::unsent_count(db).map_err(crate::error::from_ledger)?;
        Ok((document.expect("a document"), card.expect("its card"), waits))
    });
    kept.expect("what was saved can be read")
}

#[test]
fn on_a_full_disk_nothing_is_half_written_and_the_same_edit_succeeds_once_there_is_room() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), TEACHER);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let handed_in = submits(&lan, id).version_code;
    let before = kept(&lan, id);
    let words: Vec<_> = (0..2_000_u32).map(|word| format!("{:05x}", word * 7_919 % 1_000_003)).collect();
    let change = |path: &str, value: &str| Edit { path: path.into(), value: Value::Text(value.into()) };
    let edits = vec![change("title", "Thẻ lỗi sai, lần hai"), change("problem", &words.join(" "))];
    let request = EditInitiative { id, edits };

    has_room_for(&lan, 1);
    let refused = book::edit(&lan, request.clone()).expect_err("it needs more pages");
    assert_eq!(refused.code, Code::DiskFull);
    assert_eq!(kept(&lan, id), before, "document, card and outbox as they were");
    assert_eq!(book::get(&lan, GetInitiative { id }).expect("it is here").version_code, handed_in);

    has_room_for(&lan, 100_000);
    let edited = book::edit(&lan, request).expect("there is room");
    let after = kept(&lan, id);
    assert_eq!((edited.summary.title.as_str(), after.2), ("Thẻ lỗi sai, lần hai", before.2 + 1));
    assert!(after.0.heads != before.0.heads && after.1.contains("lần hai"), "all of it is written");
    assert_eq!(book::get(&lan, GetInitiative { id }).expect("it is here").version_code, edited.version_code);
}
