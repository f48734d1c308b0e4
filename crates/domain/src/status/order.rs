//! Which record knew which: the order that `after` gives, directly or through others.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::RecordId;
use crate::record::Record;

/// The records of one initiative, each once, sorted by id, with all that each one knew.
pub(super) struct Known<'a> {
    records: Vec<&'a Record>,
    known: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

impl<'a> Known<'a> {
    /// Takes a set of records in any order.
    pub(super) fn new(records: &'a [Record]) -> Self {
        let by_id: BTreeMap<RecordId, &Record> = records.iter().map(|record| (record.id, record)).collect();
        let known = by_id.keys().map(|id| (*id, reach(*id, &by_id))).collect();
        Self { records: by_id.into_values().collect(), known }
    }

    /// Lists the records, sorted by id.
    pub(super) fn records(&self) -> &[&'a Record] {
        &self.records
    }

    /// Finds a record.
    pub(super) fn get(&self, id: RecordId) -> Option<&'a Record> {
        self.records.binary_search_by_key(&id, |record| record.id).ok().map(|index| self.records[index])
    }

    /// Tells whether the signer of `later` had seen `earlier`, directly or through others.
    pub(super) fn knew(&self, later: RecordId, earlier: RecordId) -> bool {
        self.known.get(&later).is_some_and(|known| known.contains(&earlier))
    }

    /// Keeps those that no other of them knew.
    pub(super) fn newest(&self, records: &[&'a Record]) -> Vec<&'a Record> {
        let superseded = |record: &Record| records.iter().any(|other| self.knew(other.id, record.id));
        records.iter().filter(|record| !superseded(record)).copied().collect()
    }
}

/// Collects everything that is reached through `after`. Hashes allow no circle; a forged one ends
/// here all the same, because nothing is visited twice, and no record is said to know itself.
fn reach(start: RecordId, by_id: &BTreeMap<RecordId, &Record>) -> BTreeSet<RecordId> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(id) = waiting.pop() {
        for earlier in by_id.get(&id).into_iter().flat_map(|record| &record.after) {
            if seen.insert(*earlier) {
                waiting.push(*earlier);
            }
        }
    }
    seen.remove(&start);
    seen
}
