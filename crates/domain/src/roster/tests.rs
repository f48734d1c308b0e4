use super::*;
use crate::role::Role::{
    Clerk, CouncilChair, CouncilSecretary, DepartmentHead, DeputyHead, Leadership, Registrar, Staff,
    UnionOfficer,
};
use rstest::rstest;

fn row(line: u32, name: &str, department: &str, position: &str) -> PersonRow {
    PersonRow {
        line,
        full_name: name.to_owned(),
        department: department.to_owned(),
        position: position.to_owned(),
        ..PersonRow::default()
    }
}

fn yen() -> ExistingPerson {
    let planned = plan(&[row(1, "Đặng Thị Yến", "Ngữ văn", "Giáo viên")], &[]).people.remove(0);
    ExistingPerson { member: MemberId::from_bytes([7; 16]), person: planned.person }
}

#[rstest]
#[case::principal("Hiệu trưởng", &[Leadership])]
#[case::vice_principal("Phó Hiệu trưởng", &[Leadership])]
#[case::head("Tổ trưởng", &[Staff, DepartmentHead])]
#[case::deputy("Tổ phó chuyên môn", &[Staff, DeputyHead])]
#[case::several("Tổ trưởng; Chủ tịch Công đoàn", &[Staff, DepartmentHead, UnionOfficer])]
#[case::also("Giáo viên kiêm văn thư", &[Staff, Clerk])]
#[case::and_slash("Tổ phó và Ủy viên BCH Công đoàn / Quản trị danh sách", &[Staff, DeputyHead, UnionOfficer, Registrar])]
#[case::short_forms("TTCM, CTCĐ", &[Staff, DepartmentHead, UnionOfficer])]
#[case::decomposed("Tô\u{309} trươ\u{309}ng", &[Staff, DepartmentHead])]
#[case::capitals("VĂN THƯ", &[Staff, Clerk])]
#[case::council("Hiệu trưởng, Chủ tịch Hội đồng thi đua", &[Leadership, CouncilChair])]
#[case::council_secretary("Văn thư - Thư ký Hội đồng", &[Staff, CouncilSecretary, Clerk])]
#[case::on_contract("Giáo viên HĐ", &[Staff])]
#[case::nothing("", &[Staff])]
fn a_position_brings_its_roles(#[case] cell: &str, #[case] expected: &[Role]) {
    let found = positions(cell);

    assert_eq!(found.roles.into_iter().collect::<Vec<_>>(), expected);
    assert_eq!(found.unknown, Vec::<String>::new());
}

#[rstest]
#[case::teacher("Giáo viên", ParticipantKind::Teacher)]
#[case::accountant("Kế toán", ParticipantKind::Staff)]
#[case::head("Giáo viên, tổ trưởng", ParticipantKind::Leader)]
fn a_position_suggests_a_kind(#[case] cell: &str, #[case] expected: ParticipantKind) {
    assert_eq!(positions(cell).kind, expected);
}

#[test]
fn an_unknown_position_is_named_and_gives_no_power() {
    let found = positions("Giáo viên; Tổ trưởng công đoàn; Phi công");

    assert_eq!(found.roles, BTreeSet::from([Staff]));
    assert_eq!(found.unknown, ["Tổ trưởng công đoàn", "Phi công"]);
}

#[test]
fn w_2_a_decomposed_name_makes_no_second_person() {
    let plan = plan(&[row(1, "Đặng  Thị Yê\u{301}n", "NGỮ VĂN", "Giáo viên")], &[yen()]);

    assert_eq!(
        (plan.people[0].class, plan.people[0].member),
        (RowClass::Same, Some(MemberId::from_bytes([7; 16])))
    );
    assert_eq!(plan.departments[0].name, "Ngữ văn");
    assert!(!plan.departments[0].is_new);
}

