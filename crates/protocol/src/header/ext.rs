//! Field 17: facts that only some envelopes have.

use crate::cbor::{Malformed, Reader, Value, Writer};
use crate::class::Stage;
use crate::role::Capacity;

const COVERED_SEQ: u64 = 1;
const N_CHANGES: u64 = 2;
const STAGE: u64 = 3;
const CAPACITY: u64 = 5;

/// Further facts of a header, by number; unknown odd ones refuse the envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ext {
    /// Of snapshots: the log's number up to which it covers.
    pub covered_seq: Option<u64>,
    /// Of snapshots: how many changes it holds.
    pub n_changes: Option<u64>,
    /// Of `approve` and `return`: the stage.
    pub stage: Option<Stage>,
    /// Of records: the role they are signed in.
    pub capacity: Option<Capacity>,
    /// What this version does not know.
    pub unknown: Vec<(u64, Value)>,
}

impl Ext {
    /// Says whether a fact is here that this version must not ignore.
    pub fn has_unknown_critical(&self) -> bool {
        self.unknown.iter().any(|(key, _)| key % 2 == 1)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        let mut entries: Vec<(u64, Vec<u8>)> =
            self.unknown.iter().map(|(key, value)| (*key, value.to_bytes())).collect();
        let mut put = |key, bytes: Option<Vec<u8>>| entries.extend(bytes.map(|bytes| (key, bytes)));
        put(COVERED_SEQ, self.covered_seq.map(number));
        put(N_CHANGES, self.n_changes.map(number));
        put(STAGE, self.stage.map(|stage| number(u64::from(stage.code()))));
        put(CAPACITY, self.capacity.map(|capacity| encoded(|writer| capacity.write(writer))));
        // The order of numbers is the order of their shortest encodings.
        entries.sort_by_key(|(key, _)| *key);
        writer.map(entries.len());
        for (key, bytes) in entries {
            writer.uint(key);
            writer.raw(&bytes);
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut ext = Self::default();
        let mut above = None;
        reader.entries(|reader| {
            let key = reader.uint()?;
            if above.replace(key).is_some_and(|before| before >= key) {
                return Err(Malformed);
            }
            match key {
                COVERED_SEQ => ext.covered_seq = Some(reader.uint()?),
                N_CHANGES => ext.n_changes = Some(reader.uint()?),
                STAGE => ext.stage = Some(Stage::from_code(reader.uint()?).ok_or(Malformed)?),
                CAPACITY => ext.capacity = Some(Capacity::read(reader)?),
                _ => ext.unknown.push((key, reader.value()?)),
            }
            Ok(())
        })?;
        Ok(ext)
    }
}

fn number(number: u64) -> Vec<u8> {
    encoded(|writer| writer.uint(number))
}

fn encoded(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_bytes()
}
