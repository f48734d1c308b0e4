//! Folders of disks: copied as they are at one moment, put back, and left as a power cut leaves them.

use std::fs;
use std::io;
use std::path::Path;

use crate::Dice;

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else if entry.file_name() != "relay.lock" {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Makes a folder what a copy of it was: files that are in both stay the same files with other bytes, as
/// on a disk that is rolled back.
pub fn put_back(copy: &Path, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !copy.join(entry.file_name()).exists() {
            remove(&entry.path())?;
        }
    }
    for entry in fs::read_dir(copy)? {
        let entry = entry?;
        let target = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            put_back(&entry.path(), &target)?;
        } else if fs::read(&target).ok() != Some(fs::read(entry.path())?) {
            // A backup shares files with what it was made of: one must not be emptied to fill itself.
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Removes a file or a folder with everything in it.
pub fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Leaves behind what a write leaves that a power cut tore: after what was synced, the beginning of
/// something else. SQLite's journal ends in it, and a file that was being written has only half.
pub fn tear(folder: &Path, dice: &mut Dice) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            tear(&path, dice)?;
        } else if path.extension().is_some_and(|ending| ending == "db-wal") {
            let mut bytes = fs::read(&path)?;
            let mut torn = vec![0; dice.below(6_000) + 1];
            // A frame that looks like one of this journal, up to where it was torn.
            let begun = torn.len().min(bytes.len().saturating_sub(32));
            torn[..begun].copy_from_slice(bytes.get(32..32 + begun).unwrap_or_default());
            dice.fill(&mut torn[begun / 2..]);
            bytes.extend(torn);
            fs::write(&path, bytes)?;
        }
    }
    let mut half = vec![0; dice.below(400)];
    dice.fill(&mut half);
    fs::write(folder.join(format!("{:x}.part", dice.roll() >> 32)), half)
}
