use super::support::{MATHS, SCIENCE, School, automerge, change, decision, initiative, record};
use protocol::Admission::{Admitted, Void};
use protocol::Code::{BadPayload, ForbiddenDoc, ForbiddenKind, OwnWork};
use protocol::{
    Admission, Audience, Capacity, Class, Code, DocId, Open, RecordContext, Role, ScopeId, Share, Stage,
    Value, Verb, Writer, Writers, capacities, document_id,
};
use rstest::rstest;

fn over(role: Role, scope: ScopeId) -> Capacity {
    Capacity::over(role, scope)
}

fn of(role: Role) -> Capacity {
    Capacity::of(role)
}

/// Finds somebody of the school by name.
fn person<'s>(school: &'s School, name: &str) -> &'s super::support::Person {
    match name {
        "lan" => &school.lan,
        "ngoc" => &school.ngoc,
        "khoi" => &school.khoi,
        "loan" => &school.loan,
        "son" => &school.son,
        "vinh" => &school.vinh,
        "chair" => &school.chair,
        "secretary" => &school.secretary,
        "clerk" => &school.clerk,
        _ => &school.hanh,
    }
}

#[rstest]
#[case::the_head_approves_at_the_department(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Verb::Approve,
    Some(Stage::Department),
    Admitted
)]
#[case::the_head_returns(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Verb::Return,
    Some(Stage::Department),
    Admitted
)]
#[case::the_head_of_another_department_does_not(
    "loan",
    over(Role::DepartmentHead, SCIENCE),
    Verb::Approve,
    Some(Stage::Department),
    Void(ForbiddenDoc)
)]
#[case::nobody_claims_another_department(
    "loan",
    over(Role::DepartmentHead, MATHS),
    Verb::Approve,
    Some(Stage::Department),
    Void(ForbiddenKind)
)]
#[case::the_head_has_no_say_at_the_union(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Verb::Approve,
    Some(Stage::Union),
    Void(ForbiddenKind)
)]
#[case::the_union_approves_at_its_stage(
    "son",
    of(Role::UnionOfficer),
    Verb::Approve,
    Some(Stage::Union),
    Admitted
)]
#[case::the_union_not_at_the_department(
    "son",
    of(Role::UnionOfficer),
    Verb::Approve,
    Some(Stage::Department),
    Void(ForbiddenKind)
)]
#[case::leadership_approves_at_its_stage(
    "vinh",
    of(Role::Leadership),
    Verb::Approve,
    Some(Stage::Leadership),
    Admitted
)]
#[case::leadership_takes_no_stage_that_has_a_holder(
    "vinh",
    of(Role::Leadership),
    Verb::Approve,
    Some(Stage::Department),
    Void(ForbiddenKind)
)]
#[case::a_colleague_approves_nothing(
    "ngoc",
    of(Role::Member),
    Verb::Approve,
    Some(Stage::Department),
    Void(ForbiddenKind)
)]
#[case::an_author_does_not_approve_in_a_role_not_held(
    "lan",
    over(Role::DepartmentHead, MATHS),
    Verb::Approve,
    Some(Stage::Department),
    Void(ForbiddenKind)
)]
#[case::an_author_decides_nothing_about_own_work(
    "lan",
    of(Role::Author),
    Verb::Approve,
    Some(Stage::Department),
    Void(OwnWork)
)]
#[case::the_author_submits("lan", of(Role::Author), Verb::Submit, None, Admitted)]
#[case::nobody_submits_for_another("ngoc", of(Role::Author), Verb::Submit, None, Void(ForbiddenKind))]
#[case::the_head_does_not_submit(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Verb::Submit,
    None,
    Void(ForbiddenKind)
)]
#[case::leadership_settles("vinh", of(Role::Leadership), Verb::Settle, None, Admitted)]
#[case::the_chair_settles("chair", of(Role::CouncilChair), Verb::Settle, None, Admitted)]
#[case::the_union_does_not_settle("son", of(Role::UnionOfficer), Verb::Settle, None, Void(ForbiddenKind))]
#[case::leadership_recognizes("vinh", of(Role::Leadership), Verb::Recognize, None, Admitted)]
#[case::the_secretary_does_not_recognize(
    "secretary",
    of(Role::CouncilSecretary),
    Verb::Recognize,
    None,
    Void(ForbiddenKind)
)]
#[case::the_secretary_publishes("secretary", of(Role::CouncilSecretary), Verb::Publish, None, Admitted)]
#[case::the_head_answers_a_difficulty(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Verb::AnswerDifficulty,
    None,
    Admitted
)]
#[case::the_head_remarks("khoi", over(Role::DepartmentHead, MATHS), Verb::Remark, None, Admitted)]
#[case::the_clerk_gives_a_number("clerk", of(Role::Clerk), Verb::AssignNumber, None, Admitted)]
#[case::the_clerk_does_not_approve(
    "clerk",
    of(Role::Clerk),
    Verb::Approve,
    Some(Stage::Leadership),
    Void(ForbiddenKind)
)]
#[case::nobody_appraises_without_an_appointment(
    "khoi",
    of(Role::Appraiser),
    Verb::VerifyEvidence,
    None,
    Void(ForbiddenKind)
)]
#[case::a_verb_of_another_class_does_not_belong_here(
    "vinh",
    of(Role::Leadership),
    Verb::OpenPeriod,
    None,
    Void(ForbiddenKind)
)]
fn rights_follow_the_table(
    #[case] name: &str,
    #[case] capacity: Capacity,
    #[case] verb: Verb,
    #[case] stage: Option<Stage>,
    #[case] expected: Admission,
) {
    let school = School::an_binh();
    let (doc, head) = school.submitted();

    assert_eq!(school.does(person(&school, name), doc, decision(verb, capacity, stage, head)), expected);
}

