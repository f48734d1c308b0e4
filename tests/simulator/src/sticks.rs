//! Work on sticks: out of one machine, into another, whole, cut, altered, twice.

use api::{BundleFor, BundleSource, BundleWhat, ExportBundle, ImportBundle};
use domain::id::MemberId;

use crate::school::School;
use crate::{Dice, Operation};

/// Somebody takes work out, and somebody takes a stick in.
pub async fn carry(school: &mut School, operation: &Operation, dice: &mut Dice) -> String {
    let from = operation.who % school.machines.len();
    let to = dice.below(school.machines.len());
    let path = school.folder().join(format!("viec-{}.ssk", school.made));
    school.next_name();
    let reader = school.machines[to].member().map(|member| MemberId::from_bytes(*member.as_bytes()));
    let readers = reader.map_or(BundleFor::Own, |reader| BundleFor::Members(vec![reader]));
    let what = if dice.happens(50) { BundleWhat::Unsent } else { BundleWhat::Everything };
    let request =
        ExportBundle { what, to: readers, path: Some(path.to_string_lossy().into_owned()), since: None };
    let out = match school.has(from, operation, request).await {
        Some(Ok(made)) => {
            school.sticks.push(path);
            format!("{} out", made.plan.unsent)
        }
        Some(Err(error)) => format!("out: {:?}", error.code),
        None => "out: no power".to_owned(),
    };
    let Some(stick) = dice.one_of(&school.sticks).cloned() else { return out };
    let taken_in = spoiled(&stick, dice);
    let path = Some(taken_in.to_string_lossy().into_owned());
    let mut told = Vec::new();
    for _ in 0..=dice.below(2) {
        let request = ImportBundle { file: BundleSource { upload: None, path: path.clone() } };
        told.push(match school.has(to, operation, request).await {
            Some(Ok(taken)) => format!("{} in, {} known", taken.envelopes, taken.known),
            Some(Err(error)) => format!("in: {:?}", error.code),
            None => "in: no power".to_owned(),
        });
    }
    format!("{out}, to {}: {}", school.machines[to].name, told.join(", "))
}

/// A stick as it is, or cut off, or with a flipped bit.
fn spoiled(stick: &std::path::Path, dice: &mut Dice) -> std::path::PathBuf {
    let mut bytes = std::fs::read(stick).expect("it was written");
    match dice.below(5) {
        0 => bytes.truncate(dice.below(bytes.len() + 1)),
        1 if !bytes.is_empty() => {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
        _ => return stick.to_owned(),
    }
    let spoiled = stick.with_extension("spoiled.ssk");
    std::fs::write(&spoiled, bytes).expect("there is room");
    spoiled
}
