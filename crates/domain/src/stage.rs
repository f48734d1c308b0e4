//! Who decides at a stage (domain, section 2.2): holders, and to whom a stage passes in a conflict.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::MemberId;
use crate::role::Stage;

/// Who holds the stages of one initiative today; the department is the initiative's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holders {
    /// Tổ trưởng.
    pub heads: Vec<MemberId>,
    /// Tổ phó.
    pub deputies: Vec<MemberId>,
    /// Cán bộ Công đoàn.
    pub union: Vec<MemberId>,
    /// Ban giám hiệu.
    pub leadership: Vec<MemberId>,
}

/// Where a stage lies now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "desk", rename_all = "snake_case")]
pub enum Desk {
    /// With those who hold the stage's role.
    Holders {
        /// Who may decide.
        members: Vec<MemberId>,
    },
    /// With the deputies, because the head is in conflict (CI-2).
    Deputies {
        /// Who may decide.
        members: Vec<MemberId>,
    },
    /// With leadership, because every holder is in conflict (CI-2).
    Leadership {
        /// Who may decide.
        members: Vec<MemberId>,
    },
    /// With the department's meeting, which acknowledges a collective's entry (CI-3).
    Meeting {
        /// Who may record the acknowledgement.
        members: Vec<MemberId>,
    },
    /// With the council's minutes, because leadership is in conflict too (CI-2).
    Council,
}

impl Desk {
    /// Lists who may decide; nobody for the council, whose minutes decide.
    pub fn members(&self) -> &[MemberId] {
        match self {
            Self::Holders { members }
            | Self::Deputies { members }
            | Self::Leadership { members }
            | Self::Meeting { members } => members,
            Self::Council => &[],
        }
    }
}

impl Holders {
    /// Lists those who hold a stage's role, heads before deputies.
    pub fn of(&self, stage: Stage) -> Vec<MemberId> {
        match stage {
            Stage::Department => self.heads.iter().chain(&self.deputies).copied().collect(),
            Stage::Union => self.union.clone(),
            Stage::Leadership => self.leadership.clone(),
        }
    }
}

/// Who may not decide at a stage.
#[derive(Clone, Copy, Debug)]
pub struct Barred<'a> {
    /// Authors and sponsor, who never decide on their own work (CI-1).
    pub participants: &'a BTreeSet<MemberId>,
    /// Those who filled another stage, who step back while somebody else is there (CI-4).
    pub busy: &'a BTreeSet<MemberId>,
}

/// Finds where a stage lies: with its holders, else deputies, leadership, the council (CI-2, CI-4).
pub fn desk(stage: Stage, holders: &Holders, barred: Barred<'_>) -> Desk {
    let free = |members: &[MemberId]| -> Vec<MemberId> {
        members.iter().filter(|member| !barred.participants.contains(member)).copied().collect()
    };
    let rested = |members: Vec<MemberId>| -> Vec<MemberId> {
        let others: Vec<MemberId> =
            members.iter().filter(|member| !barred.busy.contains(member)).copied().collect();
        if others.is_empty() { members } else { others }
    };
    let able = rested(free(&holders.of(stage)));
    if !able.is_empty() {
        let head_is_barred = stage == Stage::Department
            && !holders.heads.is_empty()
            && !able.iter().any(|member| holders.heads.contains(member));
        return if head_is_barred {
            Desk::Deputies { members: able }
        } else {
            Desk::Holders { members: able }
        };
    }
    let leadership = rested(free(&holders.leadership));
    if stage != Stage::Leadership && !leadership.is_empty() {
        return Desk::Leadership { members: leadership };
    }
    Desk::Council
}

/// Finds where the department stage of a collective's entry lies: with its meeting (CI-3).
pub fn meeting(holders: &Holders) -> Desk {
    Desk::Meeting { members: holders.of(Stage::Department) }
}

#[cfg(test)]
mod tests;