#[test]
fn leadership_signs_a_stage_whose_holders_are_all_authors() {
    let school = School::an_binh();
    let doc = document_id(school.khoi.member, [1; 16]);
    let open = initiative(&school.khoi, 1, Audience::Group, Some(MATHS));
    assert_eq!(school.does(&school.khoi, doc, record(Verb::Open, of(Role::Author), &open)), Admitted);
    let head = school.changes(&school.khoi, doc, &mut automerge(&school.khoi, 1));
    let approve = |role, stage| decision(Verb::Approve, role, Some(stage), head);

    let own = approve(over(Role::DepartmentHead, MATHS), Stage::Department);
    assert_eq!(school.does(&school.khoi, doc, own), Void(OwnWork));
    assert_eq!(school.does(&school.vinh, doc, approve(of(Role::Leadership), Stage::Department)), Admitted);
    let union = approve(of(Role::Leadership), Stage::Union);
    assert_eq!(school.does(&school.vinh, doc, union), Void(ForbiddenKind), "Sơn is no author");
}

#[test]
fn a_draft_is_judged_by_nobody_but_its_writers() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let head = school.changes(&school.lan, doc, &mut automerge(&school.lan, 1));
    let decide = |verb, role, stage| decision(verb, role, stage, head);

    let approve = decide(Verb::Approve, over(Role::DepartmentHead, MATHS), Some(Stage::Department));
    assert_eq!(school.does(&school.khoi, doc, approve), Void(ForbiddenDoc));
    let share = |audience| Share { audience }.to_body();
    let out = record(Verb::Share, of(Role::UnionOfficer), &share(Audience::School));
    assert_eq!(school.does(&school.son, doc, out), Void(ForbiddenDoc), "nobody publishes a draft of another");
    let up = record(Verb::Share, of(Role::Author), &share(Audience::Group));
    assert_eq!(school.does(&school.lan, doc, up.clone()), Admitted);
    assert_eq!(school.does(&school.lan, doc, up), Void(ForbiddenDoc), "an audience only grows");
    let out = record(Verb::Share, of(Role::UnionOfficer), &share(Audience::School));
    assert_eq!(school.does(&school.son, doc, out), Admitted);
}

