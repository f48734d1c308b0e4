use domain::roster::PersonRow;
use rstest::rstest;

use super::{Field, LARGEST_FILE, RosterError, RosterSheet, read};

mod workbooks;

/// Three people as every variant has to give them.
const CSV: &str = "TT,Họ và tên,Ngày sinh,Tổ,Chức vụ,Môn,Trình độ,Mã CBGV\n\
                   1,Nguyễn Thị Lan,08/03/1985,Toán – Tin,\"Tổ phó, Công đoàn viên\",Toán,Đại học,GV01\n\
                   2,Lưu Đình Khôi,2/9/1978,Toán – Tin,Tổ trưởng,Toán,Thạc sĩ,GV02\n\
                   3,Đinh Quang Vinh,,,Hiệu trưởng,,Thạc sĩ,\n";

fn sheet(bytes: &[u8]) -> RosterSheet {
    read(bytes).expect("a roster")
}

fn names(bytes: &[u8]) -> Vec<String> {
    sheet(bytes).rows.into_iter().map(|row| row.full_name).collect()
}

fn people() -> Vec<PersonRow> {
    sheet(CSV.as_bytes()).rows
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

fn decomposed(text: &str) -> String {
    // "ê" + tone and the like, as macOS writes file names and some forms write text.
    text.replace('ễ', "e\u{302}\u{303}")
        .replace('ị', "i\u{323}")
        .replace('ọ', "o\u{323}")
        .replace('ổ', "o\u{302}\u{309}")
}

#[test]
fn a_row_is_read_field_by_field() {
    assert_eq!(
        people()[0],
        PersonRow {
            line: 2,
            full_name: "Nguyễn Thị Lan".to_owned(),
            staff_code: "GV01".to_owned(),
            birth_date: "1985-03-08".to_owned(),
            department: "Toán – Tin".to_owned(),
            position: "Tổ phó, Công đoàn viên".to_owned(),
            subjects: "Toán".to_owned(),
            qualification: "Đại học".to_owned(),
        }
    );
    assert_eq!(people()[2].department, "");
    assert_eq!(people()[2].staff_code, "");
}

#[rstest]
#[case::semicolons(CSV.replace("\"Tổ phó, Công đoàn viên\"", "Tổ phó. Công đoàn viên").replace(',', ";").replace("phó.", "phó,").into_bytes())]
#[case::tabs(CSV.replace("\"Tổ phó, Công đoàn viên\"", "Tổ phó. Công đoàn viên").replace(',', "\t").replace("phó.", "phó,").into_bytes())]
#[case::byte_order_mark(format!("\u{feff}{CSV}").into_bytes())]
#[case::windows_line_ends(CSV.replace('\n', "\r\n").into_bytes())]
#[case::quoted_everywhere(CSV.lines().map(quoted).collect::<Vec<_>>().join("\n").into_bytes())]
#[case::decomposed_letters(decomposed(CSV).into_bytes())]
#[case::utf16_little_endian_with_mark(utf16(&format!("\u{feff}{CSV}"), u16::to_le_bytes))]
#[case::utf16_big_endian_with_mark(utf16(&format!("\u{feff}{CSV}"), u16::to_be_bytes))]
#[case::utf16_little_endian(utf16(CSV, u16::to_le_bytes))]
#[case::utf16_big_endian(utf16(CSV, u16::to_be_bytes))]
#[case::spaces_around_cells(CSV.replace("Nguyễn Thị Lan", "  Nguyễn\u{a0}Thị   Lan ").into_bytes())]
fn the_same_people_are_read_from(#[case] bytes: Vec<u8>) {
    assert_eq!(sheet(&bytes).rows, people());
}

fn quoted(line: &str) -> String {
    let mut cells = Vec::new();
    let mut inside = false;
    for piece in line.split('"') {
        if inside {
            cells.push(piece.to_owned());
        } else {
            cells.extend(piece.trim_matches(',').split(',').filter(|_| piece != ",").map(str::to_owned));
        }
        inside = !inside;
    }
    let trailing = usize::from(line.ends_with(','));
    let missing = 8_usize.saturating_sub(cells.len() + trailing);
    cells.extend(std::iter::repeat_n(String::new(), missing + trailing));
    cells.truncate(8);
    cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")
}

#[test]
fn rows_of_titles_blank_rows_totals_and_signatures_are_no_people() {
    let csv = "UBND XÃ AN BÌNH,,,\nTRƯỜNG THCS AN BÌNH,,,\n,,,\n\
               DANH SÁCH CÁN BỘ GIÁO VIÊN NHÂN VIÊN NĂM HỌC 2026-2027,,,\n\n\
               STT,Họ tên,Tổ,Chức vụ\n(1),(2),(3),(4)\n1,Tống Thị Mai,Văn,\n,,,\n2,Công Văn Tổng,Văn,\n\
               STT,Họ tên,Tổ,Chức vụ\n3,Đỗ Minh Châu,Văn,\n\
               ,Tổng cộng: 3 người,,\n,,\"An Bình, ngày 05 tháng 9 năm 2026\",\n,,Người lập biểu,\n,Nguyễn Thị Hạnh,,\n";

    assert_eq!(names(csv.as_bytes()), ["Tống Thị Mai", "Công Văn Tổng", "Đỗ Minh Châu"]);
    assert_eq!(sheet(csv.as_bytes()).rows[1].line, 10);
}

#[test]
fn lines_that_name_a_department_stand_for_the_people_below() {
    let csv = "TT,Họ và tên,Chức vụ\n,I. BAN GIÁM HIỆU,\n1,Đinh Quang Vinh,Hiệu trưởng\n\
               II. Tổ Ngữ văn,,\n2,Phùng Thị Tuyết Mai,Tổ trưởng\n3,Hà Thị Kim Oanh,\n,Cộng,2\n\
               III,Tổ Khoa học tự nhiên: ,\n4,Vương Thị Thanh Loan,\n";
    let departments: Vec<_> = sheet(csv.as_bytes()).rows.into_iter().map(|row| row.department).collect();

    assert_eq!(departments, ["BAN GIÁM HIỆU", "Tổ Ngữ văn", "Tổ Ngữ văn", "Tổ Khoa học tự nhiên"]);
}

#[test]
fn a_row_without_a_name_stays_to_be_seen() {
    let csv = "TT,Họ và tên,Tổ,Mã CBGV\n1,Lê Văn Tám,Văn phòng,NV5\n2,,Văn phòng,NV6\n";

    assert_eq!(names(csv.as_bytes()), ["Lê Văn Tám", ""]);
}

#[test]
fn several_duties_of_one_person_come_together() {
    let csv = "Họ và tên,Chức vụ,Kiêm nhiệm\nBạch Văn Sơn,\"Tổ trưởng\nChủ tịch Công đoàn\",Bí thư chi bộ\n";

    assert_eq!(sheet(csv.as_bytes()).rows[0].position, "Tổ trưởng; Chủ tịch Công đoàn; Bí thư chi bộ");
}

#[rstest]
#[case::day_month_year("08/03/1985", true)]
#[case::single_digits("8/3/1985", true)]
#[case::dashes("8-3-1985", true)]
#[case::points_and_spaces("08 . 03 . 1985", true)]
#[case::year_first("1985-03-08", true)]
#[case::number_of_excels_calendar("31114", true)]
#[case::only_the_year("1985", false)]
#[case::no_such_day("31/02/1985", false)]
fn a_birthday_is_read_as(#[case] text: &str, #[case] readable: bool) {
    let row = sheet(format!("Họ và tên;Ngày sinh\nNguyễn Thị Lan;{text}\n").as_bytes()).rows.remove(0);

    assert_eq!(row.birth_date, if readable { "1985-03-08" } else { text });
}

#[rstest]
#[case("TT", Field::Order)]
#[case("STT", Field::Order)]
#[case("Số TT", Field::Order)]
#[case("HỌ VÀ TÊN", Field::Name)]
#[case("Ho va ten", Field::Name)]
#[case("Họ  và\ttên", Field::Name)]
#[case("Họ tên CBGV", Field::Name)]
#[case("Họ và tên (in hoa)", Field::Name)]
#[case("Họ đệm", Field::FamilyName)]
#[case("Ngày, tháng, năm sinh", Field::BirthDate)]
#[case("Năm sinh", Field::BirthDate)]
#[case("Tổ", Field::Department)]
#[case("TỔ CHUYÊN MÔN", Field::Department)]
#[case("To\u{302}\u{309} chuyên môn", Field::Department)]
#[case("Tổ/Bộ phận", Field::Department)]
#[case("Chức vụ", Field::Position)]
#[case("Nhiệm vụ được giao", Field::Position)]
#[case("Chức vụ, nhiệm vụ", Field::Position)]
#[case("Môn", Field::Subjects)]
#[case("Môn dạy", Field::Subjects)]
#[case("Chuyên môn", Field::Subjects)]
#[case("Trình độ", Field::Qualification)]
#[case("Trình độ chuyên môn", Field::Qualification)]
#[case("Mã CBGV", Field::StaffCode)]
#[case("Mã số", Field::StaffCode)]
#[case("MÃ ĐỊNH DANH", Field::StaffCode)]
fn a_header_means(#[case] header: &str, #[case] field: Field) {
    assert_eq!(super::header::meaning(&super::table::clean(header)), Some(field));
}

#[rstest]
#[case("Mã số thuế")]
#[case("Điện thoại")]
#[case("Ghi chú")]
#[case("Danh sách họ và tên giáo viên")]
#[case("Họ và tên học sinh")]
#[case("")]
fn a_header_means_nothing_here(#[case] header: &str) {
    assert_eq!(super::header::meaning(header), None);
}

#[rstest]
#[case::family_and_given_name("Mã số,Họ đệm,Tên\nGV1,Nguyễn Thị,Lan\n")]
#[case::name_beside_given_name("Mã số,Họ và tên,Tên\nGV1,Nguyễn Thị,Lan\n")]
#[case::family_name_column("Họ,Tên,Tổ\nNguyễn Thị,Lan,Toán\n")]
#[case::one_column_called_ten("TT,Tên,Tổ\n1,Nguyễn Thị Lan,Toán\n")]
#[case::names_alone("Họ và tên\nNguyễn Thị Lan\n")]
#[case::any_order("Trình độ;Tổ;Họ và tên\nĐH;Toán;Nguyễn Thị Lan\n")]
fn a_name_is_read_whole(#[case] csv: &str) {
    assert_eq!(names(csv.as_bytes()), ["Nguyễn Thị Lan"]);
}

#[test]
fn columns_tell_what_they_were_taken_for() {
    let columns = sheet("TT,Họ và tên,Điện thoại,Tổ\n1,Lê Văn Tám,0912,Văn phòng\n".as_bytes()).columns;
    let fields: Vec<_> = columns.iter().map(|column| column.field.map_or("", Field::name)).collect();

    assert_eq!(fields, ["order", "full_name", "", "department"]);
    assert_eq!(columns[2].header, "Điện thoại");
}

#[test]
fn windows_vietnamese_code_page_is_read() {
    // "Họ và tên;Tổ" and "Nguyễn Thị Lan;Toán" as code page 1258 writes them: tones stand after their letters.
    let mut bytes = b"Ho\xf2 va\xcc t\xean;T\xf4\xd2\n".to_vec();
    bytes.extend(b"Nguy\xea\xden Thi\xf2 Lan;To\xe1n\n");
    let row = sheet(&bytes).rows.remove(0);

    assert_eq!((row.full_name.as_str(), row.department.as_str()), ("Nguyễn Thị Lan", "Toán"));
}

#[rstest]
#[case::tcvn3_bytes(b"TT;H\xe4 v\xb5 t\xaan;T\xe6\n1;Nguy\xd4n Th\xde Lan;To\xb8n\n2;L\xb7 \xae\xd7nh Kh\xabi;To\xb8n\n".to_vec())]
#[case::tcvn3_in_unicode("TT;Hä vµ tªn;Tæ\n1;NguyÔn ThÞ Lan;To¸n\n2;Lu §×nh Kh«i;To¸n\n".as_bytes().to_vec())]
#[case::vni_in_unicode("TT;Hoï vaø teân;Toå\n1;Nguyeãn Thò Höông;Toaùn\n2;Löu Ñình Khoâi;Toaùn\n".as_bytes().to_vec())]
fn text_in_an_old_encoding_is_recognised(#[case] bytes: Vec<u8>) {
    assert_eq!(read(&bytes), Err(RosterError::OldEncoding));
}

#[rstest]
#[case::no_bytes(Vec::new(), RosterError::Empty)]
#[case::nothing_but_separators(b",,,\n;;\n\n".to_vec(), RosterError::Empty)]
#[case::running_text(b"Kinh gui cac thay co giao.\nMoi hop luc 8 gio.\n".to_vec(), RosterError::NotATable)]
#[case::rubbish((0..=255).cycle().take(4_001).collect(), RosterError::Unreadable)]
#[case::a_picture(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x01\x02\x03".to_vec(), RosterError::Unreadable)]
#[case::a_cut_off_workbook(b"PK\x03\x04\x14\x00\x06\x00\x08\x00".to_vec(), RosterError::Unreadable)]
#[case::a_cut_off_old_workbook(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing".to_vec(), RosterError::Unreadable)]
#[case::nobody("TT,Họ và tên,Tổ\n,,\n,Tổng số: 0,\n".as_bytes().to_vec(), RosterError::NoPeople)]
#[case::too_large(vec![b'a'; LARGEST_FILE + 1], RosterError::TooLarge)]
fn a_file_that_is_no_roster_says_why(#[case] bytes: Vec<u8>, #[case] expected: RosterError) {
    assert_eq!(read(&bytes), Err(expected));
}

#[test]
fn without_a_column_of_names_the_headers_are_told() {
    let csv = "Bảng điểm,,\nLớp,Môn,Điểm\n8A,Toán,9\n";
    let headers = vec!["Lớp".to_owned(), "Môn".to_owned(), "Điểm".to_owned()];

    assert_eq!(read(csv.as_bytes()), Err(RosterError::NoNameColumn { headers }));
}
