//! QR codes as vectors, for the screen and for paper.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The text does not fit into a QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text does not fit into a QR code")]
pub struct QrError;

/// Draws a text's QR code as an SVG picture: black on white, with its quiet zone.
pub fn qr_svg(text: &str) -> Result<String, QrError> {
    let picture = code(text)?.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    // Without the XML declaration the picture can stand inside a page.
    Ok(picture.find("<svg").map(|start| picture[start..].to_owned()).unwrap_or(picture))
}

pub(crate) fn code(text: &str) -> Result<QrCode, QrError> {
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrError)
}
