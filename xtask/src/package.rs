//! The relay as a Debian package: a table of files, packed by `dpkg-deb`, which every Debian has.
//!
//! What is ours in it lies in `packaging`. Times are those of the commit, so that the same commit
//! and program give the same package.

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::setup::{self, Purpose};
use crate::toolchain::Source;
use crate::workspace::Workspace;
use crate::{bundle, interface};

/// What can be chosen.
#[derive(clap::Args)]
pub struct Options {
    /// Packs the program that was built for release before, and builds nothing
    #[arg(long)]
    built: bool,
}

/// The name of the package.
const NAME: &str = "so-sang-kien-relay";

/// Who may do what with a file: run it, or read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Program,
    Text,
}

/// Files of the checkout and where the package has them.
const FILES: &[(&str, &str, Mode)] = &[
    ("packaging/relay.toml", "etc/so-sang-kien/relay.toml", Mode::Text),
    ("packaging/so-sang-kien-relay.service", "usr/lib/systemd/system/so-sang-kien-relay.service", Mode::Text),
    (
        "packaging/so-sang-kien-backup.service",
        "usr/lib/systemd/system/so-sang-kien-backup.service",
        Mode::Text,
    ),
    ("packaging/so-sang-kien-backup.timer", "usr/lib/systemd/system/so-sang-kien-backup.timer", Mode::Text),
    ("packaging/backup-nightly", "usr/lib/so-sang-kien/backup-nightly", Mode::Program),
    ("packaging/debian/sysusers.conf", "usr/lib/sysusers.d/so-sang-kien.conf", Mode::Text),
    ("docs/operator.md", "usr/share/doc/so-sang-kien-relay/operator.md", Mode::Text),
    ("CHANGELOG.md", "usr/share/doc/so-sang-kien-relay/changelog.md", Mode::Text),
    ("LICENSE-MIT", "usr/share/doc/so-sang-kien-relay/copyright", Mode::Text),
    ("packaging/debian/conffiles", "DEBIAN/conffiles", Mode::Text),
    ("packaging/debian/postinst", "DEBIAN/postinst", Mode::Program),
    ("packaging/debian/prerm", "DEBIAN/prerm", Mode::Program),
    ("packaging/debian/postrm", "DEBIAN/postrm", Mode::Program),
];

/// Where the package has the program.
const PROGRAM: &str = "usr/bin/ssk-relay";

/// Builds the program where that is wanted, and packs it.
pub fn package(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.built {
        let compiler = setup::setup(workspace, Purpose::Run, Source::default())?;
        interface::build(workspace, &compiler)?;
        bundle::build_where_possible(workspace, &compiler)?;
        process::run(process::cargo(workspace).args(["build", "--release", "--locked", "-p", "relay"]))?;
    }
    let relay = workspace.program("release", "relay");
    ensure!(relay.is_file(), "{} is missing; leave --built out", relay.display());
    let version = workspace.locked_version("relay")?;
    let architecture = program::architecture()?;
    let folder = workspace.target().join("package");
    let root = folder.join(NAME);
    lay(workspace.root(), &root, &relay, &version, architecture)?;
    let packed = folder.join(format!("{NAME}_{version}_{architecture}.deb"));
    let mut pack = process::command(workspace, "dpkg-deb");
    pack.args(["--root-owner-group", "-Zxz", "--build"]).arg(&root).arg(&packed);
    pack.env("SOURCE_DATE_EPOCH", time_of_commit(workspace)?);
    process::run(&mut pack).context("packing needs dpkg-deb, which Debian and Ubuntu have")?;
    println!("✓ {}", packed.display());
    Ok(())
}

/// Lays every file where the package has it, in a folder that is made new.
fn lay(checkout: &Path, root: &Path, relay: &Path, version: &str, architecture: &str) -> Result<()> {
    if root.exists() {
        fs::remove_dir_all(root)?;
    }
    let mut bytes = put(relay, &root.join(PROGRAM), Mode::Program)?;
    for (from, to, mode) in FILES {
        bytes += put(&checkout.join(from), &root.join(to), *mode)?;
    }
    let control = fs::read_to_string(checkout.join("packaging/debian/control"))?
        .replace("@VERSION@", version)
        .replace("@ARCHITECTURE@", architecture)
        .replace("@GLIBC@", &program::newest_glibc(&fs::read(relay)?)?)
        .replace("@SIZE@", &bytes.div_ceil(1024).to_string());
    let path = root.join("DEBIAN/control");
    fs::write(&path, control)?;
    allow(&path, Mode::Text)
}

fn put(from: &Path, to: &PathBuf, mode: Mode) -> Result<u64> {
    let folder = to.parent().context("every file of a package lies in a folder")?;
    fs::create_dir_all(folder)?;
    let bytes = fs::copy(from, to).with_context(|| format!("cannot pack {}", from.display()))?;
    allow(to, mode)?;
    Ok(bytes)
}

/// The umask of whoever packs must not end up in the package.
#[cfg(unix)]
fn allow(path: &Path, mode: Mode) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let bits = if mode == Mode::Program { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(bits))?;
    for folder in path.ancestors().skip(1).take_while(|folder| !folder.ends_with("package")) {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn allow(_: &Path, _: Mode) -> Result<()> {
    Ok(())
}

fn time_of_commit(workspace: &Workspace) -> Result<String> {
    let mut git = process::command(workspace, "git");
    let time = process::read(git.args(["log", "-1", "--format=%ct"]));
    Ok(time.context("the time of the commit is not known: is this a checkout?")?.trim().to_owned())
}

#[cfg(test)]
mod tests;
