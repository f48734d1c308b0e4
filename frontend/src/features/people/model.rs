//! Finding and sorting people, and what a roster would do.

use api::{InvitationState, MemberView, PeopleView, RosterOutcome, RosterPreview, RosterRow};
use domain::role::Role;
use domain::text::fold;

use crate::i18n::{Locale, td_string};
use crate::ui::Tone;
use crate::words;

/// Roles that a registrar grants by hand, in the order in which they are offered.
pub const GRANTED: [Role; 10] = [
    Role::DepartmentHead,
    Role::DeputyHead,
    Role::UnionOfficer,
    Role::Leadership,
    Role::CouncilChair,
    Role::CouncilViceChair,
    Role::CouncilSecretary,
    Role::CouncilMember,
    Role::Clerk,
    Role::Staff,
];

/// Keeps the members of a department (none chosen means all) who match some words without accents.
pub fn find(members: &[MemberView], words: &str, department: &str) -> Vec<MemberView> {
    let words = fold(words);
    let wanted: Vec<_> = words.split(' ').filter(|word| !word.is_empty()).collect();
    members
        .iter()
        .filter(|member| in_department(member, department))
        .filter(|member| {
            let text = fold(&format!(
                "{} {} {} {} {}",
                member.name,
                member.staff_code.as_deref().unwrap_or_default(),
                member.department_name,
                member.position,
                member.subjects
            ));
            wanted.iter().all(|word| text.contains(word))
        })
        .cloned()
        .collect()
}

/// The choice for members without a department.
pub const NO_DEPARTMENT: &str = "-";

fn in_department(member: &MemberView, department: &str) -> bool {
    match department {
        "" => true,
        NO_DEPARTMENT => member.department.is_none(),
        id => member.department.is_some_and(|own| own.to_string() == id),
    }
}

/// Counts the members who have no machine yet.
pub fn without_device(people: &PeopleView) -> usize {
    people.members.iter().filter(|member| member.devices == 0).count()
}

/// Names the roles of a member that say more than "member".
pub fn roles(lang: Locale, member: &MemberView) -> Vec<&'static str> {
    member.roles.iter().filter(|role| **role != Role::Member).map(|role| words::role(lang, *role)).collect()
}

/// Position and subjects in one line.
pub fn position(member: &MemberView) -> String {
    let parts = [member.position.trim(), member.subjects.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Says how far an invitation got.
pub fn invitation(lang: Locale, state: InvitationState) -> (&'static str, Tone) {
    match state {
        InvitationState::None => (td_string!(lang, people.invitation.none), Tone::Plain),
        InvitationState::Open => (td_string!(lang, people.invitation.open), Tone::Accent),
        InvitationState::Used => (td_string!(lang, people.invitation.used), Tone::Good),
        InvitationState::Closed => (td_string!(lang, people.invitation.closed), Tone::Plain),
    }
}

/// Says what a row of a roster would do.
pub fn outcome(lang: Locale, outcome: RosterOutcome) -> (&'static str, Tone) {
    match outcome {
        RosterOutcome::New => (td_string!(lang, people.outcome.new), Tone::Good),
        RosterOutcome::Same => (td_string!(lang, people.outcome.same), Tone::Plain),
        RosterOutcome::Changed => (td_string!(lang, people.outcome.changed), Tone::Accent),
        RosterOutcome::Doubtful => (td_string!(lang, people.outcome.doubtful), Tone::Attention),
        RosterOutcome::Problem => (td_string!(lang, people.outcome.problem), Tone::Attention),
    }
}

/// Says a stable word of a row's problem.
pub fn problem(lang: Locale, word: &str) -> &'static str {
    match word {
        "name_missing" => td_string!(lang, people.problem.name_missing),
        "name_malformed" => td_string!(lang, people.problem.name_malformed),
        "birth_date_malformed" => td_string!(lang, people.problem.birth_date_malformed),
        "department_missing" => td_string!(lang, people.problem.department_missing),
        "same_staff_code" => td_string!(lang, people.problem.same_staff_code),
        "same_person" => td_string!(lang, people.problem.same_person),
        _ => td_string!(lang, people.problem.other),
    }
}

/// Says what a column was taken for.
pub fn column(lang: Locale, field: &str) -> &'static str {
    match field {
        "" => td_string!(lang, people.roster.unused),
        "staff_code" => td_string!(lang, people.column_field.staff_code),
        "full_name" => td_string!(lang, people.column_field.full_name),
        "birth_date" => td_string!(lang, people.column_field.birth_date),
        "department" => td_string!(lang, people.column_field.department),
        "position" => td_string!(lang, people.column_field.position),
        "subjects" => td_string!(lang, people.column_field.subjects),
        "qualification" => td_string!(lang, people.column_field.qualification),
        _ => td_string!(lang, people.column_field.other),
    }
}

/// Counts the people that an import would add or change.
pub fn to_import(preview: &RosterPreview, accepted: &[u32]) -> u32 {
    let accepted = |row: &&RosterRow| row.outcome == RosterOutcome::Doubtful && accepted.contains(&row.line);
    let doubtful = preview.rows.iter().filter(accepted).count() as u32;
    preview.new_members + preview.changed_members + doubtful
}

/// Tells whether somebody has to look at a row.
pub fn needs_attention(row: &RosterRow) -> bool {
    matches!(row.outcome, RosterOutcome::Doubtful | RosterOutcome::Problem) || !row.problems.is_empty()
}

#[cfg(test)]
mod tests;
