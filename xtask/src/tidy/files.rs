//! Rules for files of every kind: size, and words that must not stay in them.

use super::Complaint;

/// The largest file that may lie in the checkout, in bytes.
const LARGEST: u64 = 5 * 1024 * 1024;

/// Words that mean "not finished". Split, so that this file does not hold them itself.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("db", "g!("),
];

/// Folders that exist on one machine only.
const LOCAL: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/")];

/// Complains about a file that is too large to be kept with the code.
pub fn check(path: &str, bytes: u64) -> Vec<Complaint> {
    if bytes <= LARGEST {
        return Vec::new();
    }
    vec![Complaint::new(path, 1, format!("{bytes} bytes; make it smaller, or make it when it is needed"))]
}

/// Complains about unfinished work and about folders of one machine.
pub fn check_text(path: &str, text: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for word in UNFINISHED.iter().filter(|word| has_word(line, word)) {
            complaints.push(Complaint::new(path, number, format!("`{word}`: finish it, or open an issue")));
        }
        for folder in LOCAL.iter().filter(|folder| has_folder(line, folder)) {
            complaints.push(Complaint::new(
                path,
                number,
                format!("`{folder}` exists on one machine only; name it otherwise"),
            ));
        }
    }
    complaints
}

/// Whether a word stands by itself, not inside a longer one.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !joins(before) && (word.ends_with('(') || !joins(after))
    })
}

/// Whether a path starts with the folder; `network/` and `a/work/` are something else.
fn has_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '}' | ':'))
    })
}
