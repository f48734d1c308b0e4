//! QR codes on paper.

use krilla::geom::{PathBuilder, Point, Rect};
use krilla::surface::Surface;
use qrcode::Color;

use crate::qr::{QrError, code};

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
