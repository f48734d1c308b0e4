//! A machine decodes and encodes by itself.

use std::io::BufReader;
use std::path::Path;

use api::Error;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::{ENOUGH, LONGEST_SIDE, MEMORY, TRIES};
use crate::disk::{self, File};
use crate::error;

/// Draws the small picture; nothing where this kind is not decoded here or the picture is too large.
#[allow(clippy::unused_async, reason = "a browser decodes beside the worker")]
pub async fn draw(original: &Path, mime: &str) -> Result<Option<Vec<u8>>, Error> {
    let Some(format) = ImageFormat::from_mime_type(mime).filter(ImageFormat::reading_enabled) else {
        return Ok(None);
    };
    let damaged = |failure: ImageError| super::damaged(&failure.to_string());
    let file = disk::open(original).map_err(|failure| error::from_io(&failure, original))?;
    let picture = match decode(BufReader::new(file), format) {
        Err(ImageError::Limits(_)) => return Ok(None),
        decoded => decoded.map_err(damaged)?,
    };
    encode(&picture).map(Some).map_err(damaged)
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
