//! Roles, stages and kinds of participants.

use crate::date::Date;
use crate::id::DepartmentId;

named! {
    /// The role in which a member acts (protocol section 4); a record names it as its capacity.
    Role {
        /// Every active member.
        Member = "member",
        /// Giáo viên, nhân viên.
        Staff = "staff",
        /// Tổ trưởng.
        DepartmentHead = "department_head",
        /// Tổ phó.
        DeputyHead = "deputy_head",
        /// Cán bộ Công đoàn.
        UnionOfficer = "union_officer",
        /// Ban giám hiệu.
        Leadership = "leadership",
        /// Chủ tịch Hội đồng thi đua, khen thưởng.
        CouncilChair = "council_chair",
        /// Phó Chủ tịch Hội đồng.
        CouncilViceChair = "council_vice_chair",
        /// Thư ký Hội đồng.
        CouncilSecretary = "council_secretary",
        /// Ủy viên Hội đồng.
        CouncilMember = "council_member",
        /// Văn thư.
        Clerk = "clerk",
        /// Quản trị danh sách.
        Registrar = "registrar",
        /// Người thẩm định.
        Appraiser = "appraiser",
        /// Người thẩm định chính.
        LeadAppraiser = "lead_appraiser",
        /// Người chấm.
        Reviewer = "reviewer",
        /// Người kiểm phiếu.
        Teller = "teller",
        /// Tác giả, đồng tác giả.
        Author = "author",
        /// Người bảo trợ.
        Sponsor = "sponsor",
        /// Người nhập hộ.
        Typist = "typist",
    }
}

impl Role {
    /// Gives the protocol's code (section 4).
    pub const fn code(self) -> u8 {
        match self {
            Self::Member => 0,
            Self::Staff => 1,
            Self::DepartmentHead => 2,
            Self::DeputyHead => 3,
            Self::UnionOfficer => 4,
            Self::Leadership => 5,
            Self::CouncilChair => 6,
            Self::CouncilViceChair => 7,
            Self::CouncilSecretary => 8,
            Self::CouncilMember => 9,
            Self::Clerk => 10,
            Self::Registrar => 11,
            Self::Appraiser => 20,
            Self::LeadAppraiser => 21,
            Self::Reviewer => 22,
            Self::Teller => 23,
            Self::Author => 30,
            Self::Sponsor => 31,
            Self::Typist => 32,
        }
    }

    /// Finds the role with the protocol's code.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// Tells whether the role is granted for one department.
    pub const fn is_of_a_department(self) -> bool {
        matches!(self, Self::Staff | Self::DepartmentHead | Self::DeputyHead)
    }
}

named! {
    /// Cấp duyệt: a stage of approval.
    Stage {
        /// Tổ.
        Department = "department",
        /// Công đoàn.
        Union = "union",
        /// Ban giám hiệu.
        Leadership = "leadership",
    }
}

impl Stage {
    /// Gives the protocol's code: 1, 2, 3.
    pub const fn code(self) -> u8 {
        match self {
            Self::Department => 1,
            Self::Union => 2,
            Self::Leadership => 3,
        }
    }

    /// Finds the stage with the protocol's code.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|stage| stage.code() == code)
    }

    /// Tells whether a role decides at this stage by itself, without the passing on of CI-2.
    pub const fn belongs_to(self, role: Role) -> bool {
        matches!(
            (self, role),
            (Self::Department, Role::DepartmentHead | Role::DeputyHead)
                | (Self::Union, Role::UnionOfficer)
                | (Self::Leadership, Role::Leadership)
        )
    }
}

/// A role that a member holds, with its scope and its days (domain, section 2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capacity {
    /// The role.
    pub role: Role,
    /// The department it is held for; none for a role of the whole school.
    pub department: Option<DepartmentId>,
    /// The first day, where one is set; shown and reminded of, never judged by a clock.
    pub from: Option<Date>,
    /// The last day, where one is set.
    pub until: Option<Date>,
}

named! {
    /// Đối tượng thi đua: what kind of participant an initiative comes from.
    ParticipantKind {
        /// Tập thể tổ chuyên môn, văn phòng.
        Department = "department",
        /// Cán bộ quản lý: Ban giám hiệu, tổ trưởng.
        Leader = "leader",
        /// Giáo viên.
        Teacher = "teacher",
        /// Nhân viên.
        Staff = "staff",
        /// Học sinh.
        Pupil = "pupil",
    }
}

#[cfg(test)]
mod tests;
