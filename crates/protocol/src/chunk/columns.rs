//! Adds up the runs of a change's columns without expanding them.
//!
//! A run of a million equal values has three bytes: whoever expands it first is stopped by it.

use super::cursor::Bytes;
use crate::limits;

const DEFLATED: u64 = 0x08;
const TYPE: u64 = 0x07;
/// The column of what each operation does.
const ACTION: u64 = 0x42;
/// Makes a map, sets a value, makes a list, deletes, makes a text: nobody here counts or marks, and what
/// the merging library makes of marks that end before they begin cannot be loaded again.
const KNOWN_ACTIONS: std::ops::RangeInclusive<u64> = 0..=4;

/// What a column's runs add up to.
#[derive(Default)]
struct Sum {
    /// How many values.
    rows: u64,
    /// The values added up, of group counts and value lengths.
    total: u64,
    /// The bytes that expanded texts would take.
    text: u64,
}

/// A column's kind and its length in bytes.
pub(super) type Column = (u64, usize);

/// Reads the list of columns and their bytes; answers the longest column's count of rows.
pub(super) fn count(bytes: &mut Bytes<'_>) -> Option<u64> {
    let columns = list(bytes)?;
    sum(bytes, columns, limits::OPERATIONS)
}

/// Reads a list of columns: none is deflated.
pub(super) fn list(bytes: &mut Bytes<'_>) -> Option<Vec<Column>> {
    let count = bytes.count()?;
    let mut columns = Vec::with_capacity(count.min(64));
    let mut before = None;
    for _ in 0..count {
        let spec = bytes.unsigned()?;
        let length = usize::try_from(bytes.unsigned()?).ok()?;
        if spec & DEFLATED != 0 || spec > u64::from(u32::MAX) || before.is_some_and(|before| before >= spec) {
            return None;
        }
        before = Some(spec);
        columns.push((spec, length));
    }
    Some(columns)
}

/// Reads the bytes of columns; answers the longest one's count of rows, which is at most `limit`.
pub(super) fn sum(bytes: &mut Bytes<'_>, columns: Vec<Column>, limit: u64) -> Option<u64> {
    let mut rows = 0;
    let mut value_bytes = None;
    for (spec, length) in columns {
        let column = bytes.take(length)?;
        let sum = if spec == ACTION {
            sum_runs(column, |bytes| {
                bytes.unsigned().filter(|action| KNOWN_ACTIONS.contains(action)).map(|_| (0, 0))
            })?
        } else {
            sum_column(spec & TYPE, column, limit, &mut value_bytes)?
        };
        if sum.rows > limit || sum.text > limits::CHANGE_INFLATED {
            return None;
        }
        rows = rows.max(sum.rows);
    }
    value_bytes.is_none_or(|promised: u64| promised == 0).then_some(rows)
}

fn sum_column(kind: u64, column: &[u8], limit: u64, value_bytes: &mut Option<u64>) -> Option<Sum> {
    match kind {
        // Group: how many references each operation has.
        0 => sum_runs(column, |bytes| bytes.unsigned().map(|number| (number, 0)))
            .filter(|sum| sum.total <= limit),
        1 | 2 => sum_runs(column, |bytes| bytes.unsigned().map(|_| (0, 0))),
        3 => sum_runs(column, |bytes| bytes.signed().map(|_| (0, 0))),
        4 => sum_booleans(column),
        5 => sum_runs(column, |bytes| {
            let text = bytes.prefixed()?;
            std::str::from_utf8(text).ok().map(|text| (0, text.len() as u64))
        }),
        // Value metadata: the length of each value is above its four bits of type.
        6 => {
            let sum = sum_runs(column, |bytes| bytes.unsigned().map(|meta| (meta >> 4, 0)))?;
            *value_bytes = Some(sum.total);
            Some(sum)
        }
        // Raw values: as many bytes as were promised, and no more.
        7 => {
            let promised = value_bytes.replace(0).unwrap_or(0);
            (promised == column.len() as u64).then(Sum::default)
        }
        _ => None,
    }
}

/// Adds up a run-length column: a positive count repeats one value, a negative one lists that many,
/// zero is followed by a count of nulls.
fn sum_runs(column: &[u8], mut value: impl FnMut(&mut Bytes<'_>) -> Option<(u64, u64)>) -> Option<Sum> {
    let mut bytes = Bytes::new(column);
    let mut sum = Sum::default();
    while !bytes.is_empty() {
        match bytes.signed()? {
            0 => sum.rows = sum.rows.checked_add(bytes.unsigned()?)?,
            count if count > 0 => {
                let count = count.unsigned_abs();
                let (number, text) = value(&mut bytes)?;
                sum.rows = sum.rows.checked_add(count)?;
                sum.total = sum.total.checked_add(number.checked_mul(count)?)?;
                sum.text = sum.text.checked_add(text.checked_mul(count)?)?;
            }
            count => {
                let count = count.unsigned_abs();
                sum.rows = sum.rows.checked_add(count)?;
                // Every listed value has a byte, so a lie about the count ends with the bytes.
                for _ in 0..count {
                    let (number, text) = value(&mut bytes)?;
                    sum.total = sum.total.checked_add(number)?;
                    sum.text = sum.text.checked_add(text)?;
                }
            }
        }
    }
    Some(sum)
}

/// Adds up a column of yes and no, which is a list of alternating counts.
fn sum_booleans(column: &[u8]) -> Option<Sum> {
    let mut bytes = Bytes::new(column);
    let mut sum = Sum::default();
    while !bytes.is_empty() {
        sum.rows = sum.rows.checked_add(bytes.unsigned()?)?;
    }
    Some(sum)
}
