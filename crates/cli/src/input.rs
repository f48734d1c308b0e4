//! A request from the command line, a file, or standard input.

use std::io::Read as _;

use api::Error;
use serde_json::{Value, json};

use crate::bad_request;

/// Reads a request; without one it is empty.
pub fn read(request: Option<&str>) -> Result<Value, Error> {
    let text = match request {
        None => return Ok(json!({})),
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(bad_request)?;
            text
        }
        Some(file) if file.starts_with('@') => std::fs::read_to_string(&file[1..])
            .map_err(|error| bad_request(format!("{}: {error}", &file[1..])))?,
        Some(text) => text.to_owned(),
    };
    serde_json::from_str(&text).map_err(bad_request)
}
