//! Items beside the one that is read, looked at beforehand: the next one is there at once.
//!
//! What is kept is let go as soon as it may be stale, and whoever opens it asks again behind the
//! screen: a look beforehand opens nothing, so nothing can be decided on it alone.

use std::collections::BTreeSet;

use api::{PeekReview, ReviewView, Topic};
use domain::id::InitiativeId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::model::{Beside, Place};
use crate::ipc;
use crate::session::use_session;

/// Items behind the present one that are looked at: with two, one is there while the other comes.
const AHEAD: usize = 2;

/// What was looked at beforehand; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Ahead {
    kept: StoredValue<Beside<ReviewView>>,
    watched: RwSignal<BTreeSet<InitiativeId>>,
    turn: StoredValue<u64>,
}

/// Makes the place for what is looked at beforehand, as long as the component lives.
pub fn use_ahead() -> Ahead {
    let ahead = Ahead {
        kept: StoredValue::new(Beside::default()),
        watched: RwSignal::new(BTreeSet::new()),
        turn: StoredValue::new(0),
    };
    let stale = use_session().topics();
    let everything = stale.clone();
    Effect::new(move |before: Option<()>| {
        everything.track(&[Topic::Movement, Topic::People, Topic::Profiles]);
        if before.is_some() {
            ahead.change(Beside::forget_all);
        }
    });
    let places = stale.clone();
    Effect::new(move |before: Option<()>| {
        places.track(&[Topic::Initiatives]);
        if before.is_some() {
            ahead.change(Beside::forget_places);
        }
    });
    Effect::new(move |before: Option<BTreeSet<InitiativeId>>| {
        let watched = ahead.watched.get();
        let topics: Vec<Topic> = watched.iter().copied().map(Topic::Initiative).collect();
        stale.track(&topics);
        // The same list again: one of its topics is why this runs.
        if before.as_ref() == Some(&watched) {
            ahead.change(Beside::forget_all);
        }
        watched
    });
    ahead
}

impl Ahead {
    /// Gives an item as it was looked at, if that is still so; without its place, where the queue
    /// changed meanwhile.
    pub fn seen(self, id: InitiativeId) -> Option<ReviewView> {
        let (mut view, place) = self.kept.try_with_value(|kept| kept.get(id)).flatten()?;
        if place == Place::Forgotten {
            (view.position, view.total) = (0, 0);
            (view.next, view.previous) = (None, None);
        }
        Some(view)
    }

    /// Keeps an item that was opened, and looks at its neighbours, one after the other.
    pub fn look_beside(self, view: &ReviewView) {
        let Some(turn) = self.next_turn() else { return };
        self.change(|kept| kept.keep(view.initiative.summary.id, view.clone()));
        let (mut next, previous) = (view.next, view.previous);
        spawn_local(async move {
            for _ in 0..AHEAD {
                let Some(id) = next else { break };
                let Some(seen) = self.look(turn, id).await else { return };
                next = seen.next;
            }
            if let Some(id) = previous {
                self.look(turn, id).await;
            }
        });
    }

    /// Looks at one item; gives none once it is of no use any more.
    async fn look(self, turn: u64, id: InitiativeId) -> Option<ReviewView> {
        let kept = self.kept.try_with_value(|kept| kept.get(id)).flatten();
        if let Some((view, Place::Known)) = kept {
            return Some(view);
        }
        let season = self.kept.try_with_value(Beside::season)?;
        // Whoever opens it is told why it cannot be opened.
        let view = ipc::call(PeekReview { id }).await.ok()?;
        if self.kept.try_with_value(Beside::season)? != season {
            return None;
        }
        self.change(|kept| kept.keep(id, view.clone()));
        (self.turn.try_get_value()? == turn).then_some(view)
    }

    fn next_turn(self) -> Option<u64> {
        self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        })
    }

    fn change(self, change: impl FnOnce(&mut Beside<ReviewView>)) {
        let ids = self.kept.try_update_value(|kept| {
            change(kept);
            kept.ids()
        });
        if let Some(ids) = ids
            && self.watched.try_with_untracked(|watched| *watched != ids) == Some(true)
        {
            self.watched.set(ids);
        }
    }
}
