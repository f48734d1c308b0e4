use api::Error;
use documents::roster::{RosterError, RosterSheet};
use documents::slips::Slip;

use crate::error;

/// Somebody may need it soon; here it is always there.
pub fn expect() {}

/// Reads a roster.
///
/// # Errors
/// Outside those of a machine that cannot read at all; inside why the file is no roster.
#[allow(clippy::unused_async, reason = "in a tab the module may have to be fetched")]
pub async fn read_roster(bytes: &[u8]) -> Result<Result<RosterSheet, RosterError>, Error> {
    Ok(documents::roster::read(bytes))
}

/// Prints slips as a PDF.
///
/// # Errors
/// `internal` where a slip cannot be drawn.
#[allow(clippy::unused_async, reason = "in a tab the module may have to be fetched")]
pub async fn print_slips(slips: &[Slip]) -> Result<Vec<u8>, Error> {
    documents::slips::pdf(slips).map_err(|failure| error::internal(&failure))
}
