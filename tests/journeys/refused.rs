//! Acts that a role does not allow, and requests that make no sense: a clear code, nothing changed.

use api::{
    AddMember, Approve, AttachEvidence, Code, EditInitiative, GetInitiative, GetReview, GrantRole,
    InviteMembers, ListQuarantine, ReturnInitiative, RevokeMember, Submit,
};
use domain::record::Part;
use domain::role::{Role, Stage};
use domain::sheet::Value;
use domain::status::Status;
use testkit::School;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_without_the_role_or_on_their_own() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi", "Phạm Thị Hà"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    let own = khoi.registers("Sáng kiến của tổ trưởng").await;
    khoi.hands_in(own).await;
    school.syncs().await;

    let heads = lan.sees(id).await.heads;
    let approve = |id, stage, heads: &Vec<_>| Approve {
        id,
        part: Part::Registration,
        stage,
        heads: heads.clone(),
        text: String::new(),
    };
    assert_eq!(lan.is_refused(approve(id, Stage::Department, &heads)).await, Code::OwnWork);
    let opened = khoi.does(GetReview { id }).await.initiative.heads;
    assert_eq!(khoi.is_refused(approve(id, Stage::Union, &opened)).await, Code::NotAllowed);
    let own_heads = khoi.sees(own).await.heads;
    assert_eq!(khoi.is_refused(approve(own, Stage::Department, &own_heads)).await, Code::OwnWork);
    let ha = school.person("Phạm Thị Hà");
    assert_eq!(ha.is_refused(GetInitiative { id }).await, Code::NotFound, "a colleague does not read it");
    assert_eq!(khoi.sees(id).await.summary.status.name(), "in_review", "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_needs_the_version_that_was_opened_and_a_return_needs_words() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    let old = lan.sees(id).await.heads;
    lan.types(id, "problem", "32/151 học sinh dưới trung bình.").await;
    school.syncs().await;

    let (part, stage) = (Part::Registration, Stage::Department);
    let unopened = Approve { id, part, stage, heads: old, text: String::new() };
    assert_eq!(khoi.is_refused(unopened).await, Code::NotThisVersion);
    let heads = khoi.does(GetReview { id }).await.initiative.heads;
    let wordless = ReturnInitiative { id, part, stage, heads, text: "  ".into(), targets: vec![] };
    assert_eq!(khoi.is_refused(wordless).await, Code::RemarkNeeded);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_listed_and_blocks_only_handing_in() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let request = api::CreateInitiative { title: "Chưa xong".into(), content_area: None, period: None };
    let id = lan.does(request).await.summary.id;

    let submit = Submit { id, part: Part::Registration, pledge: true };
    let refusal = lan.tries(submit).await.expect_err("fields are missing");
    assert_eq!(refusal.code, Code::Incomplete);
    assert!(refusal.details["missing"].as_array().is_some_and(|missing| !missing.is_empty()));
    let view = lan.sees(id).await;
    assert!(!view.can_submit_registration && !view.missing_registration.is_empty());
    assert_eq!(view.summary.status, Status::Draft);
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_values_that_do_not_exist_are_refused_and_nothing_is_lost() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    let edit = |path: &str, value| EditInitiative { id, edits: vec![api::Edit { path: path.into(), value }] };

    assert_eq!(lan.is_refused(edit("status", Value::Text("approved".into()))).await, Code::UnknownField);
    assert_eq!(lan.is_refused(edit("scope", Value::Text("galaxy".into()))).await, Code::BadValue);
    assert_eq!(lan.is_refused(edit("title", Value::Text("x".repeat(100_000)))).await, Code::BadValue);
    let nothing = school.folder().join("trong.jpg");
    std::fs::write(&nothing, b"").unwrap();
    let attach = |path: &std::path::Path| AttachEvidence {
        id,
        upload: None,
        path: Some(path.to_str().unwrap().into()),
        title: String::new(),
        caption: String::new(),
        supports: vec![],
    };
    assert_eq!(lan.is_refused(attach(&nothing)).await, Code::EmptyFile);
    assert_eq!(lan.is_refused(attach(&school.folder().join("khong-co.pdf"))).await, Code::UnreadableFile);
    assert_eq!(lan.sees(id).await.summary.title, "Thẻ lỗi sai");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_registrar_enters_people() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let member = school.member("Lan").await;
    let added = AddMember {
        name: "Người lạ".into(),
        staff_code: None,
        position: String::new(),
        subjects: String::new(),
        department: String::new(),
        roles: vec![Role::Leadership],
    };

    assert_eq!(lan.is_refused(added).await, Code::NotAllowed);
    let role = GrantRole { member, role: Role::Leadership, department: None };
    assert_eq!(lan.is_refused(role).await, Code::NotAllowed);
    let colleague = school.member("Khôi").await;
    assert_eq!(lan.is_refused(InviteMembers { members: vec![colleague], days: 7 }).await, Code::NotAllowed);
    assert_eq!(lan.is_refused(RevokeMember { member: colleague }).await, Code::NotAllowed);
    assert_eq!(lan.is_refused(ListQuarantine {}).await, Code::NotAllowed);
}
