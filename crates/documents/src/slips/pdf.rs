//! Pages of slips, and where each slip lies on them.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;

use super::face::Faces;
use super::{Slip, SlipsError, slip};

/// A4 in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 24.0;
const COLUMNS: usize = 2;
const ROWS: usize = 4;

/// Prints slips as a PDF: A4, eight a page, to be cut along the dashed lines.
pub fn pdf(slips: &[Slip]) -> Result<Vec<u8>, SlipsError> {
    let faces = Faces::load();
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title("Phiếu mời".to_owned()).language("vi".to_owned()));
    for page_of_slips in slips.chunks(COLUMNS * ROWS) {
        let settings =
            PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| SlipsError::Pdf("page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for (place, slip) in page_of_slips.iter().enumerate() {
            slip::draw(&mut surface, &faces, slip, corner(place), cell())?;
        }
        cutting_lines(&mut surface);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| SlipsError::Pdf(format!("{error:?}")))
}

fn cell() -> (f32, f32) {
    ((PAGE.0 - 2.0 * MARGIN) / COLUMNS as f32, (PAGE.1 - 2.0 * MARGIN) / ROWS as f32)
}

/// The upper left corner of the slip at a place, row by row.
fn corner(place: usize) -> Point {
    let (width, height) = cell();
    Point::from_xy(MARGIN + (place % COLUMNS) as f32 * width, MARGIN + (place / COLUMNS) as f32 * height)
}

fn cutting_lines(surface: &mut Surface<'_>) {
    let (width, height) = cell();
    let mut lines = PathBuilder::new();
    for column in 1..COLUMNS {
        let x = MARGIN + column as f32 * width;
        lines.move_to(x, MARGIN);
        lines.line_to(x, PAGE.1 - MARGIN);
    }
    for row in 1..ROWS {
        let y = MARGIN + row as f32 * height;
        lines.move_to(MARGIN, y);
        lines.line_to(PAGE.0 - MARGIN, y);
    }
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: luma::Color::new(150).into(),
        width: 0.5,
        dash: Some(StrokeDash { array: vec![4.0, 3.0], offset: 0.0 }),
        ..Stroke::default()
    }));
    if let Some(path) = lines.finish() {
        surface.draw_path(&path);
    }
    surface.set_stroke(None);
}

/// A grey from 0, black, to 255, white.
pub(super) fn ink(lightness: u8) -> Fill {
    Fill { paint: luma::Color::new(lightness).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}
