//! Identical registrations: approved together, each in its own version, or none of them.

use std::collections::BTreeSet;

use api::{AddMember, AlikeItem, ApproveAlike, Code, GetReview, ListQueue, RevokeRecord};
use domain::decimal::Decimal;
use domain::id::InitiativeId;
use domain::record::Part;
use domain::role::{Role, Stage};
use domain::sheet::Value;
use testkit::{Person, QUANTITY, Registration, School};

const TEACHERS: [&str; 4] = ["Nguyễn Thị Lan", "Trịnh Xuân Bách", "Đặng Thu Thảo", "Vũ Hải Đăng"];

fn cards(number: i64) -> (String, Value) {
    (format!("quantities/{QUANTITY}/planned"), Value::Number(Decimal::from_whole(number).unwrap()))
}

/// Four colleagues of one department hand in the same under a title of their own, but Đăng plans
/// more cards than the others.
async fn four_hand_in(others: &[&str]) -> (School, [InitiativeId; 4]) {
    let mut school = School::with(others).await;
    for name in &TEACHERS[2..] {
        let colleague = AddMember {
            name: (*name).into(),
            staff_code: None,
            position: "Giáo viên".into(),
            subjects: "Toán".into(),
            department: "Toán – Tin – CN".into(),
            roles: vec![Role::Staff],
        };
        school.registrar.does(colleague).await;
    }
    let mut ids = Vec::new();
    for (name, planned) in TEACHERS.into_iter().zip([60, 60, 60, 90]) {
        let teacher = school.joins(name).await;
        let (path, value) = cards(planned);
        let title = format!("Thẻ lỗi sai của {name}");
        let id = Registration::titled(&title).with(&path, value).by(teacher).await;
        teacher.hands_in(id).await;
        ids.push(id);
    }
    school.syncs().await;
    (school, ids.try_into().unwrap())
}

/// Somebody opens each of these, as the dialog does.
async fn opens(person: &Person, ids: &[InitiativeId]) -> Vec<AlikeItem> {
    let mut items = Vec::new();
    for id in ids {
        let heads = person.does(GetReview { id: *id }).await.initiative.heads;
        items.push(AlikeItem { id: *id, heads });
    }
    items
}

fn approval(items: Vec<AlikeItem>) -> ApproveAlike {
    ApproveAlike { part: Part::Registration, stage: Stage::Department, items }
}

/// What the person's queue calls identical to something.
async fn alike(person: &Person) -> BTreeSet<InitiativeId> {
    let queue = person.does(ListQueue {}).await;
    queue.into_iter().filter(|item| item.alike == Some(1)).map(|item| item.initiative.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_identical_registrations_are_approved_at_once_each_in_its_own_version() {
    let (school, ids) = four_hand_in(&["Lưu Đình Khôi"]).await;
    let khoi = school.person("Lưu Đình Khôi");
    assert_eq!(khoi.does(ListQueue {}).await.len(), 4);
    assert_eq!(alike(khoi).await, BTreeSet::from([ids[0], ids[1], ids[2]]), "Đăng plans 90");

    let made = khoi.does(approval(opens(khoi, &ids[..3]).await)).await;
    school.syncs().await;
    let mut codes = BTreeSet::new();
    for (name, one) in TEACHERS.into_iter().zip(&made) {
        let seen = school.person(name).sees(one.initiative).await;
        assert_eq!(seen.summary.waiting_for, [Stage::Union, Stage::Leadership], "{name} goes on");
        let opinion = &seen.state.stages[0].opinions[0];
        assert!(opinion.record == one.record && opinion.intact, "{name} has another record");
        assert_eq!(opinion.version_code, seen.version_code, "{name}'s own version is approved");
        codes.insert(opinion.version_code.clone());
    }
    assert_eq!(codes.len(), 3, "three versions, three decisions");
    let left: Vec<_> = khoi.does(ListQueue {}).await.iter().map(|item| item.initiative.id).collect();
    assert_eq!(left, [ids[3]], "Đăng's waits for a look of its own");

    for one in made {
        let text = "Duyệt nhầm".to_owned();
        khoi.does(RevokeRecord { id: one.initiative, record: one.record, text }).await;
    }
    assert_eq!(alike(khoi).await.len(), 3, "what was taken back waits again");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_differs_keeps_all_from_being_approved() {
    let (school, ids) = four_hand_in(&["Lưu Đình Khôi"]).await;
    let khoi = school.person("Lưu Đình Khôi");
    let all = opens(khoi, &ids).await;
    assert_eq!(khoi.is_refused(approval(all)).await, Code::NotAlike, "Đăng's is not the same");

    let before = opens(khoi, &ids[..3]).await;
    let (path, value) = cards(61);
    school.person("Đặng Thu Thảo").writes(ids[2], &path, value).await;
    school.syncs().await;
    assert_eq!(khoi.is_refused(approval(before)).await, Code::NotAlike, "Thảo's changed since");
    let after = opens(khoi, &ids[..3]).await;
    assert_eq!(khoi.is_refused(approval(after)).await, Code::NotAlike, "61 is not 60");

    for id in ids {
        let seen = khoi.sees(id).await;
        assert_eq!(seen.summary.waiting_for, [Stage::Department], "{} is decided", seen.summary.title);
    }
    assert_eq!(alike(khoi).await, BTreeSet::from([ids[0], ids[1]]), "the other two still are");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_approves_several_without_the_role() {
    let (school, ids) = four_hand_in(&["Lưu Đình Khôi", "Bạch Văn Sơn"]).await;
    let son = school.person("Bạch Văn Sơn");
    let read = opens(son, &ids[..3]).await;
    assert_eq!(son.is_refused(approval(read.clone())).await, Code::NotAllowed, "head of another department");

    let lan = school.person("Nguyễn Thị Lan");
    assert_eq!(lan.is_refused(approval(read.clone())).await, Code::OwnWork);
    let dang = school.person("Vũ Hải Đăng");
    assert_eq!(dang.is_refused(approval(read)).await, Code::NotFound, "a colleague does not read them");
    assert_eq!(alike(school.person("Lưu Đình Khôi")).await.len(), 3, "nothing was decided");
}
