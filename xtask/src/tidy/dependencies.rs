//! Who may see whom: a crate exists because it is forbidden to see something.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Complaint;
use crate::process::{self, read};
use crate::workspace::Workspace;

/// Which of our crates each of our crates may use, as ARCHITECTURE.md has it.
const OURS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("protocol", &[]),
    ("engine", &["domain", "protocol"]),
    ("ledger", &["protocol"]),
    ("store", &["domain", "ledger", "protocol"]),
    ("api", &["domain"]),
    ("documents", &["api", "domain"]),
    ("runtime", &["api", "documents", "domain", "engine", "ledger", "protocol", "store"]),
    ("relay", &["ledger", "protocol"]),
    ("keystore", &["runtime"]),
    ("cli", &["api", "keystore", "runtime"]),
    ("window", &["api", "keystore", "runtime"]),
    ("tab", &["api", "runtime"]),
    ("paper", &["documents"]),
    ("pages", &[]),
    // The contract speaks in the nouns of `domain`; the rules there stay with `engine`.
    ("frontend", &["api", "domain"]),
    ("xtask", &[]),
    ("golden", &["domain", "engine", "protocol"]),
    ("fuzz", &["domain", "engine", "protocol"]),
    ("testkit", EVERYTHING),
    ("journeys", EVERYTHING),
    ("simulator", EVERYTHING),
];

/// The mark of crates that tell whole stories and may use all others.
const EVERYTHING: &[&str] = &["*"];

/// Outside crates that only some of ours may see, with those that may.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("automerge", &["engine"]),
    ("rusqlite", &["ledger", "relay", "store"]),
    ("reqwest", &["runtime"]),
    ("axum", &["relay"]),
    ("leptos", &["frontend"]),
    ("sqlite-wasm-rs", &["tab"]),
    ("sqlite-wasm-vfs", &["tab"]),
    ("wasm-bindgen", &["frontend", "pages", "paper", "tab"]),
    ("hayro", &["pages"]),
    ("tauri", &["window"]),
    ("keyring-core", &["keystore"]),
    ("clap", &["cli", "journeys", "relay", "xtask"]),
];

/// The crate of fixtures: for tests, never for the product.
const FIXTURES: &str = "testkit";

/// One edge of a package.
pub struct Dependency {
    /// The name in the registry.
    pub name: String,
    /// Whether only tests use it.
    pub for_tests: bool,
}

/// One of our packages.
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its manifest, from the root of the checkout.
    pub manifest: String,
    /// What it uses directly.
    pub dependencies: Vec<Dependency>,
}

/// Reads our packages from `cargo metadata`.
pub fn packages(workspace: &Workspace) -> Result<Vec<Package>> {
    let mut command = process::cargo(workspace);
    let text = read(command.args(["metadata", "--format-version", "1", "--no-deps"]));
    let metadata: Value =
        serde_json::from_str(&text.context("`cargo metadata` fails; is a manifest broken?")?)?;
    let list = metadata["packages"].as_array().context("`cargo metadata` lists no packages")?;
    let root = workspace.root().to_string_lossy().into_owned();
    Ok(list.iter().map(|package| read_package(package, &root)).collect())
}

fn read_package(package: &Value, root: &str) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let manifest = text(&package["manifest_path"]);
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    Package {
        name: text(&package["name"]),
        manifest: manifest
            .strip_prefix(root)
            .unwrap_or(&manifest)
            .trim_start_matches(['/', '\\'])
            .replace('\\', "/"),
        dependencies: dependencies
            .map(|edge| Dependency { name: text(&edge["name"]), for_tests: edge["kind"] == "dev" })
            .collect(),
    }
}

/// Complains about every edge that the two tables do not allow.
pub fn check(packages: &[Package]) -> Vec<Complaint> {
    let ours: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    packages.iter().flat_map(|package| check_package(package, &ours)).collect()
}

fn check_package(package: &Package, ours: &[&str]) -> Vec<Complaint> {
    let complain = |message| Complaint::new(&package.manifest, 1, message);
    let Some((_, may)) = OURS.iter().find(|(name, _)| *name == package.name) else {
        let message = format!(
            "`{}` is not in the table of xtask/src/tidy/dependencies.rs; say there what it may use",
            package.name
        );
        return vec![complain(message)];
    };
    let mut complaints = Vec::new();
    for edge in &package.dependencies {
        let name = edge.name.as_str();
        let is_allowed = if ours.contains(&name) { may_use(may, edge) } else { may_see(package, edge, may) };
        if !is_allowed {
            complaints.push(complain(format!(
                "`{}` must not see `{name}`; move the code to a crate that may, or change the table with an ADR",
                package.name
            )));
        }
    }
    complaints
}

fn may_use(may: &[&str], edge: &Dependency) -> bool {
    may == EVERYTHING || may.contains(&edge.name.as_str()) || (edge.for_tests && edge.name == FIXTURES)
}

fn may_see(package: &Package, edge: &Dependency, may: &[&str]) -> bool {
    let reserved = OUTSIDE.iter().find(|(name, _)| *name == edge.name);
    edge.for_tests
        || may == EVERYTHING
        || reserved.is_none_or(|(_, who)| who.contains(&package.name.as_str()))
}
