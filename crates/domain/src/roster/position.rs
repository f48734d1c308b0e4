//! Chức vụ: reads roles out of a cell that may hold several.

use std::collections::BTreeSet;

use crate::role::{ParticipantKind, Role};
use crate::text::{fold, nfc};

/// What a position cell means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Positions {
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The kind of participant that the person is.
    pub kind: ParticipantKind,
    /// Parts that are not understood, as typed.
    pub unknown: Vec<String>,
}

const ORDINARY: &[&str] = &[
    "giao vien",
    "gv",
    "nhan vien",
    "nv",
    "ke toan",
    "thu quy",
    "thu vien",
    "thiet bi",
    "y te",
    "bao ve",
    "phuc vu",
    "tap vu",
    "tong phu trach",
    "tpt",
    "chu nhiem",
    "gvcn",
    "gvbm",
    "thu ky",
    "bi thu",
    "giam thi",
    "tu van",
];

/// Reads a position cell: "Tổ trưởng; Chủ tịch Công đoàn", "Giáo viên kiêm văn thư".
///
/// Whoever is not leadership is staff as well; an empty cell means staff.
pub fn positions(cell: &str) -> Positions {
    let mut roles = BTreeSet::new();
    let mut unknown = Vec::new();
    let mut teaches = false;
    for part in split(cell) {
        let folded = fold(&part);
        teaches |= ["giao vien", "gv", "gvcn", "gvbm", "tong phu trach", "tpt"]
            .iter()
            .any(|word| begins(&folded, word));
        match roles_of(&folded) {
            Some(found) => roles.extend(found),
            None => unknown.push(part),
        }
    }
    let leads = [Role::Leadership, Role::DepartmentHead].iter().any(|role| roles.contains(role));
    let kind = match (leads, teaches) {
        (true, _) => ParticipantKind::Leader,
        (false, true) => ParticipantKind::Teacher,
        (false, false) => ParticipantKind::Staff,
    };
    if !roles.contains(&Role::Leadership) {
        roles.insert(Role::Staff);
    }
    Positions { roles, kind, unknown }
}

/// Separates the parts of a cell at `;`, `,`, `/`, `+`, `&`, line ends, " - ", "kiêm" and "và".
fn split(cell: &str) -> Vec<String> {
    let one_line = nfc(cell).replace([';', ',', '/', '+', '&', '\n', '\r', '|'], ";").replace(" - ", ";");
    let mut parts = vec![String::new()];
    for word in one_line.replace(';', " ; ").split_whitespace() {
        if word == ";" || matches!(fold(word).as_str(), "kiem" | "va") {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(word);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn begins(folded: &str, word: &str) -> bool {
    folded.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn roles_of(position: &str) -> Option<Vec<Role>> {
    let starts = |words: &[&str]| words.iter().any(|word| begins(position, word));
    let has =
        |words: &[&str]| words.iter().any(|word| format!(" {position} ").contains(&format!(" {word} ")));
    let union = has(&["cong doan", "cd", "ctcd", "bch cd", "cdcs"]);
    let council = has(&["hoi dong", "hdtd", "hdtdkt"]) && !has(&["hoi dong truong"]);
    if let Some(role) = council_role(position).filter(|_| council) {
        return Some(vec![role]);
    }
    let role = if union {
        // A group leader of the union is no officer of it.
        (!starts(&["to truong", "to pho"])).then_some(Role::UnionOfficer)?
    } else if starts(&[
        "hieu truong",
        "ht",
        "pho hieu truong",
        "p hieu truong",
        "p. hieu truong",
        "hieu pho",
        "pht",
    ]) {
        Role::Leadership
    } else if starts(&["to truong", "tt", "ttcm", "truong to", "truong bo mon"]) {
        Role::DepartmentHead
    } else if starts(&["to pho", "tp", "tpcm", "pho to truong", "pho to"]) {
        Role::DeputyHead
    } else if starts(&["van thu", "nhan vien van thu", "nv van thu"]) {
        Role::Clerk
    } else if starts(&["quan tri danh sach", "quan tri"]) {
        Role::Registrar
    } else if starts(ORDINARY) {
        Role::Staff
    } else {
        return None;
    };
    Some(vec![role])
}

fn council_role(position: &str) -> Option<Role> {
    let starts = |words: &[&str]| words.iter().any(|word| begins(position, word));
    if starts(&["pho chu tich", "pct"]) {
        Some(Role::CouncilViceChair)
    } else if starts(&["chu tich", "ct"]) {
        Some(Role::CouncilChair)
    } else if starts(&["thu ky"]) {
        Some(Role::CouncilSecretary)
    } else if starts(&["uy vien", "uv", "thanh vien"]) {
        Some(Role::CouncilMember)
    } else {
        None
    }
}
