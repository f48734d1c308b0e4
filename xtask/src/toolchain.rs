//! Which compiler builds for WebAssembly on this machine, and what it needs around it.
//!
//! Rustup's own compiler serves wherever its target can be downloaded. Elsewhere Debian's compiler
//! does, of another version; so things built for WebAssembly have a target folder of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{self, read};
use crate::workspace::{Workspace, path_with_first};

/// The target of browsers and of the window's page.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Where a compiler's root has the source of its library.
const SOURCE: &str = "lib/rustlib/src/rust/library/Cargo.lock";

/// Where Debian puts its compiler.
const DEBIAN: &str = "/usr/bin";

/// What of SQLite a browser does not load: its build turns on everything, and a profile's file needs
/// tables, indexes and full-text search (ADR 0018). What a `-U` takes back is an extension; what is
/// omitted, nobody calls.
const SQLITE: &[&str] = &[
    "-USQLITE_ENABLE_API_ARMOR",
    "-USQLITE_ENABLE_BYTECODE_VTAB",
    "-USQLITE_ENABLE_COLUMN_METADATA",
    "-USQLITE_ENABLE_DBPAGE_VTAB",
    "-USQLITE_ENABLE_DBSTAT_VTAB",
    "-USQLITE_ENABLE_MATH_FUNCTIONS",
    "-USQLITE_ENABLE_OFFSET_SQL_FUNC",
    "-USQLITE_ENABLE_PREUPDATE_HOOK",
    "-USQLITE_ENABLE_RTREE",
    "-USQLITE_ENABLE_SESSION",
    "-USQLITE_ENABLE_STMTVTAB",
    "-USQLITE_ENABLE_UNKNOWN_SQL_FUNCTION",
    "-USQLITE_ENABLE_UNLOCK_NOTIFY",
    "SQLITE_DQS=0",
    "SQLITE_OMIT_AUTHORIZATION",
    "SQLITE_OMIT_COMPLETE",
    "SQLITE_OMIT_DECLTYPE",
    "SQLITE_OMIT_DESERIALIZE",
    "SQLITE_OMIT_GET_TABLE",
    "SQLITE_OMIT_JSON",
    "SQLITE_OMIT_PROGRESS_CALLBACK",
    "SQLITE_OMIT_TCL_VARIABLE",
    "SQLITE_OMIT_TRACE",
    "SQLITE_OMIT_UTF16",
    "SQLITE_OMIT_WAL",
    "SQLITE_UNTESTABLE",
];

/// The library of the target, which is built anew for size together with what it serves.
const LIBRARY: [(&str, &str); 3] = [
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    // Both compilers can do it, and ask for this before they do.
    ("RUSTC_BOOTSTRAP", "1"),
];
/// With that library a panic is a trap: what it would have said is a tenth of a module.
const TRAPS: &str = "-Zunstable-options -Cpanic=immediate-abort";
/// Leptos hands pieces of pages on as one type instead of compiling each nesting of them for itself.
const ONE_TYPE: &str = "--cfg erase_components";

/// Which compiler a person wishes for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Source {
    /// Rustup's where it can be had, else Debian's
    #[default]
    Any,
    /// Rustup's only
    Rustup,
    /// Debian's only
    Debian,
}

/// A compiler that can build for WebAssembly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WasmCompiler {
    /// The toolchain that builds everything else.
    Rustup,
    /// Debian's `rustc-web`, with the name of its linker.
    Debian {
        /// A `wasm-ld` that fits the compiler.
        linker: String,
    },
}

impl WasmCompiler {
    /// Finds a compiler that works, by letting it compile one function.
    pub fn find(workspace: &Workspace, source: Source) -> Option<Self> {
        let candidates = [Some(Self::Rustup), debian_linker().map(|linker| Self::Debian { linker })];
        candidates
            .into_iter()
            .flatten()
            .filter(|found| found.is_from(source))
            .find(|found| found.works(workspace))
    }

    fn is_from(&self, source: Source) -> bool {
        match self {
            Self::Rustup => source != Source::Debian,
            Self::Debian { .. } => source != Source::Rustup,
        }
    }

