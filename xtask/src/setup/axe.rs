//! axe-core, with which the window's story looks for what keeps people out of a place.
//!
//! It is fetched and not kept with the code: it is the work of others, under the Mozilla Public
//! License. Its archive stays beside it, and says by its name and hash that this step is done.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use super::already;
use crate::process::{self, read};
use crate::workspace::Workspace;

/// The version that the interface is held to.
const VERSION: &str = "4.14.1";

/// SHA-512 of its archive: what the registry calls `dist.integrity`, in hexadecimal.
const SHA512: &str = "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73\
                      4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5";

/// Fetches axe-core into the target folder, where the story looks for `axe-core/axe.min.js`.
pub fn install(workspace: &Workspace) -> Result<()> {
    let folder = workspace.target().join("axe-core");
    let archive = folder.join(format!("axe-core-{VERSION}.tgz"));
    if folder.join("axe.min.js").exists() && is_pinned(workspace, &archive) {
        already(&format!("axe-core {VERSION}"));
        return Ok(());
    }
    println!("… axe-core {VERSION}: finds what keeps people out of a place (1 MB from the npm registry)");
    fs::create_dir_all(&folder)?;
    let part = archive.with_extension("part");
    let address = format!("https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz");
    let mut fetch = process::command(workspace, "curl");
    fetch.args(["--fail", "--location", "--silent", "--show-error", "--retry", "3", "--max-time", "300"]);
    process::run(fetch.arg("--output").arg(&part).arg(&address))?;
    ensure!(
        is_pinned(workspace, &part),
        "what {address} answered is not the axe-core {VERSION} that is pinned here: its SHA-512 differs"
    );
    let mut unpack = process::command(workspace, "tar");
    unpack.arg("-xzf").arg(&part).arg("-C").arg(&folder);
    process::run(unpack.args(["--no-same-owner", "--strip-components=1", "package/axe.min.js"]))?;
    Ok(fs::rename(part, archive)?)
}

/// Whether a file is there and is the archive of the pinned hash.
fn is_pinned(workspace: &Workspace, archive: &Path) -> bool {
    read(process::command(workspace, "sha512sum").arg(archive))
        .is_some_and(|said| said.split_whitespace().next() == Some(SHA512))
}
