//! In a tab the browser decodes and encodes, beside the worker and with what the device has for it;
//! decoders of its own would be a tenth of what a tab loads.

use std::io::Cursor;
use std::path::Path;

use api::Error;

use super::{ENOUGH, MEMORY, TRIES};
use crate::{disk, error, host};

/// Bytes of a decoded pixel.
const PIXEL: u64 = 4;

/// Kinds that every browser decodes: there a picture that is not decoded is damaged. Of others, such as
/// those of newer telephones, a browser that knows them makes a preview and another none.
const EVERYWHERE: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/// Draws the small picture; nothing where the browser does not know its kind or it is too large.
pub async fn draw(original: &Path, mime: &str) -> Result<Option<Vec<u8>>, Error> {
    let bytes = disk::read(original).map_err(|failure| error::from_io(&failure, original))?;
    if is_too_large(&bytes) {
        return Ok(None);
    }
    let how = serde_json::json!({ "mime": mime, "tries": TRIES, "enough": ENOUGH }).to_string();
    match host::aid("preview", &bytes, &how).await {
        Ok(preview) => Ok(Some(preview)),
        Err(_) if !EVERYWHERE.contains(&mime) => Ok(None),
        Err(reason) => Err(super::damaged(&reason)),
    }
}

/// Whether a picture claims more pixels than may lie in memory.
fn is_too_large(bytes: &[u8]) -> bool {
    let claimed = imagesize::reader_size(Cursor::new(bytes));
    claimed.is_ok_and(|size| size.width as u64 * size.height as u64 * PIXEL > MEMORY)
}
