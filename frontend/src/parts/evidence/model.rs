pub mod sight;

use api::EvidenceView;
use domain::id::BlobId;

/// The kind of a PDF.
pub const PDF: &str = "application/pdf";

/// How a piece of evidence can be looked at here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A picture with all its pixels.
    Picture(BlobId),
    /// The small picture; the original is elsewhere or is no picture.
    Preview(BlobId),
    /// The pages of a PDF.
    Pages(BlobId),
    /// A film.
    Film(BlobId),
    /// A sound.
    Sound(BlobId),
    /// A file that another program opens.
    File(BlobId),
    /// Nothing has arrived yet.
    Absent,
}

/// Finds how a piece is shown: as much of it as is on this machine.
pub fn shown(view: &EvidenceView) -> Shown {
    let original = view.blob.filter(|_| view.here);
    let preview = view.preview.filter(|_| view.preview_here);
    match (original, view.mime.split('/').next()) {
        (Some(blob), Some("image")) if is_drawn(&view.mime) => Shown::Picture(blob),
        (Some(blob), Some("application")) if view.mime == PDF => Shown::Pages(blob),
        (Some(blob), Some("video")) => Shown::Film(blob),
        (Some(blob), Some("audio")) => Shown::Sound(blob),
        (Some(blob), _) => preview.map_or(Shown::File(blob), Shown::Preview),
        (None, _) => preview.map_or(Shown::Absent, Shown::Preview),
    }
}

/// Tells whether browsers draw this kind of picture.
fn is_drawn(mime: &str) -> bool {
    matches!(mime, "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/avif" | "image/bmp")
}

/// The largest original that is read only to draw a tile.
const SMALL: u64 = 400 * 1024;

/// Finds what a tile draws: the preview, or a small original picture.
pub fn preview_of(view: &EvidenceView) -> Option<BlobId> {
    let preview = view.preview.filter(|_| view.preview_here);
    let original = view.blob.filter(|_| view.here && is_drawn(&view.mime) && view.size <= SMALL);
    preview.or(original)
}

/// Sizes that a picture is looked at in, in percent of what fits the frame.
pub const ZOOM_STEPS: [u32; 7] = [100, 150, 200, 300, 400, 600, 800];

/// Finds the next size up or down; at the ends it stays.
pub fn zoom_step(percent: u32, up: Zoom) -> u32 {
    match up {
        Zoom::In => ZOOM_STEPS.into_iter().find(|step| *step > percent).unwrap_or(ZOOM_STEPS[6]),
        Zoom::Out => ZOOM_STEPS.into_iter().rev().find(|step| *step < percent).unwrap_or(ZOOM_STEPS[0]),
        Zoom::Fit => ZOOM_STEPS[0],
    }
}

/// What is asked of the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zoom {
    /// Larger.
    In,
    /// Smaller.
    Out,
    /// As the frame.
    Fit,
}

#[cfg(test)]
mod tests;
