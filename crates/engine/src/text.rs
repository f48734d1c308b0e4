//! Texts compared word by word: what an edit changes in a merging text, and what a reader is shown.
//!
//! Words are the unit on purpose. Two people who replace the same word apart would, letter by
//! letter, leave a mixture that neither wrote; word by word both words stay and are read.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Above this product of lengths, in tokens, a difference is one replacement: the cost of finding a
/// smaller one grows with it.
const LARGEST_COMPARISON: usize = 4_000_000;

/// What happened to a piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Was and is.
    Same,
    /// Was.
    Removed,
    /// Is.
    Added,
}

/// A piece of a difference between two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Kept, taken out or put in.
    pub kind: PieceKind,
    /// The words, with the space between them.
    pub text: String,
}

/// Cuts two texts into the pieces that were kept, taken out and put in, word by word.
///
/// Kept and removed pieces joined are the text before; kept and added ones are the text after.
pub fn difference_pieces(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (tokens(before), tokens(after));
    let mut pieces = Vec::new();
    let mut push = |kind, words: &[&str]| {
        if !words.is_empty() {
            pieces.push(Piece { kind, text: words.concat() });
        }
    };
    let mut kept = 0;
    for hunk in hunks(&old, &new) {
        push(PieceKind::Same, &old[kept..hunk.old.start]);
        push(PieceKind::Removed, &old[hunk.old.clone()]);
        push(PieceKind::Added, &new[hunk.new]);
        kept = hunk.old.end;
    }
    push(PieceKind::Same, &old[kept..]);
    pieces
}

/// One replacement inside a text, counted in code points of the text before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub position: usize,
    pub deleted: usize,
    pub inserted: String,
}

/// Finds the replacements that turn one text into another, first to last.
///
/// A word that is replaced or put in takes the space before it along, so that what two people wrote
/// apart at one place is still two words.
pub(crate) fn splices(before: &str, after: &str) -> Vec<Splice> {
    let (old, new) = (tokens(before), tokens(after));
    let mut found = Vec::new();
    let (mut position, mut token) = (0, 0);
    for hunk in anchored(&old, hunks(&old, &new), &new) {
        position += length(&old[token..hunk.old.start]);
        let deleted = length(&old[hunk.old.clone()]);
        found.push(Splice { position, deleted, inserted: new[hunk.new].concat() });
        position += deleted;
        token = hunk.old.end;
    }
    found
}

/// Puts two edits of one text together, both made on `base`; what both take out or put in alike
/// happens once.
pub(crate) fn merged(base: &str, one: &str, other: &str) -> String {
    let (one, other) = (splices(base, one), splices(base, other));
    let both = other.iter().chain(one.iter().filter(|splice| !other.contains(splice)));
    let characters: Vec<char> = base.chars().collect();
    let mut gone = vec![false; characters.len()];
    let mut put_in = vec![String::new(); characters.len() + 1];
    for splice in both {
        gone[splice.position..splice.position + splice.deleted].fill(true);
        put_in[splice.position].push_str(&splice.inserted);
    }
    let mut text = String::new();
    for (place, inserted) in put_in.iter().enumerate() {
        text.push_str(inserted);
        text.extend(characters.get(place).filter(|_| !gone[place]));
    }
    text
}

struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
}

fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - start;
    let same_end =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - same_end, new.len() - same_end);
    let (middle, other) = (&old[start..old_end], &new[start..new_end]);
    if middle.is_empty() && other.is_empty() {
        return Vec::new();
    }
    if middle.len().saturating_mul(other.len()) > LARGEST_COMPARISON {
        return vec![Hunk { old: start..old_end, new: start..new_end }];
    }
    capture_diff_slices(Algorithm::Myers, middle, other)
        .into_iter()
        .filter(|change| !matches!(change, DiffOp::Equal { .. }))
        .map(|change| {
            let (old, new) = (change.old_range(), change.new_range());
            Hunk { old: old.start + start..old.end + start, new: new.start + start..new.end + start }
        })
        .collect()
}

/// Moves every hunk so that it begins with the space before its first word.
fn anchored(old: &[&str], hunks: Vec<Hunk>, new: &[&str]) -> Vec<Hunk> {
    let mut free = 0;
    let mut moved = Vec::with_capacity(hunks.len());
    for mut hunk in hunks {
        let space = (hunk.old.start > free).then(|| old[hunk.old.start - 1]).filter(|token| is_space(token));
        if let Some(space) = space {
            let put_in = hunk.old.is_empty() && new[hunk.new.end - 1] == space;
            let taken_out = hunk.new.is_empty() && old[hunk.old.end - 1] == space;
            if put_in || taken_out {
                hunk.old = hunk.old.start - 1..hunk.old.end - 1;
                hunk.new = hunk.new.start - 1..hunk.new.end - 1;
            } else if !hunk.old.is_empty() && !hunk.new.is_empty() {
                hunk.old.start -= 1;
                hunk.new.start -= 1;
            }
        }
        free = hunk.old.end;
        moved.push(hunk);
    }
    moved
}

/// Cuts a text into words and the spaces between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (place, character) in text.char_indices() {
        let space = character.is_whitespace();
        if before.is_some_and(|before| before != space) {
            tokens.push(&text[start..place]);
            start = place;
        }
        before = Some(space);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

fn is_space(token: &str) -> bool {
    token.chars().all(char::is_whitespace)
}

fn length(tokens: &[&str]) -> usize {
    tokens.iter().map(|token| token.chars().count()).sum()
}

#[cfg(test)]
mod tests;