#[test]
fn only_writers_change_an_initiative_and_they_are_named_in_the_log() {
    let school = School::an_binh();
    let (doc, _) = school.submitted();
    let edit =
        |who: &super::support::Person, random| school.does(who, doc, change(&mut automerge(who, random)).0);
    let writers = |body: Writers| record(Verb::Writers, of(Role::Author), &body.to_body());
    let ngoc = Writer { member: school.ngoc.member, role: Role::Author };

    assert_eq!(edit(&school.ngoc, 1), Void(ForbiddenDoc));
    assert_eq!(edit(&school.vinh, 1), Void(ForbiddenDoc), "not even leadership");
    let join = Writers { added: vec![ngoc], removed: vec![] };
    assert_eq!(school.does(&school.ngoc, doc, writers(join.clone())), Void(ForbiddenKind));
    assert_eq!(school.does(&school.lan, doc, writers(join)), Admitted);
    assert_eq!(edit(&school.ngoc, 2), Admitted);
    let leave = Writers { added: vec![], removed: vec![school.ngoc.member] };
    assert_eq!(school.does(&school.lan, doc, writers(leave)), Admitted);
    assert_eq!(edit(&school.ngoc, 3), Void(ForbiddenDoc));
    let empty = Writers { added: vec![], removed: vec![school.lan.member] };
    assert_eq!(school.does(&school.lan, doc, writers(empty)), Void(ForbiddenDoc), "one writer stays");
}

fn open(class: Class, department: Option<ScopeId>, writers: Vec<Writer>) -> Value {
    Open { class, department, nonce: [7; 16], audience: Audience::Group, writers }.to_body()
}

#[rstest]
#[case::a_member_for_themself("lan", of(Role::Author), Class::Initiative, Some(MATHS), "lan", Admitted)]
#[case::not_for_another_department(
    "lan",
    of(Role::Author),
    Class::Initiative,
    Some(SCIENCE),
    "lan",
    Void(ForbiddenDoc)
)]
#[case::not_without_the_department(
    "lan",
    of(Role::Author),
    Class::Initiative,
    None,
    "lan",
    Void(ForbiddenDoc)
)]
#[case::leadership_has_no_department("vinh", of(Role::Author), Class::Initiative, None, "vinh", Admitted)]
#[case::the_head_types_for_a_colleague(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Class::Initiative,
    Some(MATHS),
    "lan",
    Admitted
)]
#[case::the_head_types_for_no_other_department(
    "loan",
    over(Role::DepartmentHead, SCIENCE),
    Class::Initiative,
    Some(MATHS),
    "lan",
    Void(ForbiddenDoc)
)]
#[case::the_clerk_types_for_everybody(
    "clerk",
    of(Role::Clerk),
    Class::Initiative,
    Some(MATHS),
    "lan",
    Admitted
)]
#[case::a_colleague_types_for_nobody(
    "ngoc",
    of(Role::Author),
    Class::Initiative,
    Some(MATHS),
    "lan",
    Void(ForbiddenKind)
)]
#[case::an_initiative_has_an_author(
    "lan",
    of(Role::Author),
    Class::Initiative,
    Some(MATHS),
    "",
    Void(BadPayload)
)]
#[case::the_union_opens_the_movement("son", of(Role::UnionOfficer), Class::Movement, None, "", Admitted)]
#[case::a_teacher_does_not("lan", of(Role::Member), Class::Movement, None, "", Void(ForbiddenKind))]
#[case::the_chair_opens_a_round("chair", of(Role::CouncilChair), Class::Round, None, "", Admitted)]
#[case::the_head_opens_the_report(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Class::DepartmentReport,
    Some(MATHS),
    "",
    Admitted
)]
#[case::not_of_another_department(
    "khoi",
    over(Role::DepartmentHead, MATHS),
    Class::DepartmentReport,
    Some(SCIENCE),
    "",
    Void(ForbiddenDoc)
)]
#[case::the_list_of_people_is_for_all(
    "hanh",
    of(Role::Registrar),
    Class::People,
    None,
    "",
    Void(ForbiddenDoc)
)]
fn documents_are_opened_by_whom_the_table_names(
    #[case] name: &str,
    #[case] capacity: Capacity,
    #[case] class: Class,
    #[case] department: Option<ScopeId>,
    #[case] author: &str,
    #[case] expected: Admission,
) {
    let school = School::an_binh();
    let author = Some(author).filter(|author| !author.is_empty()).map(|name| person(&school, name).member);
    let writers = author.map(|member| Writer { member, role: Role::Author }).into_iter().collect();
    let signer = person(&school, name);
    let doc = document_id(signer.member, [7; 16]);

    let content = record(Verb::Open, capacity, &open(class, department, writers));

    assert_eq!(school.does(signer, doc, content), expected);
}

