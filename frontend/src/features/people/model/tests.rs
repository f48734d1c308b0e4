use api::{InvitationState, MemberView, RosterOutcome, RosterPreview, RosterRow};
use domain::id::{DepartmentId, MemberId};
use domain::role::Role;
use rstest::rstest;

use super::{NO_DEPARTMENT, find, position, roles, to_import};
use crate::i18n::Locale;

fn member(name: &str, department: Option<u8>, position: &str) -> MemberView {
    MemberView {
        id: MemberId::from_bytes([name.len() as u8; 16]),
        name: name.to_owned(),
        staff_code: Some("GV012".to_owned()),
        position: position.to_owned(),
        subjects: "Toán".to_owned(),
        department: department.map(|byte| DepartmentId::from_bytes([byte; 8])),
        department_name: String::new(),
        roles: vec![Role::Member, Role::DepartmentHead],
        devices: 0,
        invitation: InvitationState::None,
        me: false,
    }
}

fn row(line: u32, outcome: RosterOutcome) -> RosterRow {
    RosterRow {
        line,
        outcome,
        name: "Lê Thị Hà".to_owned(),
        staff_code: None,
        birth_date: None,
        department: String::new(),
        position: String::new(),
        subjects: String::new(),
        qualification: String::new(),
        roles: Vec::new(),
        problems: Vec::new(),
        changes: Vec::new(),
    }
}

#[rstest]
#[case::without_accents("dang yen", "", 1)]
#[case::by_code("gv012", "", 2)]
#[case::nobody("nguyen", "", 0)]
#[case::of_a_department("", "0101010101010101", 1)]
#[case::without_department("", NO_DEPARTMENT, 1)]
fn people_are_found(#[case] words: &str, #[case] department: &str, #[case] found: usize) {
    let members =
        [member("Đặng Thị Yến", Some(1), "Giáo viên"), member("Lưu Đình Khôi", None, "Hiệu trưởng")];

    assert_eq!(find(&members, words, department).len(), found);
}

#[test]
fn being_a_member_is_no_news() {
    assert_eq!(roles(Locale::vi, &member("Lan", None, "")), ["Tổ trưởng"]);
}

#[test]
fn an_empty_position_leaves_no_dot() {
    assert_eq!(position(&member("Lan", None, " ")), "Toán");
    assert_eq!(position(&member("Lan", None, "Giáo viên")), "Giáo viên · Toán");
}

#[test]
fn accepted_doubtful_rows_are_imported_too() {
    let preview = RosterPreview {
        token: String::new(),
        sheet: String::new(),
        columns: Vec::new(),
        rows: vec![
            row(2, RosterOutcome::New),
            row(3, RosterOutcome::Doubtful),
            row(4, RosterOutcome::Problem),
        ],
        new_departments: Vec::new(),
        new_members: 1,
        changed_members: 2,
        same_members: 0,
        problems: 1,
    };

    assert_eq!(to_import(&preview, &[]), 3);
    assert_eq!(to_import(&preview, &[3, 4]), 4);
}
