//! What comes from and goes to paper: rosters in, invitation slips out.
//!
//! [`roster::read`] turns what a school's office has (CSV or a workbook, however its columns are
//! named and its text encoded) into rows of people; [`slips::pdf`] prints invitations.
//!
//! This crate deliberately knows no member, no role and no database: it reads what is written in a
//! file and says where, and `domain` judges what it means. It opens no file and no address itself.
//!
//! Read first: [`roster::RosterSheet`], [`roster::RosterError`], [`slips::Slip`].
//!
//! ```
//! let csv = "TT;Họ và tên;Tổ\n1;Nguyễn Thị Lan;Toán – Tin\n";
//! let sheet = documents::roster::read(csv.as_bytes())?;
//! assert_eq!(sheet.rows[0].full_name, "Nguyễn Thị Lan");
//! # Ok::<(), documents::roster::RosterError>(())
//! ```

mod qr;
pub mod roster;
pub mod slips;

pub use qr::{QrError, qr_svg};
