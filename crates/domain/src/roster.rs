//! Danh sách cán bộ: what an imported list of people would do, before anything is written
//! (domain, section 2).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::id::MemberId;
use crate::role::{ParticipantKind, Role};

mod classify;
mod plan;
mod position;

pub use plan::plan;
pub use position::{Positions, positions};

macro_rules! plain {
    ($($item:item)+) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            $item
        )+
    };
}

plain! {
    /// One row of an imported list, as its cells were read.
    #[derive(Default)]
    pub struct PersonRow {
        /// The line in the file, from 1.
        pub line: u32,
        /// Mã CBGV.
        pub staff_code: String,
        /// Họ tên.
        pub full_name: String,
        /// Ngày sinh.
        pub birth_date: String,
        /// Tổ.
        pub department: String,
        /// Chức vụ.
        pub position: String,
        /// Môn.
        pub subjects: String,
        /// Trình độ.
        pub qualification: String,
    }

    /// A person, in the stored form.
    #[derive(Default)]
    pub struct Person {
        /// Mã CBGV; empty if unknown.
        pub staff_code: String,
        /// Họ tên, NFC, otherwise as typed.
        pub full_name: String,
        /// Ngày sinh.
        pub birth_date: Option<Date>,
        /// Tổ, by name; none for leadership.
        pub department: Option<String>,
        /// Chức vụ, as typed.
        pub position: String,
        /// Môn.
        pub subjects: String,
        /// Trình độ.
        pub qualification: String,
        /// The roles that the position brings.
        pub roles: BTreeSet<Role>,
    }

    /// Somebody whom the school already has.
    pub struct ExistingPerson {
        /// The member.
        pub member: MemberId,
        /// What is known.
        pub person: Person,
    }

    /// What one row would do.
    pub struct PlannedPerson {
        /// The line in the file.
        pub line: u32,
        /// New, same, changed, doubtful or a problem.
        pub class: RowClass,
        /// The person in the stored form.
        pub person: Person,
        /// The kind of participant that the position suggests.
        pub kind: ParticipantKind,
        /// The member that it is, or may be.
        pub member: Option<MemberId>,
        /// What would change.
        pub changes: Vec<PersonField>,
        /// What keeps the row from being imported.
        pub problems: Vec<RowProblem>,
        /// Positions that are not understood; the person becomes ordinary staff.
        pub unknown_positions: Vec<String>,
    }

    /// A department that the list names.
    pub struct PlannedDepartment {
        /// Its name, as first written.
        pub name: String,
        /// How many people of the list belong to it.
        pub people: u32,
        /// Whether the school does not have it yet.
        pub is_new: bool,
    }

    /// What an import would do; nothing is written until it is confirmed.
    pub struct RosterPlan {
        /// Each row, in the order of the file.
        pub people: Vec<PlannedPerson>,
        /// The departments, in the order of the file.
        pub departments: Vec<PlannedDepartment>,
        /// What the school lacks after the import.
        pub advice: Vec<Advice>,
    }
}

named! {
    /// What a row is.
    RowClass {
        /// Nobody like this is there.
        New = "new",
        /// The person is there and nothing differs.
        Same = "same",
        /// The person is there and something differs.
        Changed = "changed",
        /// It may be somebody who is there: a person must say.
        Doubtful = "doubtful",
        /// It cannot be imported as it is.
        Problem = "problem",
    }
}

named! {
    /// A field of a person.
    PersonField {
        /// Mã CBGV.
        StaffCode = "staff_code",
        /// Họ tên.
        FullName = "full_name",
        /// Ngày sinh.
        BirthDate = "birth_date",
        /// Tổ.
        Department = "department",
        /// Chức vụ.
        Position = "position",
        /// Môn.
        Subjects = "subjects",
        /// Trình độ.
        Qualification = "qualification",
    }
}

/// What keeps a row from being imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum RowProblem {
    /// The name is empty.
    NameMissing,
    /// The name has no letters or more than 100 characters.
    NameMalformed,
    /// The birth date is no day of the calendar.
    BirthDateMalformed,
    /// Only leadership belongs to no department.
    DepartmentMissing,
    /// Another row has the same staff code.
    SameStaffCode {
        /// The line of the other row.
        line: u32,
    },
    /// Another row is the same person.
    SamePerson {
        /// The line of the other row.
        line: u32,
    },
}

/// What the school lacks after the import; nothing of it blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "advice", rename_all = "snake_case")]
pub enum Advice {
    /// Fewer than two people manage the list; if one laptop is lost, nobody can.
    TwoRegistrars {
        /// How many there are.
        found: u32,
    },
    /// Nobody holds a role that decisions need.
    NobodyHolds {
        /// The role.
        role: Role,
    },
    /// A department has no head.
    NoHead {
        /// The department's name.
        department: String,
    },
}

#[cfg(test)]
mod tests;
