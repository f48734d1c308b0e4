//! The demo school: made once by the same calls that people make, then opened again and again.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// Where the demo's relay listens unless something else does.
const USUAL: &str = "127.0.0.1:7420";

/// The moment at which the school's story ends, in milliseconds since 1970: 24/05/2027, 8:00 in
/// Vietnam. The window stands there too, or all of it would lie in the future.
pub const END: i64 = 1_811_120_400_000;

/// What the maker of the school leaves in its folder.
const PARTS: &[&str] = &["relay", "homes", "files"];

/// The file that is written when the school is whole; it says where the relay listens.
const MARK: &str = "demo.json";

/// A folder with the demo school: the relay's data, and a home for each person.
pub struct School {
    folder: PathBuf,
}

impl School {
    /// The demo school in a folder.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The relay's data folder.
    pub fn relay(&self) -> PathBuf {
        self.folder.join("relay")
    }

    /// A person's home folder.
    pub fn home(&self, person: &str) -> PathBuf {
        self.folder.join("homes").join(person)
    }

    /// The people who have a home, by the names of their folders.
    pub fn people(&self) -> Result<Vec<String>> {
        let homes = self.folder.join("homes");
        let entries =
            std::fs::read_dir(&homes).with_context(|| format!("cannot read {}", homes.display()))?;
        let mut people: Vec<String> =
            entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        people.sort();
        Ok(people)
    }

    /// The address that the homes know the relay by.
    pub fn listen(&self) -> Result<String> {
        let file = self.folder.join(MARK);
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let demo: serde_json::Value = serde_json::from_str(&text)?;
        let address = demo.get("listen").and_then(serde_json::Value::as_str);
        address.map(ToOwned::to_owned).with_context(|| format!("{MARK} does not say where the relay listens"))
    }

    /// Whether the school is there, whole.
    pub fn is_made(&self) -> bool {
        self.folder.join(MARK).exists()
    }

    /// Makes the school unless it is there.
    pub fn make_once(&self, workspace: &Workspace) -> Result<()> {
        if self.is_made() {
            println!("✓ demo school: already in {}", self.folder.display());
            return Ok(());
        }
        self.make(workspace)
    }

    /// Makes the school; one that was broken off is begun anew, and nothing else is replaced.
    pub fn make(&self, workspace: &Workspace) -> Result<()> {
        self.clear()?;
        let listen = free_address()?;
        println!("… making the demo school in {} (some minutes)", self.folder.display());
        let mut maker = process::command(workspace, workspace.program("debug", "demo"));
        process::run(maker.arg("--out").arg(&self.folder).args(["--listen", &listen]))?;
        let mark = serde_json::json!({ "listen": listen });
        Ok(std::fs::write(self.folder.join(MARK), format!("{mark:#}\n"))?)
    }

    /// Removes the parts of a school, and refuses a folder that holds anything else.
    fn clear(&self) -> Result<()> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Ok(()) };
        let names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
        let is_part = |name: &&std::ffi::OsString| {
            PARTS.iter().chain([&MARK]).any(|part| name.as_os_str() == std::ffi::OsStr::new(part))
        };
        if let Some(other) = names.iter().find(|name| !is_part(name)) {
            bail!("{} holds {} too; choose an empty folder", self.folder.display(), other.display());
        }
        // The mark goes first: without it, what is left is a school that was broken off.
        for name in [MARK].iter().chain(PARTS) {
            let path = self.folder.join(name);
            if path.is_dir() {
                std::fs::remove_dir_all(path)?;
            } else if path.exists() {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

/// An address of this machine where nobody listens.
pub fn free_address() -> Result<String> {
    let listener = TcpListener::bind(USUAL).or_else(|_| TcpListener::bind("127.0.0.1:0"))?;
    Ok(listener.local_addr()?.to_string())
}

/// Makes the demo school in a folder, or where `run` looks for it.
pub fn demo(workspace: &Workspace, out: Option<PathBuf>) -> Result<()> {
    let folder = match out {
        Some(folder) => std::path::absolute(folder)?,
        None => workspace.demo(),
    };
    let parts = ["--package", "journeys", "--package", "relay", "--bins"];
    process::run(process::cargo(workspace).arg("build").args(parts))?;
    School::at(folder.clone()).make(workspace)?;
    println!("✓ the demo school is in {}; open it with: {}", folder.display(), opening(workspace, &folder));
    Ok(())
}

fn opening(workspace: &Workspace, folder: &Path) -> String {
    if folder == workspace.demo() {
        "cargo xtask run".to_owned()
    } else {
        format!("cargo xtask run --data {}", folder.display())
    }
}

#[cfg(test)]
mod tests;
