//! QR codes as vectors, for paper and for the screen.

use krilla::geom::{PathBuilder, Point, Rect};
use krilla::surface::Surface;
use qrcode::render::svg;
use qrcode::{Color, EcLevel, QrCode};

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

/// Draws a text's QR code as one path of squares, `side` points wide.
pub(super) fn draw(surface: &mut Surface<'_>, text: &str, at: Point, side: f32) -> Result<(), QrError> {
    let code = code(text)?;
    let (count, colors) = (code.width(), code.to_colors());
    let module = side / count as f32;
    let mut squares = PathBuilder::new();
    for (row, line) in colors.chunks(count).enumerate() {
        for (from, length) in runs(line) {
            let (x, y) = (at.x + from as f32 * module, at.y + row as f32 * module);
            if let Some(run) = Rect::from_xywh(x, y, length as f32 * module, module) {
                squares.push_rect(run);
            }
        }
    }
    if let Some(path) = squares.finish() {
        surface.draw_path(&path);
    }
    Ok(())
}

fn code(text: &str) -> Result<QrCode, QrError> {
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrError)
}

/// Dark modules that stand side by side: where they begin, and how many. Drawn as one they have no seams.
fn runs(line: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (place, color) in line.iter().enumerate() {
        match (color, runs.last_mut()) {
            (Color::Light, _) => {}
            (Color::Dark, Some((from, length))) if *from + *length == place => *length += 1,
            (Color::Dark, _) => runs.push((place, 1)),
        }
    }
    runs
}
