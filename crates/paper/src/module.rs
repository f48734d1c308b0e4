//! The two functions that the script of the worker calls.

use documents::slips::Slip;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// Reads a roster and gives, as JSON, a `Result` of what it is or why it is none.
///
/// # Errors
/// Text that is for the log.
#[wasm_bindgen]
pub fn read_roster(bytes: &[u8]) -> Result<String, JsError> {
    Ok(serde_json::to_string(&documents::roster::read(bytes))?)
}

/// Prints slips, a JSON list of them, as a PDF.
///
/// # Errors
/// Text that is for the log.
#[wasm_bindgen]
pub fn print_slips(slips: &str) -> Result<Vec<u8>, JsError> {
    let slips: Vec<Slip> = serde_json::from_str(slips)?;
    Ok(documents::slips::pdf(&slips)?)
}
