//! Danh sách nhân sự: reads a school's roster from CSV or a workbook.

mod column;
#[cfg(feature = "whole")]
mod delimited;
#[cfg(feature = "whole")]
mod header;
#[cfg(feature = "whole")]
mod person;
#[cfg(feature = "whole")]
mod read;
#[cfg(feature = "whole")]
mod table;
#[cfg(feature = "whole")]
mod text;
#[cfg(feature = "whole")]
mod workbook;

pub use column::{Column, Field};
#[cfg(feature = "whole")]
pub use read::read;

use domain::roster::PersonRow;
use serde::{Deserialize, Serialize};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;

/// A roster as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterSheet {
    /// Name of the workbook's sheet that was read; empty for CSV.
    pub sheet: String,
    /// The header's cells and what they were taken for, from left to right.
    pub columns: Vec<Column>,
    /// One a person, in the order of the file, in NFC; a birthday that can be read is `1985-03-08`, any other
    /// stays as written.
    pub rows: Vec<PersonRow>,
}

/// Why a file is no roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RosterError {
    /// The file has no bytes, or no cell with anything in it.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than [`LARGEST_FILE`], unpacked larger than twenty times that, or has too many rows.
    #[error("the file is too large")]
    TooLarge,
    /// The workbook asks for a password.
    #[error("the workbook is protected by a password")]
    PasswordProtected,
    /// The file is neither text nor a workbook that can be read.
    #[error("the file is neither text nor a workbook")]
    Unreadable,
    /// The file is text, but not in columns.
    #[error("the file has no columns")]
    NotATable,
    /// The text was typed with an old font encoding (TCVN3, VNI); it has to be converted to Unicode first.
    #[error("the text is in an old encoding such as TCVN3 or VNI")]
    OldEncoding,
    /// No row names a column for people's names.
    #[error("no column holds names; the headers are {headers:?}")]
    NoNameColumn {
        /// The cells of the row that looks most like a header.
        headers: Vec<String>,
    },
    /// There is a header, and nobody below it.
    #[error("nobody stands below the header")]
    NoPeople,
}

impl RosterError {
    /// Gives the stable word that the contract carries as `details.reason`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::PasswordProtected => "password_protected",
            Self::Unreadable => "unreadable",
            Self::NotATable => "not_a_table",
            Self::OldEncoding => "old_encoding",
            Self::NoNameColumn { .. } => "no_name_column",
            Self::NoPeople => "no_people",
        }
    }
}

#[cfg(all(test, feature = "whole"))]
mod tests;
