//! Writes the corpus that is made from real values; what was found stays beside it.
#![allow(clippy::disallowed_methods, reason = "a tool of the developers: files are its work")]

use std::fs;

fn main() -> std::io::Result<()> {
    for seed in fuzz::seeds() {
        let folder = fuzz::folder().join(seed.target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(&seed.name), &seed.bytes)?;
    }
    Ok(())
}
