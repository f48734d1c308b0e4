//! A small picture of a photo: turned as it was taken, without place data, about 200 KB.

use std::path::Path;

use api::{Code, Error};
use protocol::BlobId;

use super::intake::NewPreview;
use super::kind::Recognised;
use crate::session::Session;
use crate::{disk, error};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod machine;

#[cfg(target_arch = "wasm32")]
use browser::draw;
#[cfg(not(target_arch = "wasm32"))]
use machine::draw;

/// What previews are.
pub const MIME: &str = "image/jpeg";
/// Longest side in pixels.
const LONGEST_SIDE: u32 = 2_048;
/// The size to stay below where quality allows, in bytes.
const ENOUGH: usize = 220 << 10;
/// Memory that a decoded picture may take: one of 48 megapixels needs 144 MB, with transparency 192.
const MEMORY: u64 = 512 << 20;
/// Qualities and longest sides that are tried, best first.
const TRIES: &[(u8, u32)] = &[(82, LONGEST_SIDE), (72, LONGEST_SIDE), (62, 1_600), (50, 1_280), (40, 1_024)];

/// Makes the preview of a picture; nothing for kinds of pictures that cannot be decoded here, and
/// for one that is too large to lie in memory: it is evidence all the same.
///
/// # Errors
/// `unsupported_file` where the picture is damaged.
pub async fn make(
    session: &Session,
    original: &Path,
    recognised: &Recognised,
) -> Result<Option<NewPreview>, Error> {
    let Some(bytes) = draw(original, recognised.mime).await? else { return Ok(None) };
    let blob = BlobId::of(&bytes);
    let place = session.file_path(blob);
    disk::write_durably(&place, &bytes).map_err(|failure| error::from_io(&failure, &place))?;
    Ok(Some(NewPreview { blob, size: bytes.len() as u64 }))
}

fn damaged(detail: &str) -> Error {
    Error::new(Code::UnsupportedFile).with("reason", "damaged_picture").with("detail", detail)
}
