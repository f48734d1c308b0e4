use std::collections::{BTreeSet, VecDeque};

use domain::id::InitiativeId;

/// Items that are kept at most: two before the reader, those behind, and room to turn round.
const MOST: usize = 6;

/// Whether the queue is still as it was when an item was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its place and its neighbours are known.
    Known,
    /// They may be others by now.
    Forgotten,
}

/// Items of the queue as they were looked at, as long as that counts.
#[derive(Clone, Debug)]
pub struct Beside<T> {
    kept: VecDeque<(InitiativeId, T, Place)>,
    season: u64,
}

impl<T> Default for Beside<T> {
    fn default() -> Self {
        Self { kept: VecDeque::new(), season: 0 }
    }
}

impl<T: Clone> Beside<T> {
    /// Keeps an item in place of what was known of it; the one that was kept longest goes.
    pub fn keep(&mut self, id: InitiativeId, view: T) {
        self.kept.retain(|(known, ..)| *known != id);
        self.kept.push_back((id, view, Place::Known));
        while self.kept.len() > MOST {
            self.kept.pop_front();
        }
    }

    /// Gives an item, and whether its place still counts.
    pub fn get(&self, id: InitiativeId) -> Option<(T, Place)> {
        let (_, view, place) = self.kept.iter().find(|(known, ..)| *known == id)?;
        Some((view.clone(), *place))
    }

    /// Lets go of everything; what is on its way comes too late as well.
    pub fn forget_all(&mut self) {
        self.kept.clear();
        self.season += 1;
    }

    /// Lets go of places: the queue changed, what the items say did not.
    pub fn forget_places(&mut self) {
        self.season += 1;
        for (_, _, place) in &mut self.kept {
            *place = Place::Forgotten;
        }
    }

    /// Changes whenever something was let go.
    pub fn season(&self) -> u64 {
        self.season
    }

    /// Which items are kept.
    pub fn ids(&self) -> BTreeSet<InitiativeId> {
        self.kept.iter().map(|(id, ..)| *id).collect()
    }
}
