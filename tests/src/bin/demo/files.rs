//! Files for evidence, made here: pictures, pages, a film.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::plan::Piece;

/// Makes the file of a piece of evidence; the same special `shared` picture is the same file.
pub fn make(folder: &Path, piece: &Piece, seed: u32) -> anyhow::Result<PathBuf> {
    let special = piece.special.as_deref();
    let seed = if special == Some("shared") { 0 } else { seed };
    let (name, bytes) = match piece.kind.as_str() {
        "photo" if special == Some("large") => ("jpg", picture(8000, 6000, seed)?),
        "photo" => ("jpg", picture(1600, 1200, seed)?),
        "video" => ("mp4", film(90 << 20, seed)),
        _ => ("pdf", page(&piece.title)),
    };
    let path = folder.join(format!("{}.{name}", piece.title));
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// A picture of coloured fields with some grain, so that no two are equal.
fn picture(width: u32, height: u32, seed: u32) -> anyhow::Result<Vec<u8>> {
    let hue = |at: u32| 90 + (seed.wrapping_mul(37).wrapping_add(at * 61) % 130) as u8;
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let field = (x * 4 / width) + 4 * (y * 3 / height);
        let grain = (x.wrapping_mul(y + seed) % 7) as u8;
        image::Rgb([hue(field) + grain, hue(field + 5) + grain, hue(field + 9)])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

/// A file that begins as a film does; its frames are noise.
fn film(bytes: usize, seed: u32) -> Vec<u8> {
    let mut film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    film.extend((u32::try_from(bytes).unwrap_or(u32::MAX)).to_be_bytes());
    film.extend(b"mdat");
    let mut state = seed | 1;
    while film.len() < bytes {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        film.extend(state.to_le_bytes());
    }
    film
}

/// A PDF of one page with its title in capital letters without marks, which every reader's own font has.
fn page(title: &str) -> Vec<u8> {
    let words: String = domain::text::fold(title).to_uppercase().chars().filter(char::is_ascii).collect();
    let words = words.replace(['(', ')', '\\'], " ");
    let content = format!("BT /F1 28 Tf 60 760 Td (MINH CHUNG) Tj 0 -44 Td /F1 18 Tf ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        let _ = write!(pdf, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let table = pdf.len();
    let _ = write!(pdf, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(pdf, "{place:010} 00000 n ");
    }
    let _ =
        write!(pdf, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    pdf.into_bytes()
}
