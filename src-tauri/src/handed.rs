//! A file that the page hands over in pieces, as one call of the web view carries no large one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A piece of a file that the page hands over.
pub struct Piece<'a> {
    /// Which of the page's files it belongs to.
    pub file: u32,
    /// The place of its first byte.
    pub offset: u64,
    /// The size of the whole file.
    pub size: u64,
    /// What it consists of.
    pub bytes: &'a [u8],
}

/// Adds a piece to its file in a folder; gives the file when it is whole.
///
/// # Errors
/// When the piece is not the next one of its file, or the folder cannot be written.
pub fn add(folder: &Path, piece: &Piece) -> io::Result<Option<PathBuf>> {
    let path = folder.join(piece.file.to_string());
    let mut file = if piece.offset == 0 {
        fs::create_dir_all(folder)?;
        File::create(&path)?
    } else {
        OpenOptions::new().append(true).open(&path)?
    };
    let end = piece.offset + piece.bytes.len() as u64;
    if file.metadata()?.len() != piece.offset || end > piece.size {
        return Err(io::Error::new(ErrorKind::InvalidInput, "the pieces do not fit together"));
    }
    file.write_all(piece.bytes)?;
    Ok((end == piece.size).then_some(path))
}

/// The name that a person is offered for a file: never a way into another folder.
pub fn safe_name(name: &str) -> String {
    let plain = |letter: char| !letter.is_control() && !"/\\:*?\"<>|".contains(letter);
    let name: String = name.chars().map(|letter| if plain(letter) { letter } else { '-' }).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests;