    fn works(&self, workspace: &Workspace) -> bool {
        if matches!(self, Self::Debian { .. }) && !debian_is_new_enough(workspace) {
            return false;
        }
        let probe = workspace.target().join("wasm-probe");
        let source = probe.join("probe.rs");
        let written = std::fs::create_dir_all(&probe)
            .and_then(|()| std::fs::write(&source, "pub fn probe() -> String { String::new() }"));
        let mut command = self.rustc(workspace);
        command.args(["--target", WASM, "--crate-type", "lib", "--emit", "metadata", "--out-dir"]);
        written.is_ok() && read(command.arg(&probe).arg(&source)).is_some()
    }

    /// A cargo that builds for WebAssembly when it is told the target.
    pub fn cargo(&self, workspace: &Workspace) -> Result<Command> {
        let mut command = match self {
            Self::Rustup => process::command(workspace, "cargo"),
            Self::Debian { .. } => process::command(workspace, Path::new(DEBIAN).join("cargo")),
        };
        self.surround(workspace, &mut command)?;
        Ok(command)
    }

    /// Sets what the compiler needs, for a program that calls cargo by itself.
    pub fn surround(&self, workspace: &Workspace, command: &mut Command) -> Result<()> {
        command.env("CARGO_TARGET_DIR", wasm_target(workspace));
        if let Self::Debian { linker } = self {
            command.env("PATH", path_with_first(Path::new(DEBIAN))?);
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            command.env_remove("RUSTC_WRAPPER").env_remove("RUSTUP_TOOLCHAIN");
        }
        // SQLite is C: it needs a clang that knows WebAssembly.
        if let Some((clang, archiver)) = clang() {
            command.env("CC_wasm32_unknown_unknown", clang).env("AR_wasm32_unknown_unknown", archiver);
            command.env("SQLITE_WASM_RS_FLAGS", SQLITE.join(" "));
        }
        Ok(())
    }

    /// Has a command build what browsers load for size (ADR 0018), with the library of the target where
    /// its source is there.
    pub fn for_size(&self, workspace: &Workspace, command: &mut Command) {
        let mut flags = Vec::new();
        if self.has_source(workspace) {
            command.envs(LIBRARY);
            flags.push(TRAPS);
        }
        flags.push(ONE_TYPE);
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
    }

    /// Whether the source of the compiler's own library is on this machine.
    pub fn has_source(&self, workspace: &Workspace) -> bool {
        let root = read(self.rustc(workspace).args(["--print", "sysroot"]));
        root.is_some_and(|root| Path::new(root.trim()).join(SOURCE).exists())
    }

    fn rustc(&self, workspace: &Workspace) -> Command {
        match self {
            Self::Rustup => process::command(workspace, "rustc"),
            Self::Debian { .. } => process::command(workspace, Path::new(DEBIAN).join("rustc")),
        }
    }

    /// The name for people.
    pub fn name(&self) -> String {
        match self {
            Self::Rustup => "rustup's compiler".to_owned(),
            Self::Debian { linker } => format!("Debian's compiler with {linker}"),
        }
    }
}

/// The folder of everything that is built for WebAssembly.
pub fn wasm_target(workspace: &Workspace) -> PathBuf {
    workspace.target().join("wasm-host")
}

/// Whether Debian's compiler is there and as new as the code asks.
pub fn debian_is_new_enough(workspace: &Workspace) -> bool {
    let said = read(process::command(workspace, Path::new(DEBIAN).join("rustc")).arg("--version"));
    let found = said.as_deref().and_then(|said| release(said.split_whitespace().nth(1)?));
    found >= release(env!("CARGO_PKG_RUST_VERSION"))
}

/// The first two numbers of a version.
fn release(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// The newest `wasm-ld` of Debian.
pub fn debian_linker() -> Option<String> {
    let versions = (19..=30).rev().map(|version| format!("wasm-ld-{version}"));
    versions.into_iter().find(|name| Path::new(DEBIAN).join(name).exists())
}

/// A clang with its archiver that can compile C for WebAssembly: the newest, else the plain one.
pub fn clang() -> Option<(String, String)> {
    let versions = (17..=30).rev().map(|version| format!("-{version}")).chain([String::new()]);
    versions
        .map(|tail| (format!("clang{tail}"), format!("llvm-ar{tail}")))
        .find(|(clang, archiver)| [clang, archiver].iter().all(|program| on_path(program)))
}

/// Whether a program is on the search path.
pub fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| {
        let file: PathBuf = folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        file.is_file()
    })
}
