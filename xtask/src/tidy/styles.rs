//! Rules for style sheets: raw colours live in `tokens.css` alone, so that dark is tokens only.

use super::{Complaint, ending};

/// Where colours may be spelled out.
const TOKENS: &str = "frontend/styles/tokens.css";

/// Complains about colours that are not tokens.
pub fn check(path: &str, text: &str) -> Vec<Complaint> {
    let is_style = path.starts_with("frontend/") && ending(path) == "css" && path != TOKENS;
    if !is_style {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    let mut line = 1;
    // What ends with `{` is a selector, where `#` begins an id.
    for part in without_comments(text).split_inclusive(['{', '}', ';']) {
        if !part.ends_with('{') {
            let found = colours(part);
            complaints.extend(found.into_iter().map(|(at, colour)| {
                let number = line + part[..at].matches('\n').count();
                Complaint::new(path, number, format!("`{colour}`: use a token, or add one to {TOKENS}"))
            }));
        }
        line += part.matches('\n').count();
    }
    complaints
}

/// Complains about style sheets that the page does not link.
pub fn check_links<'a>(page: &str, sheets: impl Iterator<Item = &'a str>) -> Vec<Complaint> {
    let is_linked = |sheet: &str| page.contains(&format!("href=\"{sheet}\""));
    sheets
        .filter(|path| ending(path) == "css")
        .filter_map(|path| Some((path, path.strip_prefix("frontend/")?)))
        .filter(|(_, sheet)| !is_linked(sheet))
        .map(|(path, sheet)| {
            Complaint::new(path, 1, format!("link `{sheet}` in frontend/index.html, or remove it"))
        })
        .collect()
}

/// Hex colours of a declaration, with their places.
fn colours(declaration: &str) -> Vec<(usize, String)> {
    let colour = |(at, _): (usize, &str)| {
        let digits: String = declaration[at + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let is_colour =
            matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit());
        is_colour.then(|| (at, format!("#{digits}")))
    };
    declaration.match_indices('#').filter_map(colour).collect()
}

/// Replaces comments by as many line ends as they have.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((code, tail)) = rest.split_once("/*") {
        let (comment, after) = tail.split_once("*/").unwrap_or((tail, ""));
        kept.push_str(code);
        kept.push_str(&"\n".repeat(comment.matches('\n').count()));
        rest = after;
    }
    kept.push_str(rest);
    kept
}
