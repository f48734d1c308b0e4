//! Workbooks: .xlsx, .xls, .xlsb and .ods, through calamine.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{
    Data, Dimensions, ExcelDateTime, Ods, OdsError, Reader, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use domain::date::Date;

use super::table::{Line, Table, clean};
use super::{LARGEST_FILE, RosterError};

/// Rows and columns beyond these are not a school's roster.
const MOST_ROWS: u32 = 20_000;
const MOST_COLUMNS: u32 = 100;

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Tells by its first bytes whether a file is a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND_FILE)
}

/// Reads every sheet of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Table>, RosterError> {
    if bytes.starts_with(COMPOUND_FILE) {
        return read_compound(bytes);
    }
    if unpacked_size(bytes) > 20 * LARGEST_FILE as u64 {
        return Err(RosterError::TooLarge);
    }
    match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => read_xlsx(workbook),
        Err(XlsxError::Password) => Err(RosterError::PasswordProtected),
        Err(_) => read_other_zip(bytes),
    }
}

fn read_compound(bytes: &[u8]) -> Result<Vec<Table>, RosterError> {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
        return Err(RosterError::PasswordProtected);
    }
    match Xls::new(Cursor::new(bytes)) {
        Ok(workbook) => read_ranges(workbook),
        Err(XlsError::Password) => Err(RosterError::PasswordProtected),
        Err(_) => Err(RosterError::Unreadable),
    }
}

fn read_other_zip(bytes: &[u8]) -> Result<Vec<Table>, RosterError> {
    match Ods::new(Cursor::new(bytes)) {
        Ok(workbook) => return read_ranges(workbook),
        Err(OdsError::Password) => return Err(RosterError::PasswordProtected),
        Err(_) => {}
    }
    match Xlsb::new(Cursor::new(bytes)) {
        Ok(workbook) => read_ranges(workbook),
        Err(XlsbError::Password) => Err(RosterError::PasswordProtected),
        Err(_) => Err(RosterError::Unreadable),
    }
}

/// Cell by cell, because one cell in the last corner of a sheet would else ask for gigabytes.
fn read_xlsx(mut workbook: Xlsx<Cursor<&[u8]>>) -> Result<Vec<Table>, RosterError> {
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut cells = Cells::default();
        while let Some(cell) = reader.next_cell().map_err(|_| RosterError::Unreadable)? {
            cells.put(cell.get_position(), &Data::from(cell.get_value().clone()))?;
        }
        for region in &merged {
            cells.spread(region);
        }
        tables.push(cells.into_table(name));
    }
    Ok(tables)
}

fn read_ranges<'a, R: Reader<Cursor<&'a [u8]>>>(mut workbook: R) -> Result<Vec<Table>, RosterError> {
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Cells::default();
        for (row, column, value) in range.used_cells() {
            cells.put((top + row as u32, left + column as u32), value)?;
        }
        tables.push(cells.into_table(name));
    }
    Ok(tables)
}

/// The cells of one sheet that hold something, by row and column.
#[derive(Default)]
struct Cells(BTreeMap<u32, BTreeMap<u32, String>>);

impl Cells {
    fn put(&mut self, (row, column): (u32, u32), value: &Data) -> Result<(), RosterError> {
        let text = text(value);
        if text.is_empty() || column >= MOST_COLUMNS {
            return Ok(());
        }
        if row >= MOST_ROWS {
            return Err(RosterError::TooLarge);
        }
        self.0.entry(row).or_default().insert(column, text);
        Ok(())
    }

    /// A cell merged over several rows holds for each of them: a department beside its people.
    fn spread(&mut self, region: &Dimensions) {
        let ((top, left), (bottom, right)) = (region.start, region.end);
        let text = self.0.get(&top).and_then(|row| row.get(&left)).cloned();
        if let Some(text) = text.filter(|_| left == right && top < bottom) {
            for (_, row) in self.0.range_mut(top + 1..=bottom) {
                row.entry(left).or_insert_with(|| text.clone());
            }
        }
    }

    fn into_table(self, name: String) -> Table {
        let lines = self.0.into_iter().map(|(row, cells)| {
            let width = cells.keys().next_back().map_or(0, |last| last + 1);
            let mut cells = cells;
            let cells = (0..width).map(|column| cells.remove(&column).unwrap_or_default()).collect();
            Line { number: row + 1, cells }
        });
        Table { name, lines: lines.collect() }
    }
}

fn text(value: &Data) -> String {
    match value {
        Data::String(text) | Data::DateTimeIso(text) => clean(text.strip_suffix("T00:00:00").unwrap_or(text)),
        Data::DateTime(moment) => day(moment),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        _ => String::new(),
    }
}

fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Date::new(year, month, day).map(|date| date.to_string()).unwrap_or_default()
}

/// Bytes that a ZIP archive says it unpacks to, by its central directory.
fn unpacked_size(bytes: &[u8]) -> u64 {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let entries = bytes.windows(28).filter(|window| window.starts_with(ENTRY));
    entries.map(|entry| u64::from(u32::from_le_bytes([entry[24], entry[25], entry[26], entry[27]]))).sum()
}
