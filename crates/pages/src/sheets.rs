use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

/// Pixels along the longer side of a drawn page, at most: eight times what a tablet shows.
const MOST: f32 = 4096.0;

/// Why a file cannot be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It opens with a password only.
    Encrypted,
    /// It is no PDF, or too much of it is missing.
    Damaged,
}

impl Unreadable {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
        }
    }
}

/// The pages of one PDF.
pub struct Sheets(Pdf);

/// One drawn page.
#[derive(Debug)]
pub struct Pixels {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Red, green, blue and opacity of each, row after row.
    pub rgba: Vec<u8>,
}

impl Sheets {
    /// Reads a file.
    ///
    /// # Errors
    /// Why it cannot be looked at.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(_) => Unreadable::Encrypted,
            LoadPdfError::Invalid => Unreadable::Damaged,
        })?;
        if pdf.pages().is_empty() { Err(Unreadable::Damaged) } else { Ok(Self(pdf)) }
    }

    /// How many there are; at least one.
    pub fn count(&self) -> usize {
        self.0.pages().len()
    }

    /// Width and height of a page in points, as it is to be read.
    pub fn size(&self, at: usize) -> Option<(f32, f32)> {
        self.0.pages().get(at).map(hayro::hayro_syntax::page::Page::render_dimensions)
    }

    /// Draws a page on white paper, as near to this width in pixels as there is room for.
    pub fn draw(&self, at: usize, width: f32) -> Option<Pixels> {
        let page = self.0.pages().get(at)?;
        let (wide, high) = page.render_dimensions();
        let longer = wide.max(high);
        if !(wide >= 1.0 && high >= 1.0 && longer.is_finite()) {
            return None;
        }
        let scale = (width / wide).max(1.0 / wide.min(high)).min(MOST / longer);
        let paper = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let drawn = hayro::render(
            page,
            &RenderCache::new(),
            &hayro::hayro_interpret::InterpreterSettings::default(),
            &RenderSettings::default(),
            &paper,
        );
        // On white paper nothing is half transparent.
        let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
        Some(Pixels { width, height, rgba: drawn.data_as_u8_slice().to_vec() })
    }
}

#[cfg(test)]
mod tests;
