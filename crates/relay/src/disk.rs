//! Room on the disk: some of it stays free, so that a full disk is met slowly and not in the middle of
//! everything.
//!
//! Below the reserve nothing is taken that makes the folder grow; reading, sessions, receipts, revoking
//! and erasing go on, for which the reserve is there.

use protocol::{Code, Kind, Prepared};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::routes::erases;

/// The disk of the data folder.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
    reserve: u64,
    is_low: AtomicBool,
}

impl Disk {
    pub fn new(folder: &Path, reserve: u64) -> Self {
        Self { folder: folder.to_owned(), reserve, is_low: AtomicBool::new(false) }
    }

    /// Says how many bytes are free for this user; nothing where the system does not say.
    pub fn free(&self) -> Option<u64> {
        free(&self.folder)
    }

    /// Says how many bytes are to stay free.
    pub fn reserve(&self) -> u64 {
        self.reserve
    }

    /// Requires room for something that stays; says so in the log when that changes.
    pub fn require_room(&self) -> Result<(), Code> {
        let Some(free) = self.free() else { return Ok(()) };
        let is_low = free < self.reserve;
        if self.is_low.swap(is_low, Ordering::Relaxed) != is_low {
            let (free_mib, reserve_mib) = (free >> 20, self.reserve >> 20);
            if is_low {
                tracing::error!(
                    free_mib,
                    reserve_mib,
                    "the disk is nearly full: nothing new is taken until some of it is freed"
                );
            } else {
                tracing::info!(free_mib, reserve_mib, "the disk has room again");
            }
        }
        if is_low { Err(Code::DiskFull) } else { Ok(()) }
    }

    /// Requires room for envelopes, unless all of them are such as must always pass.
    pub fn require_room_for(&self, items: &[Result<Prepared, Code>]) -> Result<(), Code> {
        let passes = |item: &Prepared| item.header().kind == Kind::Control || erases(item);
        if items.iter().flatten().all(passes) { Ok(()) } else { self.require_room() }
    }
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}
