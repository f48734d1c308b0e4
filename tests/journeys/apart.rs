//! People who work apart for a while, and what they have when they meet again.

use api::{
    ChooseValue, Edit, EditInitiative, EditMember, GetDelivery, JoinSchool, ListMyInitiatives,
    ShareWithAuthors, UndoEdit,
};
use domain::role::Stage;
use domain::sheet::Value;
use domain::status::Status;
use testkit::{Person, RESULT, School};

#[tokio::test(flavor = "multi_thread")]
async fn two_laptops_of_one_teacher_lose_no_word_and_show_both_values() {
    let mut school = School::with(&["Nguyễn Thị Lan"]).await;
    let ticket = school.ticket("Nguyễn Thị Lan").await;
    let second = Person::at("Lan ở nhà", &school.home_for("lan")).await;
    second.does(JoinSchool { ticket, pin: None }).await;
    let first = school.person("Nguyễn Thị Lan");
    let id = first.registers("Thẻ lỗi sai").await;
    first.does(ShareWithAuthors { id }).await;
    first.syncs().await;
    second.syncs().await;
    assert_eq!(second.does(ListMyInitiatives {}).await[0].id, id, "her draft is on her second laptop");

    school.relay.kill();
    let first = school.person("Nguyễn Thị Lan");
    let solution = first.sees(id).await.solution;
    first.types(id, "solution", &format!("Ở trường: {solution}")).await;
    second.types(id, "solution", &format!("{solution} Viết thêm ở nhà.")).await;
    let unit = format!("results/{RESULT}/unit");
    first.types(id, &unit, "em").await;
    second.types(id, &unit, "học trò").await;
    school.relay.restart();
    let first = school.person("Nguyễn Thị Lan");
    for person in [first, &second, first, &second] {
        person.syncs().await;
    }

    let (one, two) = (first.sees(id).await, second.sees(id).await);
    assert_eq!((&one.solution, &one.heads), (&two.solution, &two.heads), "both have the same document");
    for words in ["Ở trường:", "Viết thêm ở nhà."] {
        assert!(one.solution.contains(words), "{words} is lost in {}", one.solution);
    }
    let conflict = one.conflicts.iter().find(|conflict| conflict.path == unit).expect("two values");
    let shown: Vec<_> = conflict.candidates.iter().map(|one| one.value.as_str()).collect();
    assert!(shown.contains(&"em") && shown.contains(&"học trò"), "{shown:?}");
    let token = conflict.candidates.iter().find(|one| one.value == "em").unwrap().token.clone();
    first.does(ChooseValue { id, path: unit, token }).await;
    first.syncs().await;
    second.syncs().await;
    let chosen = second.sees(id).await;
    assert!(chosen.conflicts.is_empty() && chosen.results[0].unit == "em", "{:?}", chosen.conflicts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_offline_with_two_hundred_edits_on_each_side_merges() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Trịnh Xuân Bách"]).await;
    let bach = school.member("Bách").await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Video 5 phút tải sẵn").await;
    let author = |field: &str| format!("authors/{bach}{field}");
    lan.writes(id, &author(""), Value::Flag(true)).await;
    lan.does(ShareWithAuthors { id }).await;
    school.syncs().await;
    school.relay.kill();

    for day in 0..200 {
        let at = |person: &str| format!("Ngày {day}, {person}. ");
        for (name, field) in [("Nguyễn Thị Lan", "problem"), ("Trịnh Xuân Bách", "solution")] {
            let person = school.person(name);
            let shown = person.sees(id).await;
            let before = if field == "problem" { shown.problem } else { shown.solution };
            person.types(id, field, &(at(name) + &before)).await;
        }
    }
    school.relay.restart();
    school.syncs().await;

    let (one, two) =
        (school.person("Nguyễn Thị Lan").sees(id).await, school.person("Trịnh Xuân Bách").sees(id).await);
    assert_eq!((&one.problem, &one.solution, &one.heads), (&two.problem, &two.solution, &two.heads));
    for day in 0..200 {
        assert!(one.problem.contains(&format!("Ngày {day}, Nguyễn Thị Lan. ")), "day {day} of Lan");
        assert!(one.solution.contains(&format!("Ngày {day}, Trịnh Xuân Bách. ")), "day {day} of Bách");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_there_after_kill_and_undo_takes_it_back() {
    let mut school = School::with(&["Nguyễn Thị Lan"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    let edits =
        vec![Edit { path: "title".into(), value: Value::Text("Thẻ lỗi sai trong Toán 8".into()) }];
    lan.does(EditInitiative { id, edits }).await;

    let lan = school.take("Nguyễn Thị Lan").restarts().await;
    assert_eq!(lan.sees(id).await.summary.title, "Thẻ lỗi sai trong Toán 8");
    let undone = lan.does(UndoEdit { id }).await;
    assert_eq!(undone.summary.title, "Thẻ lỗi sai", "undo works after a restart as well");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_co_author_who_was_taken_out_and_named_again_are_in_the_document() {
    let school = School::with(&["Nguyễn Thị Lan", "Trịnh Xuân Bách"]).await;
    let author = format!("authors/{}", school.member("Bách").await);
    let (lan, bach) = (school.person("Nguyễn Thị Lan"), school.person("Trịnh Xuân Bách"));
    let id = lan.registers("Video 5 phút tải sẵn").await;
    lan.writes(id, &author, Value::Flag(true)).await;
    lan.does(ShareWithAuthors { id }).await;
    school.syncs().await;
    let problem = bach.sees(id).await.problem;

    let words = format!("{problem} 68 em không có Internet ở nhà.");
    bach.types(id, "problem", &words).await;
    lan.writes(id, &author, Value::Remove).await;
    lan.syncs().await;
    bach.syncs().await;
    assert_eq!(bach.sees(id).await.problem, problem, "his words have no effect");
    let aside = bach.does(GetDelivery {}).await.aside;
    let kept = Edit { path: "problem".into(), value: Value::Text(words) };
    assert_eq!((aside[0].initiative, &aside[0].edits), (id, &vec![kept]), "they are kept to be copied");
    bach.syncs().await;
    assert_eq!(bach.does(GetDelivery {}).await.unsent, 0, "what is not allowed is not tried again");

    lan.types(id, "problem", &format!("Khảo sát đầu năm: {problem}")).await;
    lan.writes(id, &author, Value::Flag(true)).await;
    school.syncs().await;
    school.syncs().await;
    let (hers, his) = (lan.sees(id).await, bach.sees(id).await);
    assert_eq!((&hers.problem, &hers.heads), (&his.problem, &his.heads), "both have the same document");
    for words in ["Khảo sát đầu năm:", "68 em không có Internet ở nhà."] {
        assert!(hers.problem.contains(words), "{words} is lost in {}", hers.problem);
    }
    let delivery = bach.does(GetDelivery {}).await;
    assert!(delivery.aside.is_empty() && delivery.refused.is_empty(), "{:?}", delivery.refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_handed_in_for_a_department_that_one_has_left_is_a_draft_to_hand_in_again() {
    let school = School::with(&["Nguyễn Thị Lan", "Bạch Văn Sơn"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let other = lan.registers("Đã chia sẻ").await;
    lan.does(ShareWithAuthors { id: other }).await;
    lan.syncs().await;

    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.types(other, "problem", "Viết sau khi nộp.").await;
    let moved = EditMember {
        member: school.member("Lan").await,
        name: "Nguyễn Thị Lan".into(),
        staff_code: Some("T02".into()),
        position: "Giáo viên".into(),
        subjects: "Toán".into(),
        department: "Sử – Địa – GDCD".into(),
    };
    school.registrar.does(moved).await;
    school.registrar.syncs().await;
    lan.syncs().await;
    let draft = lan.sees(id).await;
    assert_eq!((&draft.summary.status, draft.audience), (&Status::Draft, api::Audience::Device));
    assert!(!lan.does(GetDelivery {}).await.refused.is_empty(), "she is told");
    assert_eq!(lan.sees(other).await.unsent, 0, "what she wrote afterwards went on");

    lan.hands_in(id).await;
    school.syncs().await;
    let seen = school.person("Bạch Văn Sơn").sees(id).await;
    assert_eq!((seen.problem, seen.summary.waiting_for[0]), (draft.problem, Stage::Department));
}
