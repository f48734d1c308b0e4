//! All cards of the open profile in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use api::SameTitle;
use domain::text::title_key;
use protocol::DocId;

use super::Card;

/// The cards by document; a change is staged while its transaction runs and seen when it is durable.
#[derive(Default)]
pub struct Cards {
    seen: RwLock<BTreeMap<DocId, Seen>>,
    staged: Mutex<BTreeMap<DocId, Option<Card>>>,
}

/// A card with its title as equal ones are found: every view of an initiative asks all of them.
struct Seen {
    card: Arc<Card>,
    title_key: String,
}

impl From<Card> for Seen {
    fn from(card: Card) -> Self {
        Self { title_key: title_key(&card.title), card: Arc::new(card) }
    }
}

impl Cards {
    /// Loads every card; one that an earlier version wrote in another shape is left out, and is made
    /// again when its document is refreshed.
    pub fn load(connection: &store::Connection) -> Result<Self, store::StoreError> {
        let mut cards = BTreeMap::new();
        for (doc, json) in store::card::all(connection)? {
            match serde_json::from_str::<Card>(&json) {
                Ok(card) => drop(cards.insert(doc, card.into())),
                Err(failure) => tracing::warn!(%doc, %failure, "a card is made again"),
            }
        }
        Ok(Self { seen: RwLock::new(cards), staged: Mutex::default() })
    }

    /// Every card.
    pub fn all(&self) -> Vec<Arc<Card>> {
        self.read().values().map(|seen| seen.card.clone()).collect()
    }

    /// One card.
    pub fn get(&self, doc: DocId) -> Option<Arc<Card>> {
        self.read().get(&doc).map(|seen| seen.card.clone())
    }

    /// The title of an initiative; empty when it is not here.
    pub fn title(&self, doc: DocId) -> String {
        self.get(doc).map(|card| card.title.clone()).unwrap_or_default()
    }

    /// The documents of the asker's own initiatives.
    pub fn mine(&self) -> Vec<DocId> {
        self.all().into_iter().filter(|card| card.mine).map(|card| card.doc()).collect()
    }

    /// Other initiatives with an equal title (W-1).
    pub fn same_title(&self, doc: DocId, title: &str) -> Vec<SameTitle> {
        let key = title_key(title);
        if key.is_empty() {
            return Vec::new();
        }
        let same = |seen: &&Seen| seen.title_key == key && seen.card.doc() != doc;
        let view = |Seen { card, .. }: &Seen| SameTitle {
            id: card.id,
            authors: card.authors.iter().map(|author| author.name.clone()).collect(),
            department: card.department_name.clone(),
        };
        self.read().values().filter(same).map(view).collect()
    }

    /// Holds a change ready until its transaction is durable; none takes the card away.
    pub(crate) fn stage(&self, doc: DocId, card: Option<Card>) {
        self.staged().insert(doc, card);
    }

    /// The transaction is durable: its changes are seen from now on.
    pub fn publish(&self) {
        let staged = std::mem::take(&mut *self.staged());
        if staged.is_empty() {
            return;
        }
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        for (doc, card) in staged {
            match card {
                Some(card) => drop(seen.insert(doc, card.into())),
                None => drop(seen.remove(&doc)),
            }
        }
    }

    /// The transaction failed: nothing of it is ever seen.
    pub fn discard(&self) {
        self.staged().clear();
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<DocId, Seen>> {
        self.seen.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn staged(&self) -> MutexGuard<'_, BTreeMap<DocId, Option<Card>>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
