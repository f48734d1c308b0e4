//! The module is asked through the script of the worker (`frontend/tab/aids.js`), in JSON.

use api::{Code, Error};
use documents::roster::{RosterError, RosterSheet};
use documents::slips::Slip;

use crate::{error, host};

/// What the script says where the module could not be fetched.
const NOT_FETCHED: &str = "not fetched";

/// Somebody may need it soon: it is fetched while there is a network.
pub fn expect() {
    host::spawn(async {
        // Whoever needs it asks again, and is told then.
        let _ = host::aid("fetchPaper", &[], "").await;
    });
}

/// Reads a roster.
///
/// # Errors
/// `relay_unreachable` where the module is not here and cannot be fetched; inside why the file is no
/// roster.
pub async fn read_roster(bytes: &[u8]) -> Result<Result<RosterSheet, RosterError>, Error> {
    let answer = host::aid("readRoster", bytes, "").await.map_err(refusal)?;
    serde_json::from_slice(&answer).map_err(|failure| error::internal(&failure))
}

/// Prints slips as a PDF.
///
/// # Errors
/// `relay_unreachable` where the module is not here and cannot be fetched.
pub async fn print_slips(slips: &[Slip]) -> Result<Vec<u8>, Error> {
    let slips = serde_json::to_string(slips).map_err(|failure| error::internal(&failure))?;
    host::aid("printSlips", &[], &slips).await.map_err(refusal)
}

fn refusal(reason: String) -> Error {
    let code = if reason.contains(NOT_FETCHED) { Code::RelayUnreachable } else { Code::Internal };
    Error::new(code).with("reason", reason)
}
