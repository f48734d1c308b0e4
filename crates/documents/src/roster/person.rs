//! From the lines below the header to people.

use domain::date::Date;
use domain::roster::PersonRow;
use domain::text::{fold, nfc};

use super::column::Field;
use super::header::{Header, meaning};
use super::table::{Line, Table};
use super::{RosterError, RosterSheet};

/// Days of Excel's calendar that can be somebody's birthday: 1920 to 2149.
const SERIALS: std::ops::RangeInclusive<i64> = 7_306..=91_312;
/// Day 0 of Excel's calendar, 30/12/1899, in days from 01/01/1970.
const EXCEL_ZERO: i64 = -25_569;

/// Reads everybody below the header.
pub(super) fn read(table: &Table, header: Header) -> Result<RosterSheet, RosterError> {
    let mut rows = Vec::new();
    let mut section = String::new();
    let mut over = false;
    for line in table.lines.iter().skip(header.line + 1) {
        match kind(line, &header, over) {
            Kind::Person => rows.push(person(line, &header, &section)),
            Kind::Section(department) => section = department,
            Kind::End => over = true,
            Kind::Nothing => {}
        }
    }
    if rows.is_empty() {
        return Err(RosterError::NoPeople);
    }
    Ok(RosterSheet { sheet: table.name.clone(), columns: header.columns, rows })
}

enum Kind {
    /// Somebody, or somebody's line without a name.
    Person,
    /// A department over several lines: "II. Tổ Ngữ văn".
    Section(String),
    /// Totals, place and date, or a signature: below it single cells are names of signers.
    End,
    /// Blank, a repeated header, or column numbers.
    Nothing,
}

fn kind(line: &Line, header: &Header, over: bool) -> Kind {
    let name = name(line, header);
    let first = line.filled().next().unwrap_or_default();
    let lone = line.filled().count() == 1;
    if line.is_blank() || is_header(&name) || is_column_numbers(line) {
        Kind::Nothing
    } else if is_end(first) || is_end(&name) {
        Kind::End
    } else if let Some(department) = section(line, header) {
        Kind::Section(department)
    } else if lone && (over || name.is_empty()) {
        Kind::Nothing
    } else {
        Kind::Person
    }
}

/// "Tổng" and "Cộng" with their marks: without them Tống and Công are people's names.
fn is_end(cell: &str) -> bool {
    let (marked, plain) = (nfc(&cell.to_lowercase()), fold(cell));
    let begins = |known: &[&str]| known.iter().any(|known| plain.starts_with(known));
    marked.starts_with("tổng cộng")
        || marked.starts_with("tổng số")
        || marked.starts_with("tổng:")
        || marked == "tổng"
        || marked.starts_with("cộng:")
        || marked == "cộng"
        || begins(&[
            "tong cong",
            "tong so",
            "cong danh sach",
            "danh sach nay",
            "danh sach co",
            "danh sach gom",
        ])
        || begins(&["nguoi lap", "lap bieu", "thu truong", "xac nhan cua", "ghi chu:", "an dinh danh sach"])
        || (plain.contains("ngay") && plain.contains("thang") && plain.contains(" nam "))
}

/// The header again, as on every printed page.
fn is_header(name: &str) -> bool {
    matches!(meaning(name), Some(Field::Name | Field::FamilyName | Field::GivenName))
}

/// "(1) (2) (3)" below a header.
fn is_column_numbers(line: &Line) -> bool {
    let number = |cell: &str| cell.trim_matches(['(', ')', '[', ']']).parse::<u8>().is_ok();
    line.filled().count() > 1 && line.filled().all(number)
}

/// A line that names a department and nobody: one text, perhaps after a number or a letter, perhaps before a count.
fn section(line: &Line, header: &Header) -> Option<String> {
    let texts: Vec<&str> =
        line.filled().filter(|cell| cell.chars().filter(|c| c.is_alphabetic()).count() > 3).collect();
    let [text] = texts[..] else { return None };
    let words = text.trim_start_matches(|character: char| !character.is_alphabetic());
    let words = without_number(words);
    let plain = fold(words);
    let is_department = plain.starts_with("to ")
        || ["ban giam hieu", "bgh", "van phong", "bo phan", "hanh chinh"]
            .iter()
            .any(|known| plain.starts_with(known));
    let is_alone = line.filled().count() == 1;
    let elsewhere = header.columns_of(Field::Department).all(|column| line.cell(column).is_empty());
    (is_department && (is_alone || elsewhere) && line.filled().count() <= 3)
        .then(|| words.trim_end_matches([':', '.']).to_owned())
}

/// "II. Tổ Ngữ văn" and "B) Tổ …" without their numbers.
fn without_number(text: &str) -> &str {
    match text.split_once(['.', ')', '-', '/']) {
        Some((number, rest)) if number.trim().chars().all(|c| "IVXLCivxlABCDEFGH".contains(c)) => {
            rest.trim_start()
        }
        _ => text,
    }
}

fn name(line: &Line, header: &Header) -> String {
    let fields = [Field::Name, Field::FamilyName, Field::GivenName];
    joined(fields.iter().flat_map(|field| header.columns_of(*field)).map(|column| line.cell(column)), " ")
}

fn person(line: &Line, header: &Header, section: &str) -> PersonRow {
    let text = |field| joined(header.columns_of(field).map(|column| line.cell(column)), "; ");
    let department = text(Field::Department);
    let birth = text(Field::BirthDate);
    PersonRow {
        line: line.number,
        staff_code: text(Field::StaffCode),
        full_name: name(line, header),
        birth_date: date(&birth).map_or(birth, |date| date.to_string()),
        department: if department.is_empty() { section.to_owned() } else { department },
        position: text(Field::Position),
        subjects: text(Field::Subjects),
        qualification: text(Field::Qualification),
    }
}

fn joined<'a>(cells: impl Iterator<Item = &'a str>, separator: &str) -> String {
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(separator)
}

/// Reads a day: as people write it, or as a number of Excel's calendar.
fn date(text: &str) -> Option<Date> {
    let serial = || {
        let days = text.parse::<i64>().ok().filter(|days| SERIALS.contains(days))?;
        Some(Date::from_days_since_1970(days + EXCEL_ZERO))
    };
    let spaced = || Date::parse_input(&text.replace(' ', "")).ok();
    Date::parse_input(text).ok().or_else(spaced).or_else(serial)
}
