use api::{Code, PreviewRoster, RosterOutcome};
use domain::role::Role;
use domain::roster::Person;

use super::{existing, import, preview};
use crate::error;
use crate::session::Session;
use crate::tests::{School, at_once};

fn registrar() -> std::sync::Arc<Session> {
    School::an_binh().registrar("Nguyễn Thị Hạnh")
}

fn request(csv: &str) -> PreviewRoster {
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD.encode(csv);
    PreviewRoster { file_name: "danh-sach.csv".to_owned(), base64: Some(base64), path: None }
}

const CSV: &str = "TT;Họ và tên;Tổ;Chức vụ\n\
                   1;Nguyễn Thị Lan;Toán – Tin;Tổ phó\n\
                   2;Nguyễn Thị Hạnh;Văn phòng;Văn thư\n\
                   3;;Toán – Tin;Giáo viên\n";

#[test]
fn a_preview_shows_what_each_row_would_do() {
    let view = at_once(preview(&registrar(), request(CSV))).expect("a roster");
    let outcomes: Vec<_> = view.rows.iter().map(|row| row.outcome).collect();

    assert_eq!(outcomes, [RosterOutcome::New, RosterOutcome::Changed, RosterOutcome::Problem]);
    assert_eq!(view.rows[0].roles, [Role::Staff, Role::DeputyHead]);
    assert_eq!(view.rows[1].changes, ["position: Giáo viên → Văn thư"]);
    assert_eq!(view.rows[2].problems, ["name_missing"]);
    assert_eq!(view.new_departments, ["Toán – Tin"]);
    assert_eq!((view.new_members, view.changed_members, view.problems), (1, 1, 1));
}

#[test]
fn a_preview_names_the_file_and_the_people_it_was_compared_with() {
    let hanh = registrar();
    let first = at_once(preview(&hanh, request(CSV))).expect("a roster").token;

    assert_eq!(at_once(preview(&hanh, request(CSV))).expect("a roster").token, first);
    assert_ne!(at_once(preview(&hanh, request(&CSV.replace("Lan", "Loan")))).expect("a roster").token, first);
}

#[test]
fn only_a_registrar_reads_rosters() {
    let lan = School::an_binh().joins("Nguyễn Thị Lan", Some("Toán – Tin"), &[Role::Staff]);

    assert_eq!(at_once(preview(&lan, request(CSV))).expect_err("a teacher").code, Code::NotAllowed);
}

#[test]
fn a_file_that_is_no_roster_says_why() {
    let error = at_once(preview(&registrar(), request("Lớp;Môn\n8A;Toán\n"))).expect_err("a table of marks");

    assert_eq!(error.code, Code::BadRoster);
    assert_eq!(error.details["reason"], "no_name_column");
    assert_eq!(error.details["headers"], serde_json::json!(["Lớp", "Môn"]));
}

#[test]
fn a_roster_never_grants_the_keeping_of_the_roster() {
    let roles = [Role::Registrar, Role::Staff, Role::DepartmentHead].into();
    let nobody = Person { roles, department: None, ..Person::default() };

    assert_eq!(import::granted(&nobody), [], "a department's roles need the department");
    let head = Person { department: Some("Toán".to_owned()), ..nobody };
    assert_eq!(import::granted(&head), [Role::Staff, Role::DepartmentHead]);
}

#[test]
fn whom_only_the_staff_list_names_is_new_and_keeps_their_id() {
    let hanh = registrar();
    let begun = store::person::Person {
        member: protocol::MemberId::from_bytes([7; 16]),
        name: "Nguyễn Thị Lan".to_owned(),
        staff_code: Some("T02".to_owned()),
        birth_date: None,
        position: "Giáo viên".to_owned(),
        subjects: String::new(),
        qualification: String::new(),
        department: None,
    };
    let named = hanh.commit(|work| store::person::save(work.connection(), &begun).map_err(error::from_store));
    named.expect("the book can be written");
    let csv =
        "Mã CBGV;Họ và tên;Tổ;Chức vụ\nT01;Lưu Đình Khôi;Toán;Tổ trưởng\nT02;Nguyễn Thị Lan;Toán;Giáo viên\n";

    let view = at_once(preview(&hanh, request(csv))).expect("a roster");
    assert!(view.rows.iter().all(|row| row.outcome == RosterOutcome::New), "neither is in the log");
    let existing = hanh.read(|work| existing::everybody(work)).expect("the book can be read");
    let sheet = at_once(super::read(csv.as_bytes())).expect("a roster");
    let lines = import::begun(&sheet.rows, &existing);
    assert_eq!(lines.into_iter().collect::<Vec<_>>(), [(view.rows[1].line, begun.member)]);
}
