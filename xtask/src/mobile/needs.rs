//! What a machine must have to build for Android or iOS, each with what to do about it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::toolchain::on_path;

/// What a machine tells about itself.
pub struct Machine {
    /// The value of a variable of the environment.
    pub variable: fn(&str) -> Option<OsString>,
    /// Whether a program is on the search path.
    pub has_program: fn(&str) -> bool,
    /// The names in a folder; nothing where there is none.
    pub names_in: fn(&Path) -> Vec<String>,
    /// Whether its system is macOS.
    pub is_mac: bool,
}

impl Machine {
    /// The machine that this program runs on.
    pub fn this() -> Self {
        Self {
            variable: |name| std::env::var_os(name),
            has_program: on_path,
            names_in: |folder| {
                let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
                entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
            },
            is_mac: cfg!(target_os = "macos"),
        }
    }

    fn folder(&self, name: &str) -> Option<PathBuf> {
        let folder = PathBuf::from((self.variable)(name)?);
        (!(self.names_in)(&folder).is_empty()).then_some(folder)
    }
}

/// What is missing to build for Android.
pub fn of_android(machine: &Machine) -> Vec<&'static str> {
    let java = (machine.has_program)("java") || machine.folder("JAVA_HOME").is_some();
    let sdk = machine.folder("ANDROID_HOME").is_some();
    let needs = [
        (java, "a Java Development Kit, 17 or newer: install one and set JAVA_HOME"),
        (sdk, "the Android SDK: install it (Android Studio brings it) and set ANDROID_HOME to its folder"),
        (ndk(machine).is_some(), "the Android NDK: `sdkmanager \"ndk;27.2.12479018\"`, or set NDK_HOME"),
        ((machine.has_program)("rustup"), "rustup, which brings the compiler's libraries for Android"),
    ];
    missing(&needs)
}

/// What is missing to build for iOS.
pub fn of_ios(machine: &Machine) -> Vec<&'static str> {
    if !machine.is_mac {
        return vec!["Apple's tools run on macOS only: use a Mac, or the public workflow mobile.yml"];
    }
    let has = machine.has_program;
    let needs = [
        (has("xcodebuild"), "Xcode: install it from the App Store and open it once"),
        (has("xcodegen"), "XcodeGen: `brew install xcodegen`"),
        (has("pod"), "CocoaPods: `brew install cocoapods`"),
        (has("rustup"), "rustup, which brings the compiler's libraries for iOS"),
    ];
    missing(&needs)
}

/// The NDK: the one that was named, else the newest of the SDK.
pub fn ndk(machine: &Machine) -> Option<PathBuf> {
    machine.folder("NDK_HOME").or_else(|| {
        let side_by_side = machine.folder("ANDROID_HOME")?.join("ndk");
        let mut found = (machine.names_in)(&side_by_side);
        found.sort_by_key(|name| name.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u64>>());
        Some(side_by_side.join(found.pop()?))
    })
}

fn missing(needs: &[(bool, &'static str)]) -> Vec<&'static str> {
    needs.iter().filter(|(there, _)| !there).map(|(_, what)| *what).collect()
}

#[cfg(test)]
mod tests;
