//! The header row: where it is, and which column means what.

use domain::text::fold;

use super::RosterError;
use super::column::{Column, Field};
use super::table::{Line, Table};

/// A header may stand below this many rows of titles.
const DEEPEST: usize = 40;
/// Longer texts are titles or remarks, not names of columns.
const LONGEST: usize = 60;

/// A header that was found.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its place among the table's lines.
    pub(super) line: usize,
    /// Its columns, from the left.
    pub(super) columns: Vec<Column>,
}

impl Header {
    /// How many different things are understood.
    pub(super) fn score(&self) -> usize {
        let mut fields: Vec<Field> = self.columns.iter().filter_map(|column| column.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    /// The columns that hold a field; more than one where duties are spread over several.
    pub(super) fn columns_of(&self, field: Field) -> impl Iterator<Item = usize> {
        self.columns
            .iter()
            .enumerate()
            .filter(move |(_, column)| column.field == Some(field))
            .map(|(place, _)| place)
    }

    fn has(&self, field: Field) -> bool {
        self.columns_of(field).next().is_some()
    }
}

/// Finds the row that names most columns, names among them; the first of equals.
pub(super) fn find(table: &Table) -> Option<Header> {
    let headers = table.lines.iter().take(DEEPEST).enumerate().map(|(place, line)| understand(place, line));
    let usable = headers.filter(|header| header.has(Field::Name) || header.has(Field::GivenName));
    usable.reduce(|best, next| if next.score() > best.score() { next } else { best })
}

/// Says why nothing can be read: no columns at all, or none of names.
pub(super) fn none_found(tables: &[Table]) -> RosterError {
    let lines = || tables.iter().flat_map(|table| table.lines.iter().take(DEEPEST));
    if lines().all(|line| line.filled().count() < 2) {
        return RosterError::NotATable;
    }
    let widest = lines().map(|line| (understand(0, line).score(), line.filled().count())).max();
    let likeliest = lines().find(|line| Some((understand(0, line).score(), line.filled().count())) == widest);
    let headers = likeliest.map(|line| line.filled().take(30).map(shorten).collect());
    RosterError::NoNameColumn { headers: headers.unwrap_or_default() }
}

fn shorten(cell: &str) -> String {
    cell.chars().take(LONGEST).collect()
}

fn understand(place: usize, line: &Line) -> Header {
    let mut columns: Vec<Column> =
        line.cells.iter().map(|cell| Column { header: cell.clone(), field: meaning(cell) }).collect();
    name_in_two_columns(&mut columns);
    keep_first_of_each(&mut columns);
    Header { line: place, columns }
}

/// "Họ và tên" beside "Tên" means family and middle names; "Tên" alone means the whole name.
fn name_in_two_columns(columns: &mut [Column]) {
    let place = |field| columns.iter().position(|column: &Column| column.field == Some(field));
    let (name, family, given) = (place(Field::Name), place(Field::FamilyName), place(Field::GivenName));
    match (name, family, given) {
        (Some(name), None, Some(given)) if given == name + 1 => columns[name].field = Some(Field::FamilyName),
        (Some(_), _, Some(given)) => columns[given].field = None,
        (None, None, Some(given)) => columns[given].field = Some(Field::Name),
        _ => {}
    }
}

/// Duties and subjects may be spread over columns; of anything else the first column counts.
fn keep_first_of_each(columns: &mut [Column]) {
    let mut seen = Vec::new();
    for column in columns {
        match column.field {
            None | Some(Field::Position | Field::Subjects) => {}
            Some(field) if seen.contains(&field) => column.field = None,
            Some(field) => seen.push(field),
        }
    }
}

/// Tells what a header cell means, whatever its spelling, capitals, accents or marks.
pub(super) fn meaning(cell: &str) -> Option<Field> {
    if cell.is_empty() || cell.chars().count() > LONGEST {
        return None;
    }
    let words =
        fold(&cell.replace(|character: char| !character.is_alphanumeric() && character != '\u{301}', " "));
    let is = |known: &[&str]| known.contains(&words.as_str());
    let begins =
        |known: &[&str]| known.iter().any(|known| words == *known || words.starts_with(&format!("{known} ")));
    let has = |known: &[&str]| known.iter().any(|known| format!(" {words} ").contains(&format!(" {known} ")));

    if begins(&["danh sach", "truong", "phong", "ubnd"]) || has(&["hoc sinh", "phu huynh"]) {
        None
    } else if is(&["tt", "stt", "so tt", "so thu tu", "thu tu", "no"]) {
        Some(Field::Order)
    } else if begins(&[
        "ho dem",
        "ho va dem",
        "ho va ten dem",
        "ho ten dem",
        "ho lot",
        "ho va ten lot",
        "ho chu dem",
    ]) || is(&["ho", "ho va chu dem", "ho va chu lot", "family name", "last name"])
    {
        Some(Field::FamilyName)
    } else if begins(&["ho va ten", "ho ten", "ho va  ten", "ten giao vien", "ten can bo", "ten nhan vien"])
        || is(&["full name", "name", "ten day du", "ho ten day du"])
    {
        Some(Field::Name)
    } else if is(&["ten", "given name", "first name", "ten goi"]) {
        Some(Field::GivenName)
    } else if begins(&[
        "ngay sinh",
        "ngay thang nam sinh",
        "ngay thang sinh",
        "sinh ngay",
        "nam sinh",
        "ntns",
        "ns",
    ]) || is(&["date of birth", "birth date", "dob", "ngay thang nam"])
    {
        Some(Field::BirthDate)
    } else if has(&["trinh do", "bang cap", "hoc vi", "van bang"]) || is(&["qualification", "dao tao"]) {
        Some(Field::Qualification)
    } else if begins(&["ma"]) || is(&["staff code", "code", "id"]) || begins(&["so hieu", "so dinh danh"]) {
        let other =
            has(&["thue", "ngach", "luong", "bhxh", "lop", "truong", "chuc danh", "hang", "buu chinh"]);
        (!other).then_some(Field::StaffCode)
    } else if begins(&["to"]) && !begins(&["to truong", "to pho"])
        || is(&["bo phan", "don vi", "phong ban", "to bo phan", "don vi cong tac", "department", "khoi"])
        || begins(&["bo phan", "thuoc to", "sinh hoat to"])
    {
        Some(Field::Department)
    } else if has(&["chuc vu", "nhiem vu", "kiem nhiem", "chuc danh", "vai tro", "cong viec", "phan cong"])
        && !has(&["chuc danh nghe nghiep", "hang", "day mon"])
        || is(&["position", "role", "roles"])
    {
        Some(Field::Position)
    } else if begins(&["mon", "day mon", "bo mon", "phan mon"])
        || is(&[
            "chuyen mon",
            "giang day",
            "chuyen mon giang day",
            "subject",
            "subjects",
            "phan cong day mon",
        ])
    {
        Some(Field::Subjects)
    } else {
        None
    }
}
