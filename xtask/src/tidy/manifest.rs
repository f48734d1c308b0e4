//! The root manifest tells why each member and each dependency is there.

use super::Complaint;

/// Complains about members and outside dependencies without a reason.
pub fn check(text: &str) -> Vec<Complaint> {
    let mut section = "";
    let mut complaints = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.starts_with('[') || line == "members = [" {
            section = line;
        } else if line == "]" {
            section = "";
        } else if needs_reason(section, line) && !has_reason(line) {
            let message = "say why this is here, in a comment on the same line";
            complaints.push(Complaint::new("Cargo.toml", number, message));
        }
    }
    complaints
}

fn needs_reason(section: &str, line: &str) -> bool {
    let is_entry = !line.is_empty() && !line.starts_with('#');
    match section {
        "members = [" => is_entry,
        "[workspace.dependencies]" => is_entry && !line.contains("path = "),
        _ => false,
    }
}

/// Whether something is said behind the last quote or brace of the line.
fn has_reason(line: &str) -> bool {
    let end = line.rfind(['"', '}', ']']).map_or(0, |at| at + 1);
    line[end..].split_once('#').is_some_and(|(_, reason)| !reason.trim().is_empty())
        || line.split_once(" # ").is_some_and(|(_, reason)| !reason.trim().is_empty())
}
