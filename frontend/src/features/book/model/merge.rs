//! Two people typing in one text at once: joins what I type with what came meanwhile.

/// A text joined from two sides, and where the caret belongs in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The text with both changes.
    pub text: String,
    /// The caret, counted in characters.
    pub caret: usize,
}

struct Change<'a> {
    start: usize,
    end: usize,
    insert: &'a [char],
}

fn change<'a>(base: &[char], other: &'a [char]) -> Change<'a> {
    let start = base.iter().zip(other).take_while(|(left, right)| left == right).count();
    let rest = base.len().min(other.len()) - start;
    let same = base
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(rest)
        .take_while(|(left, right)| left == right)
        .count();
    Change { start, end: base.len() - same, insert: &other[start..other.len() - same] }
}

/// Joins `mine` (with the caret at a character of it) and `theirs`, which both came from `base`.
///
/// Changes in different places are both made; where they touch one another nothing that either
/// side wrote is lost.
pub fn join(base: &str, mine: &str, theirs: &str, caret: usize) -> Joined {
    let base: Vec<char> = base.chars().collect();
    let mine: Vec<char> = mine.chars().collect();
    let theirs: Vec<char> = theirs.chars().collect();
    let (my, their) = (change(&base, &mine), change(&base, &theirs));
    let mut text: Vec<char> = Vec::with_capacity(mine.len() + their.insert.len());
    if their.end <= my.start {
        text.extend_from_slice(&base[..their.start]);
        text.extend_from_slice(their.insert);
        text.extend_from_slice(&base[their.end..my.start]);
        text.extend_from_slice(&mine[my.start..]);
        let moved = caret.saturating_sub(their.end) + their.start + their.insert.len();
        return joined(&text, if caret > their.start { moved } else { caret });
    }
    let end = my.end.max(their.end);
    let kept = mine.len() - (base.len() - end);
    text.extend_from_slice(&mine[..if my.end <= their.start { my.start + my.insert.len() } else { kept }]);
    if my.end <= their.start {
        text.extend_from_slice(&base[my.end..their.start]);
    }
    text.extend_from_slice(their.insert);
    text.extend_from_slice(&base[end..]);
    joined(&text, caret)
}

fn joined(text: &[char], caret: usize) -> Joined {
    Joined { text: text.iter().collect(), caret: caret.min(text.len()) }
}

/// Counts the characters before a place that a browser counts in UTF-16 units.
pub fn from_utf16(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    text.chars()
        .take_while(|character| {
            let fits = left >= character.len_utf16();
            left = left.saturating_sub(character.len_utf16());
            fits
        })
        .count()
}

/// Counts the UTF-16 units before a character.
pub fn to_utf16(text: &str, characters: usize) -> u32 {
    text.chars().take(characters).map(|character| character.len_utf16() as u32).sum()
}

#[cfg(test)]
mod tests;
