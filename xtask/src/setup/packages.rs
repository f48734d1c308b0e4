//! Packages of the system: what the window is built on, and what tests drive it with.

use std::path::Path;

use anyhow::{Result, bail};

use super::{Purpose, already};
use crate::process::{self, read};
use crate::toolchain::{clang, on_path};
use crate::workspace::Workspace;

/// What building the application needs, and why.
const BUILD: &[(&str, &str)] = &[
    ("build-essential", "a linker and a C compiler"),
    ("pkg-config", "finds the libraries below"),
    ("libwebkit2gtk-4.1-dev", "the web view that the window shows"),
    ("libxdo-dev", "the window's keyboard"),
    ("libayatana-appindicator3-dev", "the window's place in the task bar"),
    ("librsvg2-dev", "the window's icons"),
    ("libssl-dev", "TLS of the tools, and the cipher of the books"),
    ("libdbus-1-dev", "how the window and the terminal ask the key store"),
];

/// What driving the window in a virtual display needs, and why.
const TEST: &[(&str, &str)] = &[
    ("webkit2gtk-driver", "lets a test click and type in the window"),
    ("xvfb", "a display in memory"),
    ("xauth", "the key to that display"),
    ("dbus", "the session that the window expects"),
    ("dbus-x11", "starts that session"),
    ("gnome-keyring", "a key store in that session"),
    ("fonts-noto-core", "letters for screenshots, where a face is missing"),
    ("faketime", "a relay whose clock says another year"),
    ("nodejs", "runs tests that were built for WebAssembly"),
    ("curl", "fetches axe-core from the npm registry"),
    ("ca-certificates", "knows that registry from others"),
    ("libnss3-tools", "lets a test's browser trust the relay's authority"),
];

/// A browser that tests open the application in, by the programs that show it is there.
struct Browser {
    /// Names that the browser may have.
    names: &'static [&'static str],
    /// Its driver, where the system brings it along; cargo installs the other.
    driver: Option<&'static str>,
    /// The packages that bring it, and why.
    packages: &'static [(&'static str, &'static str)],
}

/// The browsers that tests open the application in; any Chromium with its driver serves.
const BROWSERS: [Browser; 2] = [
    Browser {
        names: &["chromium", "chromium-browser", "google-chrome"],
        driver: Some("chromedriver"),
        packages: &[
            ("chromium", "a browser that tests open the application in"),
            ("chromium-driver", "lets a test click and type in that browser"),
        ],
    },
    Browser {
        names: &["firefox-esr", "firefox"],
        driver: None,
        packages: &[("firefox-esr", "another browser that tests open the application in")],
    },
];

impl Browser {
    fn is_there(&self) -> bool {
        self.driver.is_none_or(on_path) && self.names.iter().any(|name| on_path(name))
    }
}

/// Installs the packages of the system, or says which are needed where that is not our business.
pub fn system(workspace: &Workspace, purpose: Purpose) -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!(
            "✓ system packages: none on this system beyond what https://tauri.app/start/prerequisites/ lists"
        );
        return Ok(());
    }
    let wanted = BUILD.iter().chain(if purpose == Purpose::Test { TEST } else { &[] });
    let browsers = if purpose == Purpose::Test { &BROWSERS[..] } else { &[] };
    let absent: Vec<&Browser> = browsers.iter().filter(|browser| !browser.is_there()).collect();
    if !Path::new("/usr/bin/apt-get").exists() {
        let browsers = absent.iter().flat_map(|browser| browser.packages);
        let names: Vec<&str> = wanted.chain(browsers).map(|(name, _)| *name).collect();
        println!("… this is not Debian or Ubuntu; please see that these, or your system's like, are there:");
        println!("  {}, clang with llvm-ar", names.join(" "));
        return Ok(());
    }
    let mut missing: Vec<(&str, &str)> =
        wanted.copied().filter(|(name, _)| !is_installed(workspace, name)).collect();
    if clang().is_none() {
        missing.extend(c_for_wasm(workspace));
    }
    for browser in absent {
        missing.extend(offered(workspace, browser));
    }
    install(workspace, &missing)
}

/// The system's packages of a browser; Ubuntu offers both as snaps only, and says so here.
fn offered(workspace: &Workspace, browser: &Browser) -> &'static [(&'static str, &'static str)] {
    let _ = refresh(workspace);
    if browser.packages.iter().all(|(name, _)| is_offered(workspace, name)) {
        return browser.packages;
    }
    let names: Vec<&str> = browser.packages.iter().map(|(name, _)| *name).collect();
    println!("… this system's archive has no {}; please install", names.join(" with "));
    println!("  {} with its driver, or the stories in it fail", browser.names.join(" or "));
    &[]
}

/// The newest clang that the system offers, for SQLite in a browser.
fn c_for_wasm(workspace: &Workspace) -> [(&'static str, &'static str); 2] {
    let reason = "compiles SQLite for a browser";
    let _ = refresh(workspace);
    if is_offered(workspace, "clang-19") {
        [("clang-19", reason), ("llvm-19", reason)]
    } else {
        [("clang", reason), ("llvm", reason)]
    }
}

/// Installs packages, each with the reason printed.
pub fn install(workspace: &Workspace, missing: &[(&str, &str)]) -> Result<()> {
    if missing.is_empty() {
        already("system packages");
        return Ok(());
    }
    for (name, reason) in missing {
        println!("… {name}: {reason}");
    }
    refresh(workspace)?;
    let names = missing.iter().map(|(name, _)| *name);
    process::run(
        as_root(workspace, "apt-get")?.args(["install", "-y", "-q", "--no-install-recommends"]).args(names),
    )
}

/// Brings the list of the system's archive up to date.
pub fn refresh(workspace: &Workspace) -> Result<()> {
    process::run(as_root(workspace, "apt-get")?.args(["update", "-q"]))
}

/// A command with the rights of the system's keeper: as it is for root, else through sudo.
pub fn as_root(workspace: &Workspace, program: &str) -> Result<std::process::Command> {
    let is_root = read(process::command(workspace, "id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut command = if is_root {
        process::command(workspace, program)
    } else if on_path("sudo") {
        let mut sudo = process::command(workspace, "sudo");
        // sudo may ask for a password on the terminal.
        sudo.args(["--preserve-env=DEBIAN_FRONTEND", program]).stdin(std::process::Stdio::inherit());
        sudo
    } else {
        bail!(
            "packages are missing (see above) and this is neither root nor a user with sudo; install them and try again"
        );
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// Whether a package is installed.
pub fn is_installed(workspace: &Workspace, name: &str) -> bool {
    let mut query = process::command(workspace, "dpkg-query");
    read(query.args(["-W", "-f=${Status}", name])).is_some_and(|status| status.ends_with("ok installed"))
}

/// Whether the system's archive has a package.
pub fn is_offered(workspace: &Workspace, name: &str) -> bool {
    read(process::command(workspace, "apt-cache").args(["show", "--no-all-versions", name]))
        .is_some_and(|text| !text.trim().is_empty())
}
