//! Comma, semicolon or tab: the file is read with each, and its header tells which was meant.

use super::header;
use super::table::{Line, Table, clean};

const SEPARATORS: [u8; 3] = *b",;\t";

/// Reads text in columns: one table, by the separator under which it makes most sense.
pub(super) fn read(text: &str) -> Vec<Table> {
    // One kind of line end, so that lines are counted as editors count them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let tables = SEPARATORS.map(|separator| split(&text, separator));
    let sense = |table: &Table| {
        let score = header::find(table).map(|header| header.score());
        (score, table.lines.iter().map(|line| line.filled().count()).sum::<usize>())
    };
    tables.into_iter().max_by_key(sense).into_iter().collect()
}

fn split(text: &str, separator: u8) -> Table {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    // Text in memory that is UTF-8 and may have rows of any length gives no error.
    for record in reader.records().map_while(Result::ok) {
        let number = record.position().map_or(0, |position| position.line() as u32);
        lines.push(Line { number, cells: record.iter().map(clean).collect() });
    }
    Table { name: String::new(), lines }
}
