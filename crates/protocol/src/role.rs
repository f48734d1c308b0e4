//! Roles, and the role in which a record is signed (protocol section 4).

use crate::cbor::{Malformed, Reader, Writer as CborWriter};
use crate::id::{MemberId, ScopeId};

/// A role by its number in policy 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// Every active member.
    Member = 0,
    /// Giáo viên, nhân viên: belongs to a department.
    Staff = 1,
    /// Tổ trưởng.
    DepartmentHead = 2,
    /// Tổ phó.
    DeputyHead = 3,
    /// Cán bộ Công đoàn.
    UnionOfficer = 4,
    /// Ban giám hiệu.
    Leadership = 5,
    /// Chủ tịch hội đồng.
    CouncilChair = 6,
    /// Phó chủ tịch hội đồng.
    CouncilViceChair = 7,
    /// Thư ký hội đồng.
    CouncilSecretary = 8,
    /// Ủy viên hội đồng.
    CouncilMember = 9,
    /// Văn thư.
    Clerk = 10,
    /// Quản trị danh sách.
    Registrar = 11,
    /// Người thẩm định, for one initiative of a round.
    Appraiser = 20,
    /// The appraiser who concludes.
    LeadAppraiser = 21,
    /// Người chấm, for one initiative of a round.
    Reviewer = 22,
    /// Người kiểm phiếu.
    Teller = 23,
    /// Tác giả.
    Author = 30,
    /// Người bảo trợ of pupils.
    Sponsor = 31,
    /// Người nhập hộ: types for a colleague on paper.
    Typist = 32,
}

impl Role {
    /// Every one, by code.
    pub const ALL: &'static [Self] = &[
        Self::Member,
        Self::Staff,
        Self::DepartmentHead,
        Self::DeputyHead,
        Self::UnionOfficer,
        Self::Leadership,
        Self::CouncilChair,
        Self::CouncilViceChair,
        Self::CouncilSecretary,
        Self::CouncilMember,
        Self::Clerk,
        Self::Registrar,
        Self::Appraiser,
        Self::LeadAppraiser,
        Self::Reviewer,
        Self::Teller,
        Self::Author,
        Self::Sponsor,
        Self::Typist,
    ];

    /// Gives the number that travels.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Finds the one with this number.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| u64::from(one.code()) == code)
    }

    /// Names it in snake case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Staff => "staff",
            Self::DepartmentHead => "department_head",
            Self::DeputyHead => "deputy_head",
            Self::UnionOfficer => "union_officer",
            Self::Leadership => "leadership",
            Self::CouncilChair => "council_chair",
            Self::CouncilViceChair => "council_vice_chair",
            Self::CouncilSecretary => "council_secretary",
            Self::CouncilMember => "council_member",
            Self::Clerk => "clerk",
            Self::Registrar => "registrar",
            Self::Appraiser => "appraiser",
            Self::LeadAppraiser => "lead_appraiser",
            Self::Reviewer => "reviewer",
            Self::Teller => "teller",
            Self::Author => "author",
            Self::Sponsor => "sponsor",
            Self::Typist => "typist",
        }
    }
}

impl Role {
    /// Says whether registrars grant it in the control log.
    pub const fn is_granted(self) -> bool {
        matches!(self as u8, 1..=10)
    }

    /// Says whether a round appoints it by `assign_reviewer`.
    pub const fn is_appointed(self) -> bool {
        matches!(self as u8, 20..=23)
    }

    /// Says whether a document names it in `open` and `writers`.
    pub const fn is_named(self) -> bool {
        matches!(self as u8, 30..=32)
    }

    /// Says whether it is held over one department.
    pub const fn is_departmental(self) -> bool {
        matches!(self as u8, 1..=3)
    }

    /// Says whether it belongs to the council.
    pub const fn is_council(self) -> bool {
        matches!(self as u8, 6..=9)
    }
}

/// The role that a record is signed in, and what it is held over.
///
/// Departmental roles name their department, appointed ones their round; council roles name a
/// round or nothing; all others nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Capacity {
    /// The role.
    pub role: Role,
    /// What the role is held over.
    pub scope: Option<ScopeId>,
}

impl Capacity {
    /// Builds the capacity of a role over the whole school or over the document itself.
    pub const fn of(role: Role) -> Self {
        Self { role, scope: None }
    }

    /// Builds the capacity of a role over a department or round.
    pub const fn over(role: Role, scope: ScopeId) -> Self {
        Self { role, scope: Some(scope) }
    }

    pub(crate) fn write(&self, writer: &mut CborWriter) {
        writer.array(2);
        writer.uint(u64::from(self.role.code()));
        writer.bytes_or_null(self.scope);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array(2)?;
        let role = Role::from_code(reader.uint()?).ok_or(Malformed)?;
        Ok(Self { role, scope: reader.id_or_null()? })
    }
}

/// Somebody whom a document names as its author, sponsor or typist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Writer {
    /// Who.
    pub member: MemberId,
    /// As what: author, sponsor or typist.
    pub role: Role,
}
