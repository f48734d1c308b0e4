//! A small picture of a photo: turned as it was taken, without place data, about 200 KB.

use std::io::BufReader;
use std::path::Path;

use api::{Code, Error};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use protocol::BlobId;

use super::intake::NewPreview;
use super::kind::Recognised;
use crate::disk::{self, File};
use crate::error;
use crate::session::Session;

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
pub fn make(
    session: &Session,
    original: &Path,
    recognised: &Recognised,
) -> Result<Option<NewPreview>, Error> {
    let Some(format) = ImageFormat::from_mime_type(recognised.mime).filter(ImageFormat::reading_enabled)
    else {
        return Ok(None);
    };
    let damaged = |failure: ImageError| {
        Error::new(Code::UnsupportedFile)
            .with("reason", "damaged_picture")
            .with("detail", failure.to_string())
    };
    let file = disk::open(original).map_err(|failure| error::from_io(&failure, original))?;
    let picture = match decode(BufReader::new(file), format) {
        Err(ImageError::Limits(_)) => return Ok(None),
        decoded => decoded.map_err(damaged)?,
    };
    let bytes = encode(&picture).map_err(damaged)?;
    let blob = BlobId::of(&bytes);
    let place = session.file_path(blob);
    disk::write_durably(&place, &bytes).map_err(|failure| error::from_io(&failure, &place))?;
    Ok(Some(NewPreview { blob, size: bytes.len() as u64 }))
}

fn decode(source: BufReader<File>, format: ImageFormat) -> image::ImageResult<DynamicImage> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(source, format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // Decoders do not ask for the picture's own memory, and its size is only what its head claims.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let picture = DynamicImage::from_decoder(decoder)?;
    // Made small before it is turned, so that a large photo lies in memory once.
    let mut small = shrunk(picture, LONGEST_SIDE);
    small.apply_orientation(orientation);
    Ok(small)
}

fn shrunk(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side { picture } else { picture.thumbnail(side, side) }
}

fn encode(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    for (quality, side) in TRIES {
        bytes.clear();
        let small = shrunk(picture.clone(), *side).into_rgb8();
        JpegEncoder::new_with_quality(&mut bytes, *quality).encode_image(&small)?;
        if bytes.len() <= ENOUGH {
            break;
        }
    }
    Ok(bytes)
}
