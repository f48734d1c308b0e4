//! The main job: from a teacher without internet to the merged state of the school.

use api::{
    AddRemark, DeliveryState, GetOverview, GetReview, GetToday, ListInitiatives, ListQueue, LogMonth,
    LogQuantity, LogValue, MarkSeen, NoteDifficulty, ReadLog, Settle,
};
use domain::decimal::Decimal;
use domain::record::{Part, RemarkTarget};
use domain::role::Stage;
use domain::sheet::Value;
use domain::status::Status;
use testkit::{QUANTITY, RESULT, School};

fn number(value: i64) -> Decimal {
    Decimal::from_whole(value).unwrap()
}

fn october(id: domain::id::InitiativeId) -> LogMonth {
    LogMonth {
        id,
        month: "2026-10".parse().unwrap(),
        work_done: "Làm 24 thẻ đầu tiên, dùng ở 8A và 8B.".into(),
        lesson: "Ghi thẻ không tên trong tháng đầu.".into(),
        progress: Some("on_plan".into()),
        quantities: vec![LogQuantity { quantity: QUANTITY.parse().unwrap(), number: number(24) }],
        interim: vec![LogValue {
            result: RESULT.parse().unwrap(),
            value: number(22),
            whole: Some(number(151)),
        }],
        difficulty: Some(NoteDifficulty {
            text: "Học sinh ngại nhận lỗi.".into(),
            needs_help: true,
            request: "Xin cho ghi thẻ không tên.".into(),
            addressed_to: Some(domain::role::Role::Leadership),
            wanted_by: None,
        }),
        uploads: vec![],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_initiative_goes_from_a_laptop_without_internet_to_the_whole_school() {
    let mut school =
        School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi", "Bạch Văn Sơn", "Đinh Quang Vinh"]).await;
    school.relay.kill();
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("«Thẻ lỗi sai» trong Toán 8").await;
    lan.does(october(id)).await;
    let handed_in = lan.hands_in(id).await;
    assert_eq!(handed_in.summary.delivery, DeliveryState::ThisMachine, "there is no relay");
    assert_eq!(handed_in.summary.waiting_for, [Stage::Department], "the department decides first");

    school.relay.restart();
    school.syncs().await;
    let khoi = school.person("Lưu Đình Khôi");
    let queue = khoi.does(ListQueue {}).await;
    assert_eq!(queue.iter().map(|item| item.initiative.id).collect::<Vec<_>>(), [id]);
    let review = khoi.does(GetReview { id }).await;
    khoi.does(MarkSeen { id, heads: review.initiative.heads.clone() }).await;
    khoi.approves(id, Stage::Department).await;
    school.syncs().await;
    let delivered = school.person("Nguyễn Thị Lan").sees(id).await;
    assert_eq!(delivered.summary.waiting_for, [Stage::Union, Stage::Leadership], "in any order");
    assert!(delivered.received_by.contains(&"Lưu Đình Khôi".to_owned()), "{:?}", delivered.received_by);

    school.person("Bạch Văn Sơn").approves(id, Stage::Union).await;
    school.person("Đinh Quang Vinh").approves(id, Stage::Leadership).await;
    school.syncs().await;
    for name in ["Nguyễn Thị Lan", "Lưu Đình Khôi", "Bạch Văn Sơn", "Đinh Quang Vinh"] {
        let seen = school.person(name).sees(id).await;
        assert_eq!(seen.summary.status, Status::InProgress, "{name} sees it approved by all three stages");
    }
    let overview = school.person("Bạch Văn Sơn").does(GetOverview::default()).await;
    assert_eq!((overview.total.count, overview.quantities[0].done), (1, number(24)));
    let behind = school.person("Đinh Quang Vinh").does(overview.total.filter).await;
    assert_eq!(behind[0].id, id, "a figure opens its records");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_after_approval_is_seen_field_by_field_and_approved_alone() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    school.syncs().await;
    khoi.approves(id, Stage::Department).await;

    // Meanwhile, without knowing of the approval, Lan sets another target.
    lan.writes(id, &format!("results/{RESULT}/target"), Value::Number(number(12))).await;
    school.syncs().await;

    let seen = khoi.does(GetReview { id }).await;
    assert!(seen.initiative.summary.changed_since_approval, "Khôi approved 15, not 12");
    assert_eq!(seen.changes.len(), 1, "{:?}", seen.changes);
    assert!(seen.changes[0].path.ends_with("target") && seen.changes[0].material);
    assert!(lan.sees(id).await.summary.changed_since_approval, "the author sees it as well");

    khoi.approves(id, Stage::Department).await;
    school.syncs().await;
    assert!(!lan.sees(id).await.summary.changed_since_approval, "the difference was approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_initiative_comes_back_with_the_remark_and_starts_again_at_that_stage() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi", "Bạch Văn Sơn"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    school.syncs().await;
    khoi.returns(id, Stage::Department, "Cho biết cách đo.").await;
    let target = RemarkTarget::Field(format!("results/{RESULT}/how_measured"));
    khoi.does(AddRemark { id, text: "Đề nào, do ai ra?".into(), target }).await;
    school.syncs().await;

    let back = lan.sees(id).await;
    assert_eq!(back.summary.status, Status::Returned { stage: Stage::Department });
    let today = lan.does(GetToday {}).await;
    assert!(today.duties.iter().any(|duty| duty.note.contains("cách đo")), "{:?}", today.duties);

    lan.types(id, &format!("results/{RESULT}/how_measured"), "Đề chung của phòng, chấm chéo").await;
    lan.hands_in(id).await;
    school.syncs().await;
    assert_eq!(khoi.sees(id).await.summary.waiting_for, [Stage::Department]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_decide_differently_without_knowing_show_as_differing_until_settled() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi", "Bạch Văn Sơn", "Đinh Quang Vinh"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Theo dõi chuyên cần ngoại tuyến").await;
    lan.hands_in(id).await;
    school.syncs().await;
    school.person("Lưu Đình Khôi").approves(id, Stage::Department).await;
    school.person("Bạch Văn Sơn").returns(id, Stage::Union, "Số liệu của mấy lớp?").await;
    school.syncs().await;

    let vinh = school.person("Đinh Quang Vinh");
    for person in [lan, school.person("Lưu Đình Khôi"), vinh] {
        assert_eq!(person.sees(id).await.summary.status, Status::Differing, "{}", person.name);
    }
    let review = vinh.does(GetReview { id }).await;
    assert!(review.initiative.can_settle);
    let heads = review.initiative.heads;
    let part = Part::Registration;
    vinh.does(Settle {
        id, part, heads, approved: true, text: "Đã hỏi lại, đủ bốn lớp.".into()
    })
    .await;
    school.syncs().await;
    assert_ne!(lan.sees(id).await.summary.status, Status::Differing, "Vinh settled it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_stays_on_its_machine_until_it_is_handed_in() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.types(id, "problem", "Một câu rồi sẽ xóa đi").await;
    lan.types(id, "problem", "31/151 học sinh dưới trung bình.").await;
    school.syncs().await;
    assert!(khoi.does(ListInitiatives::default()).await.is_empty(), "nobody reads a draft");

    lan.hands_in(id).await;
    school.syncs().await;
    let log = khoi.does(ReadLog { id: Some(id), limit: 0 }).await;
    let changes = log.iter().filter(|entry| entry.kind == "change").count();
    assert_eq!(changes, 1, "handing in begins a fresh history: what was deleted in private never travels");
    assert_eq!(khoi.sees(id).await.problem, "31/151 học sinh dưới trung bình.");
}
