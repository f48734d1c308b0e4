//! What the worker's script calls (`frontend/pdf/worker.js`).

use wasm_bindgen::prelude::*;

use crate::{Pixels, Sheets};

/// The pages of the file that is looked at.
#[wasm_bindgen]
pub struct Paper(Sheets);

/// One drawn page.
#[wasm_bindgen]
pub struct Drawn(Pixels);

#[wasm_bindgen]
impl Paper {
    /// Reads a file; refuses with the name of the reason.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<Self, JsValue> {
        Sheets::open(bytes).map(Self).map_err(|reason| JsValue::from_str(reason.name()))
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// Draws a page near to this width in pixels; none where it cannot be drawn.
    pub fn draw(&self, at: usize, width: f32) -> Option<Drawn> {
        self.0.draw(at, width).map(Drawn)
    }

    /// Widths and heights of all pages in points, one after the other.
    pub fn sizes(&self) -> Vec<f32> {
        let size = |at| self.0.size(at).map_or([0.0; 2], |(wide, high)| [wide, high]);
        (0..self.0.count()).flat_map(size).collect()
    }
}

#[wasm_bindgen]
impl Drawn {
    /// Pixels from left to right.
    pub fn width(&self) -> u32 {
        self.0.width
    }

    /// Gives red, green, blue and opacity of each pixel, row after row; once.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.rgba)
    }
}
