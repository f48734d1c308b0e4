use std::fs;
use std::path::{Path, PathBuf};

use super::{Piece, add, safe_name};

fn hand(folder: &Path, offset: u64, bytes: &[u8]) -> std::io::Result<Option<PathBuf>> {
    add(folder, &Piece { file: 7, offset, size: 6, bytes })
}

#[test]
fn pieces_become_the_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(hand(folder.path(), 0, b"phi").unwrap(), None);
    let whole = hand(folder.path(), 3, b"eu!").unwrap().unwrap();
    assert_eq!(fs::read(whole).unwrap(), b"phieu!");
}

#[test]
fn a_file_handed_over_again_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    hand(folder.path(), 0, b"old").unwrap();
    let whole = hand(folder.path(), 0, b"newest").unwrap().unwrap();
    assert_eq!(fs::read(whole).unwrap(), b"newest");
}

#[test]
fn an_empty_file_is_whole_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let whole = add(folder.path(), &Piece { file: 1, offset: 0, size: 0, bytes: b"" }).unwrap();
    assert_eq!(fs::read(whole.unwrap()).unwrap(), b"");
}

#[test]
fn a_piece_out_of_its_place_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    hand(folder.path(), 0, b"ph").unwrap();
    assert!(hand(folder.path(), 3, b"eu!").is_err(), "a byte is missing");
    assert!(hand(folder.path(), 2, b"ieu!?").is_err(), "it reaches beyond the size");
}

#[test]
fn a_name_leads_into_no_other_folder() {
    assert_eq!(safe_name("../../phiếu: mời.pdf"), "-..-phiếu- mời.pdf");
    assert_eq!(safe_name(".."), "file");
}