#[test]
fn nobody_claims_a_documents_id_twice_or_anothers() {
    let school = School::an_binh();
    let doc = school.opens(&school.lan, 1, Audience::Authors);
    let again =
        record(Verb::Open, of(Role::Author), &initiative(&school.lan, 1, Audience::Group, Some(MATHS)));
    assert_eq!(school.does(&school.lan, doc, again), Void(ForbiddenDoc));
    let other =
        record(Verb::Open, of(Role::Author), &initiative(&school.ngoc, 2, Audience::Group, Some(MATHS)));
    let stolen = document_id(school.lan.member, [2; 16]);
    assert_eq!(school.does(&school.ngoc, stolen, other), Void(ForbiddenDoc));
}

#[test]
fn what_may_be_signed_is_known_before_it_is_signed() {
    let school = School::an_binh();
    let (doc, _) = school.submitted();
    let log = ledger::Ledger::placed(&school.conn);
    let ask = |who: &super::support::Person, verb, stage| {
        let context = RecordContext { verb, stage, doc, about: None, audience: None };
        capacities(who.member, &context, &log).unwrap()
    };

    assert_eq!(
        ask(&school.khoi, Verb::Approve, Some(Stage::Department)),
        [over(Role::DepartmentHead, MATHS)]
    );
    assert_eq!(ask(&school.khoi, Verb::Approve, Some(Stage::Union)), []);
    assert_eq!(ask(&school.lan, Verb::Submit, None), [of(Role::Author)]);
    assert_eq!(ask(&school.lan, Verb::Approve, Some(Stage::Department)), []);
    assert_eq!(ask(&school.khoi, Verb::Seen, None)[0], over(Role::DepartmentHead, MATHS));
}

#[test]
fn an_appraiser_judges_what_they_were_appointed_for() {
    let school = School::an_binh();
    let (doc, head) = school.submitted();
    let round = document_id(school.chair.member, [7; 16]);
    let content = record(Verb::Open, of(Role::CouncilChair), &open(Class::Round, None, vec![]));
    assert_eq!(school.does(&school.chair, round, content), Admitted);
    let assign = |initiative: DocId| {
        let body = protocol::AssignReviewer {
            member: school.loan.member,
            role: Role::Appraiser,
            initiative: Some(initiative),
        };
        record(Verb::AssignReviewer, of(Role::CouncilChair), &body.to_body())
    };
    let verify = decision(Verb::VerifyEvidence, over(Role::Appraiser, round.into()), None, head);

    assert_eq!(school.does(&school.chair, round, assign(DocId::from_bytes([1; 16]))), Admitted);
    assert_eq!(school.does(&school.loan, doc, verify.clone()), Void(ForbiddenKind));
    assert_eq!(school.does(&school.chair, round, assign(doc)), Admitted);
    assert_eq!(school.does(&school.loan, doc, verify), Admitted);
    assert_eq!(Code::OwnWork.as_str(), "own_work");
}
