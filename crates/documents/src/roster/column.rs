//! What the columns of a roster are taken for.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Field {
    /// TT.
    Order,
    /// Họ và tên.
    Name,
    /// Họ và đệm, when the name stands in two columns.
    FamilyName,
    /// Tên, when the name stands in two columns.
    GivenName,
    /// Mã CBGV.
    StaffCode,
    /// Ngày sinh.
    BirthDate,
    /// Tổ.
    Department,
    /// Chức vụ, nhiệm vụ.
    Position,
    /// Môn dạy.
    Subjects,
    /// Trình độ.
    Qualification,
}

impl Field {
    /// Gives the stable word of the contract.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Name => "full_name",
            Self::FamilyName => "family_name",
            Self::GivenName => "given_name",
            Self::StaffCode => "staff_code",
            Self::BirthDate => "birth_date",
            Self::Department => "department",
            Self::Position => "position",
            Self::Subjects => "subjects",
            Self::Qualification => "qualification",
        }
    }
}

/// A cell of the header and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// As written.
    pub header: String,
    /// The meaning; none when the column is not used.
    pub field: Option<Field>,
}
