//! Every test that the table of attacks names is there.

use super::Complaint;

/// The table.
pub const TABLE: &str = "docs/security.md";

/// Complains about tests that the table names and that are not there; `read` gives a file's text.
///
/// Words between backquotes are read in their order: a path, and the names of tests in that file.
pub fn check(table: &str, read: impl Fn(&str) -> Option<String>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (number, line) in (1..).zip(table.lines()).filter(|(_, line)| line.starts_with('|')) {
        let (mut file, mut text) = ("", None);
        for word in line.split('`').skip(1).step_by(2) {
            if word.contains('/') {
                (file, text) = (word, read(word));
            }
            let there = match &text {
                Some(text) => word == file || text.contains(&format!("fn {word}(")),
                None => file.is_empty(),
            };
            if !there {
                complaints.push(Complaint::new(TABLE, number, format!("{file} has no test `{word}`")));
            }
        }
    }
    complaints
}
