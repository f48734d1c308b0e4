//! Rules for Rust files: size, names, front pages, and no text for people outside `locales`.

use super::{Complaint, ending};

/// Lines from which a file must be divided.
const TOO_LONG: usize = 600;

/// Endings of names that say nothing.
const EMPTY_NAMES: &[&str] =
    &["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Processor", "Data", "Info"];

/// Complains about a Rust file.
pub fn check(path: &str, text: &str) -> Vec<Complaint> {
    if ending(path) != "rs" {
        return Vec::new();
    }
    let mut complaints = shape(path, text);
    complaints.extend(names(path, text));
    if path.starts_with("frontend/src/") && !is_test(path) {
        complaints.extend(texts(path, text));
    }
    complaints
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("tests.rs")
}

fn shape(path: &str, text: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let lines = text.lines().count();
    if lines > TOO_LONG && !is_test(path) {
        let message = format!("{lines} lines, {TOO_LONG} are the limit; divide it by what changes together");
        complaints.push(Complaint::new(path, TOO_LONG, message));
    }
    if path.ends_with("/mod.rs") {
        complaints.push(Complaint::new(path, 1, "name the file like its folder and put it beside it"));
    }
    let is_root = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs") || is_program(path);
    if is_root && !text.starts_with("//!") {
        complaints.push(Complaint::new(
            path,
            1,
            "a crate begins with `//!`: its role, what it does not know, what to read first",
        ));
    }
    complaints
}

/// Whether a file is the root of a program in `src/bin`.
fn is_program(path: &str) -> bool {
    let inside = path.split_once("/src/bin/").map_or("", |(_, inside)| inside);
    inside.ends_with("/main.rs") || (!inside.is_empty() && !inside.contains('/'))
}

/// Types whose names end in a word that fits everything.
fn names(path: &str, text: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        let declared = ["struct ", "enum ", "trait "].iter().find_map(|word| line.strip_prefix(word));
        let name: String = declared.unwrap_or_default().chars().take_while(|c| c.is_alphanumeric()).collect();
        if let Some(ending) = EMPTY_NAMES.iter().find(|ending| name.ends_with(**ending)) {
            complaints.push(Complaint::new(
                path,
                number,
                format!("`{name}`: `{ending}` says nothing; name what it is"),
            ));
        }
    }
    complaints
}

/// Letters outside ASCII in code: text for people, which belongs to `frontend/locales`.
fn texts(path: &str, text: &str) -> Vec<Complaint> {
    let is_foreign = |line: &str| code_of(line).chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| is_foreign(line))
        .map(|(number, _)| Complaint::new(path, number, "text for people belongs to frontend/locales"))
        .collect()
}

/// A line without its comment; `//` inside a string is no comment.
fn code_of(line: &str) -> &str {
    let mut in_string = false;
    let mut previous = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '"' if previous != '\\' => in_string = !in_string,
            '/' if previous == '/' && !in_string => return &line[..at - 1],
            _ => {}
        }
        previous = if previous == '\\' && c == '\\' { ' ' } else { c };
    }
    line
}
