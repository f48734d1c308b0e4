//! From a file's bytes to rows, whatever kind of file it is.

use super::table::Table;
use super::{LARGEST_FILE, RosterError, RosterSheet, delimited, header, person, text, workbook};

/// Reads a roster; what the file is, its first bytes tell and not its name.
pub fn read(bytes: &[u8]) -> Result<RosterSheet, RosterError> {
    if bytes.len() > LARGEST_FILE {
        return Err(RosterError::TooLarge);
    }
    if bytes.is_empty() {
        return Err(RosterError::Empty);
    }
    let tables = if workbook::is_workbook(bytes) {
        workbook::read(bytes)?
    } else {
        delimited::read(&text::decode(bytes)?)
    };
    read_best(tables)
}

/// Reads the table whose header is understood best; the first of equals.
fn read_best(tables: Vec<Table>) -> Result<RosterSheet, RosterError> {
    if tables.iter().all(Table::is_blank) {
        return Err(RosterError::Empty);
    }
    if tables.iter().any(|table| text::looks_old(table.cells())) {
        return Err(RosterError::OldEncoding);
    }
    let found = tables.iter().filter_map(|table| Some((table, header::find(table)?)));
    let best = found.reduce(|best, next| if next.1.score() > best.1.score() { next } else { best });
    match best {
        Some((table, header)) => person::read(table, header),
        None => Err(header::none_found(&tables)),
    }
}
