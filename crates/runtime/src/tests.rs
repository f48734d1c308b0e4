//! Stories inside one process: real sessions on real files, with a relay that is only its log.

mod registration;
mod school;

pub use registration::{QUANTITY, RESULT, edit, fills_in, submits, writes};
pub use school::School;

/// Awaits what waits for nothing on a machine; in a tab the browser helps.
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(work).expect("a machine does it by itself")
}
