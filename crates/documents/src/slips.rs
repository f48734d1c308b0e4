//! Phiếu mời: invitations on paper, eight on a page of A4, with QR codes and the same code to type.

#![cfg_attr(
    feature = "whole",
    expect(clippy::cast_precision_loss, reason = "counts of modules, letters and rows are far below 2^23")
)]

use domain::date::Date;

use crate::QrError;

#[cfg(feature = "whole")]
mod face;
#[cfg(feature = "whole")]
mod pdf;
#[cfg(feature = "whole")]
mod qr;
#[cfg(feature = "whole")]
mod slip;

#[cfg(feature = "whole")]
pub use pdf::pdf;

/// One invitation as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Slip {
    /// The school's name.
    pub school: String,
    /// Who is invited.
    pub name: String,
    /// Their department; empty for leadership.
    pub department: String,
    /// The whole ticket, as text.
    pub ticket: String,
    /// The address that a camera reads from the QR code, with the ticket in it.
    pub address: String,
    /// Last day of use.
    pub expires: Date,
    /// Where a browser reaches the relay.
    pub relay: String,
}

/// Why slips cannot be printed.
#[derive(Debug, thiserror::Error)]
pub enum SlipsError {
    /// An address with its ticket is too long for a QR code.
    #[error(transparent)]
    Qr(#[from] QrError),
    /// The PDF could not be written.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

#[cfg(all(test, feature = "whole"))]
mod tests;
