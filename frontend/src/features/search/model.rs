//! What the palette offers, in one list that the arrows move through.

use api::{SearchHit, SearchTarget, SessionView};
use domain::text::fold;

use crate::app::places::Place;
use crate::i18n::Locale;
use crate::ui::Symbol;

/// The groups, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Places to go to.
    Places,
    /// Initiatives.
    Initiatives,
    /// Members.
    People,
}

/// One line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its group.
    pub group: Group,
    /// Where it leads.
    pub href: String,
    /// What is read first.
    pub title: String,
    /// The words around it.
    pub excerpt: String,
    /// Its icon.
    pub symbol: Symbol,
}

/// Places whose name has every typed word; all of them while nothing is typed.
pub fn places(lang: Locale, session: &SessionView, words: &str) -> Vec<Line> {
    let wanted = fold(words);
    Place::of(session)
        .into_iter()
        .filter(|place| {
            let name = fold(place.label(lang));
            wanted.split(' ').all(|word| name.contains(word))
        })
        .map(|place| Line {
            group: Group::Places,
            href: place.href().to_owned(),
            title: place.label(lang).to_owned(),
            excerpt: String::new(),
            symbol: place.symbol(),
        })
        .collect()
}

/// Turns hits into lines: initiatives first, then people.
pub fn lines(hits: &[SearchHit]) -> Vec<Line> {
    let mut lines: Vec<_> = hits.iter().map(line).collect();
    lines.sort_by_key(|line| line.group == Group::People);
    lines
}

fn line(hit: &SearchHit) -> Line {
    let (group, href, symbol) = match hit.target {
        SearchTarget::Initiative(id) => (Group::Initiatives, format!("/initiative/{id}"), Symbol::Book),
        SearchTarget::Member(id) => (Group::People, format!("/people#member-{id}"), Symbol::People),
    };
    Line { group, href, title: hit.title.clone(), excerpt: hit.excerpt.clone(), symbol }
}

/// Moves the choice by a step and stays inside the list.
pub fn step(chosen: usize, by: isize, length: usize) -> usize {
    match length {
        0 => 0,
        length => chosen.saturating_add_signed(by).min(length - 1),
    }
}

#[cfg(test)]
mod tests;