#[rstest]
#[case::other_department("Đặng Thị Yến", "KHTN", "Giáo viên", RowClass::Doubtful)]
#[case::other_marks("Đặng Thị Yên", "Ngữ văn", "Giáo viên", RowClass::Doubtful)]
#[case::other_marks_and_department("Đặng Thị Yên", "KHTN", "Giáo viên", RowClass::New)]
#[case::new_position("Đặng Thị Yến", "Ngữ văn", "Tổ phó", RowClass::Changed)]
#[case::somebody_else("Đỗ Minh Châu", "Ngữ văn", "Giáo viên", RowClass::New)]
fn rows_are_classified(
    #[case] name: &str,
    #[case] department: &str,
    #[case] position: &str,
    #[case] class: RowClass,
) {
    assert_eq!(plan(&[row(1, name, department, position)], &[yen()]).people[0].class, class);
}

#[rstest]
#[case::same_code_new_name("GV07", "Đặng Thị Hải Yến", "12/03/1985", RowClass::Changed)]
#[case::same_code_somebody_else("GV07", "Trần Văn Tám", "", RowClass::Doubtful)]
#[case::other_code_same_birth("GV08", "Đặng Thị Yến", "12/03/1985", RowClass::Doubtful)]
#[case::other_code_other_birth("GV08", "Đặng Thị Yến", "01/01/1990", RowClass::New)]
fn staff_codes_and_birth_dates_decide(
    #[case] code: &str,
    #[case] name: &str,
    #[case] birth: &str,
    #[case] class: RowClass,
) {
    let mut existing = yen();
    existing.person.staff_code = "GV07".to_owned();
    existing.person.birth_date = "1985-03-12".parse().ok();
    let row = PersonRow {
        staff_code: code.to_owned(),
        birth_date: birth.to_owned(),
        ..row(1, name, "Ngữ văn", "Giáo viên")
    };

    assert_eq!(plan(&[row], &[existing]).people[0].class, class);
}

#[rstest]
#[case::no_name(row(2, " ", "Ngữ văn", "Giáo viên"), RowProblem::NameMissing)]
#[case::no_letters(row(2, "12345", "Ngữ văn", "Giáo viên"), RowProblem::NameMalformed)]
#[case::no_department(row(2, "Đỗ Minh Châu", "", "Giáo viên"), RowProblem::DepartmentMissing)]
#[case::the_same_row_again(row(2, "ĐẶNG THỊ YẾN", "Ngữ văn", "Giáo viên"), RowProblem::SamePerson { line: 1 })]
#[case::no_day(PersonRow { birth_date: "31/02/1985".to_owned(), ..row(2, "Đỗ Minh Châu", "Ngữ văn", "") }, RowProblem::BirthDateMalformed)]
fn a_row_with_a_problem_says_which(#[case] second: PersonRow, #[case] expected: RowProblem) {
    let plan = plan(&[row(1, "Đặng Thị Yến", "Ngữ văn", "Giáo viên"), second], &[]);

    assert_eq!((plan.people[1].class, &plan.people[1].problems[..]), (RowClass::Problem, &[expected][..]));
}

#[test]
fn leadership_belongs_to_no_department() {
    let plan = plan(&[row(1, "Đinh Quang Vinh", "Ban giám hiệu", "Hiệu trưởng"), PersonRow::default()], &[]);

    assert_eq!((plan.people.len(), plan.people[0].class), (1, RowClass::New));
    assert_eq!(plan.departments, []);
}

#[test]
fn the_school_is_told_what_it_lacks() {
    let rows = [
        row(1, "Đinh Quang Vinh", "BGH", "Hiệu trưởng"),
        row(2, "Nguyễn Thị Hạnh", "Văn phòng", "Văn thư; Quản trị danh sách"),
        row(3, "Bạch Văn Sơn", "Sử–Địa–GDCD", "Tổ trưởng, Chủ tịch Công đoàn"),
    ];

    let expected =
        [Advice::TwoRegistrars { found: 1 }, Advice::NoHead { department: "Văn phòng".to_owned() }];
    assert_eq!(plan(&rows, &[]).advice, expected);
}
