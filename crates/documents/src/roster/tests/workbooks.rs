use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::super::{RosterError, read};

/// Writes rows of texts, from a place downwards.
fn write(sheet: &mut Worksheet, top: u32, rows: &[&[&str]]) {
    for (row, cells) in (top..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write(row, column, *cell).expect("written");
        }
    }
}

fn bytes(mut workbook: Workbook) -> Vec<u8> {
    workbook.save_to_buffer().expect("saved")
}

#[test]
fn the_sheet_with_people_is_chosen() {
    let mut workbook = Workbook::new();
    write(workbook.add_worksheet().set_name("Hướng dẫn").expect("named"), 0, &[&["Cách điền", "Họ và tên"]]);
    write(workbook.add_worksheet().set_name("Điểm").expect("named"), 0, &[&["Lớp", "Điểm"], &["8A", "9"]]);
    let people = workbook.add_worksheet().set_name("CBGV").expect("named");
    write(people, 4, &[&["TT", "Họ và tên", "Tổ"], &["1", "Nguyễn Thị Lan", "Toán"]]);

    let sheet = read(&bytes(workbook)).expect("a roster");
    assert_eq!(sheet.sheet, "CBGV");
    assert_eq!((sheet.rows[0].line, sheet.rows[0].full_name.as_str()), (6, "Nguyễn Thị Lan"));
}

#[test]
fn birthdays_are_read_as_days_texts_and_numbers() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(
        sheet,
        0,
        &[
            &["Họ và tên", "Ngày sinh", "Mã số"],
            &["A B"],
            &["C D", "8-3-1985"],
            &["E F"],
            &["G H", "08/03/1985"],
        ],
    );
    let day = ExcelDateTime::from_ymd(1985, 3, 8).expect("a day");
    sheet.write_with_format(1, 1, &day, &Format::new().set_num_format("dd/mm/yyyy")).expect("written");
    sheet.write(3, 1, 31_114).expect("written");
    sheet.write(1, 2, 1_234_567).expect("written");

    let rows = read(&bytes(workbook)).expect("a roster").rows;
    assert!(rows.iter().all(|row| row.birth_date == "1985-03-08"), "{rows:?}");
    assert_eq!(rows[0].staff_code, "1234567");
}

#[test]
fn merged_titles_and_departments_are_understood() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 3, "DANH SÁCH CÁN BỘ, GIÁO VIÊN", &plain).expect("merged");
    write(sheet, 2, &[&["TT", "Họ và tên", "Tổ"], &["1", "A B"], &["2", "C D"], &["3", "E F", "Văn phòng"]]);
    sheet.merge_range(3, 2, 4, 2, "Toán – Tin", &plain).expect("merged");

    let rows = read(&bytes(workbook)).expect("a roster").rows;
    let departments: Vec<_> = rows.iter().map(|row| row.department.as_str()).collect();
    assert_eq!(departments, ["Toán – Tin", "Toán – Tin", "Văn phòng"]);
}

#[test]
fn a_cell_in_the_last_corner_costs_no_memory() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(sheet, 0, &[&["Họ và tên", "Tổ"], &["A B", "Toán"]]);
    sheet.write(10, 16_383, "x").expect("written");
    assert_eq!(read(&bytes(workbook)).expect("a roster").rows.len(), 1);

    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(1_048_575, 0, "x").expect("written");
    assert_eq!(read(&bytes(workbook)), Err(RosterError::TooLarge));
}

#[test]
fn a_workbook_without_anything_is_empty() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();

    assert_eq!(read(&bytes(workbook)), Err(RosterError::Empty));
}

#[test]
fn an_encrypted_workbook_asks_for_its_password() {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend([0; 504]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));

    assert_eq!(read(&bytes), Err(RosterError::PasswordProtected));
}
