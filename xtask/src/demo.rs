//! The demo school: made once by the same calls that people make, then opened again and again.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// A folder with the demo school: the relay's data, and a home for each person who has a machine.
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

    /// The people who have a home, by name.
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
        let file = self.folder.join("demo.json");
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let demo: serde_json::Value = serde_json::from_str(&text)?;
        let address = demo.get("listen").and_then(serde_json::Value::as_str);
        address.map(ToOwned::to_owned).context("demo.json does not say where the relay listens")
    }

    /// Whether the school was made to the end: the maker writes `demo.json` last.
    fn is_whole(&self) -> bool {
        self.folder.join("demo.json").exists()
    }

    /// Makes the school unless it is there.
    pub fn make_once(&self, workspace: &Workspace) -> Result<()> {
        if self.is_whole() {
            println!("✓ demo school: already in {}", self.folder.display());
            return Ok(());
        }
        self.make(workspace)
    }

    /// Makes the school anew in its folder; a half-made one is removed, anything else is not.
    pub fn make(&self, workspace: &Workspace) -> Result<()> {
        println!("… making the demo school in {}", self.folder.display());
        let mut maker = process::command(workspace, workspace.program("debug", "demo"));
        process::run(maker.arg("--out").arg(&self.folder))
    }
}

/// Makes the demo school in a folder, or where `run` looks for it.
pub fn demo(workspace: &Workspace, out: Option<PathBuf>) -> Result<()> {
    let folder = match out {
        Some(folder) => std::path::absolute(folder)?,
        None => workspace.demo(),
    };
    let parts = ["--package", "journeys", "--package", "relay", "--package", "cli", "--bins"];
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
