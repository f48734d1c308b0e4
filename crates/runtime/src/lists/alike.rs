//! Which items of a queue are identical.

use std::collections::BTreeMap;

/// Numbers, from 1 in the order of the queue, what has a name that another one has too.
pub fn numbers<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Vec<Option<u32>> {
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for name in names.clone().filter(|name| !name.is_empty()) {
        *times.entry(name).or_default() += 1;
    }
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let number = |name: &'a str| {
        let next = numbers.len() as u32 + 1;
        times.get(name).is_some_and(|times| *times > 1).then(|| *numbers.entry(name).or_insert(next))
    };
    names.map(number).collect()
}
