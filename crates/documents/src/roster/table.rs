//! A sheet as rows of texts, wherever it came from.

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The sheet's name; empty for CSV.
    pub(super) name: String,
    /// Its rows, top to bottom; rows without any cell may be left out.
    pub(super) lines: Vec<Line>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: u32,
    /// Its cells from the left, trimmed and NFC; a day is written `2027-01-05`.
    pub(super) cells: Vec<String>,
}

impl Table {
    pub(super) fn is_blank(&self) -> bool {
        self.lines.iter().all(Line::is_blank)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().flat_map(|line| line.cells.iter().map(String::as_str))
    }
}

impl Line {
    /// Gives a cell, empty where the row has none.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }

    /// The cells that hold a letter or a digit; lines and dots alone are decoration.
    pub(super) fn filled(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str).filter(|cell| cell.contains(char::is_alphanumeric))
    }
}

/// Gives a cell's text: NFC, one space between words, lines of a cell joined by a semicolon.
pub(super) fn clean(cell: &str) -> String {
    let visible = cell.replace(['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}'], "").replace('\u{a0}', " ");
    let lines: Vec<String> = visible
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    domain::text::nfc(&lines.join("; "))
}
