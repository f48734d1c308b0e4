//! The two weights of Be Vietnam Pro, embedded as far as their letters are used.

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

const REGULAR: &[u8] = include_bytes!("../../fonts/BeVietnamPro-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../fonts/BeVietnamPro-SemiBold.ttf");

/// Both weights.
pub(super) struct Faces {
    pub(super) regular: Face,
    pub(super) semi_bold: Face,
}

/// One weight: to draw with, and to measure with.
pub(super) struct Face {
    font: Font,
    widths: ttf_parser::Face<'static>,
}

impl Faces {
    pub(super) fn load() -> Self {
        Self { regular: Face::new(REGULAR), semi_bold: Face::new(SEMI_BOLD) }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let font = Font::new(bytes.to_vec().into(), 0).expect("the font is compiled in");
        Self { font, widths: ttf_parser::Face::parse(bytes, 0).expect("the font is compiled in") }
    }

    /// Draws one line; `at` is on its base line.
    pub(super) fn draw(&self, surface: &mut Surface<'_>, at: Point, size: f32, line: &str) {
        surface.draw_text(at, self.font.clone(), size, line, false, TextDirection::LeftToRight);
    }

    /// The width of a text in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = text.chars().map(|letter| u32::from(self.advance(letter))).sum();
        units as f32 * size / f32::from(self.widths.units_per_em())
    }

    fn advance(&self, letter: char) -> u16 {
        let glyph = self.widths.glyph_index(letter).unwrap_or_default();
        self.widths.glyph_hor_advance(glyph).unwrap_or_default()
    }

    /// Breaks a text into lines no wider than `most` points; a word that is wider is broken itself.
    pub(super) fn wrap(&self, text: &str, size: f32, most: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= most => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.extend(self.pieces(word, size, most)),
            }
        }
        lines
    }

    fn pieces(&self, word: &str, size: f32, most: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let piece = pieces.last_mut().expect("never empty");
            if !piece.is_empty() && self.width(&format!("{piece}{letter}"), size) > most {
                pieces.push(letter.to_string());
            } else {
                piece.push(letter);
            }
        }
        pieces
    }
}
