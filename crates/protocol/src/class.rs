//! Classes of documents, who reads them, and the stages of approval (protocol section 5).

/// What a document is for; it decides who opens, changes and reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// Departments, positions, ids of the list files.
    People = 1,
    /// Year plan, rules, calendar.
    Movement = 2,
    /// Sáng kiến.
    Initiative = 3,
    /// A report of a department.
    DepartmentReport = 4,
    /// A report of the school.
    SchoolReport = 5,
    /// Đợt xét: list, agenda and text of the minutes.
    Round = 6,
    /// A seminar or conference.
    Event = 7,
}

impl Class {
    /// Every one, by code.
    pub const ALL: &'static [Self] = &[
        Self::People,
        Self::Movement,
        Self::Initiative,
        Self::DepartmentReport,
        Self::SchoolReport,
        Self::Round,
        Self::Event,
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
            Self::People => "people",
            Self::Movement => "movement",
            Self::Initiative => "initiative",
            Self::DepartmentReport => "department_report",
            Self::SchoolReport => "school_report",
            Self::Round => "round",
            Self::Event => "event",
        }
    }
}

/// Who may read a document; it only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Audience {
    /// Those who may write it.
    Authors = 1,
    /// Also those who judge it: what was submitted.
    Group = 2,
    /// Every active member: what was published.
    School = 3,
}

impl Audience {
    /// Every one, by code.
    pub const ALL: &'static [Self] = &[Self::Authors, Self::Group, Self::School];

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
            Self::Authors => "authors",
            Self::Group => "group",
            Self::School => "school",
        }
    }
}

/// Cấp duyệt: a stage of approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stage {
    /// The department.
    Department = 1,
    /// The union.
    Union = 2,
    /// The administration.
    Leadership = 3,
}

impl Stage {
    /// Every one, by code.
    pub const ALL: &'static [Self] = &[Self::Department, Self::Union, Self::Leadership];

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
            Self::Department => "department",
            Self::Union => "union",
            Self::Leadership => "leadership",
        }
    }
}
