#![allow(clippy::unwrap_used, reason = "tests own their files")]

use super::{PIECE, sweep};
use crate::blobs::Blobs;
use protocol::ChunkHash;
use std::time::{Duration, SystemTime};

#[test]
fn a_piece_goes_once_it_is_old_and_nothing_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path());
    let (named, alone) = (ChunkHash::of(b"named"), ChunkHash::of(b"alone"));
    blobs.put(named, b"named").unwrap();
    blobs.put(alone, b"alone").unwrap();
    let torn = blobs.path(alone).with_extension("1f.part");
    std::fs::write(&torn, b"al").unwrap();
    let is_named = |chunk| Ok(chunk == named);

    let soon = SystemTime::now() + PIECE - Duration::from_mins(1);
    assert_eq!(sweep(&blobs, soon, is_named).unwrap(), 0, "its entry may still come");
    let later = SystemTime::now() + PIECE + Duration::from_mins(1);
    assert_eq!(sweep(&blobs, later, is_named).unwrap(), 2);

    assert!(blobs.has(named) && !blobs.has(alone) && !torn.exists());
    let wrong_clock = SystemTime::now() - PIECE;
    assert_eq!(sweep(&blobs, wrong_clock, |_| Ok(false)).unwrap(), 0, "a clock that is behind takes nothing");
}
