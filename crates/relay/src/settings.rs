//! What an operator may set: by a flag, by the environment, or in a file, in this order.
//!
//! One list serves all three, so that a key of the file is a flag without its dashes.

use crate::application::Application;
use crate::config::{Config, Https, Limits, OwnCertificate};
use clap::{Args, ValueEnum};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where the relay listens unless it is told.
const LISTEN: &str = "127.0.0.1:8440";
/// How many schools may be founded unless it is told.
const SCHOOLS: usize = 1;
/// Bytes of a mebibyte.
const MIB: u64 = 1024 * 1024;

/// What was set; what was not is nothing.
#[derive(Args, Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// The folder for everything that the relay keeps; it is made where it is missing
    #[arg(long, value_name = "DIR", env = "SSK_RELAY_DATA")]
    pub data: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8440]
    #[arg(long, value_name = "ADDR", env = "SSK_RELAY_LISTEN")]
    pub listen: Option<String>,
    /// A name or address that people use for this machine; more than once for several, the first is
    /// told to them [file: `names`, a list]
    #[arg(long = "name", value_name = "NAME", env = "SSK_RELAY_NAMES", value_delimiter = ',')]
    pub names: Vec<String>,
    /// The school's own certificate for https, with those in between (PEM); read again when it changes
    #[arg(long, value_name = "FILE", env = "SSK_RELAY_CERTIFICATE")]
    pub certificate: Option<PathBuf>,
    /// The private key of that certificate (PEM)
    #[arg(long, value_name = "FILE", env = "SSK_RELAY_KEY")]
    pub key: Option<PathBuf>,
    /// How many schools may be founded here [default: 1]
    #[arg(long, value_name = "N", env = "SSK_RELAY_SCHOOLS")]
    pub schools: Option<usize>,
    /// How many envelopes a device may send at once [default: 5000]
    #[arg(long, value_name = "N", env = "SSK_RELAY_BURST")]
    pub burst: Option<u32>,
    /// How many envelopes a second a device may send after that [default: 50]
    #[arg(long, value_name = "N", env = "SSK_RELAY_RATE")]
    pub rate: Option<u32>,
    /// How many MiB of files each member may keep here; 0 for no limit [default: 4096]
    #[arg(long, value_name = "MIB", env = "SSK_RELAY_MEMBER_FILES")]
    pub member_files: Option<u64>,
    /// How many MiB of files each school may keep here; 0 for no limit [default: 0]
    #[arg(long, value_name = "MIB", env = "SSK_RELAY_SCHOOL_FILES")]
    pub school_files: Option<u64>,
    /// How many MiB of the disk stay free: below that nothing new is taken, and reading goes on
    /// [default: 64]
    #[arg(long, value_name = "MIB", env = "SSK_RELAY_RESERVE")]
    pub reserve: Option<u64>,
    /// How lines of the log look on standard error [default: text]
    #[arg(long, value_name = "FORMAT", env = "SSK_RELAY_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Why the settings cannot be used; each says what to change.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file is not there, or this user may not read it.
    #[error("the configuration file {path} cannot be read: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The file says something that the relay does not understand; the error names line and key.
    #[error("the configuration file {path} is wrong: {error}")]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Where, and what.
        error: Box<toml::de::Error>,
    },
    /// Nothing says where the data is.
    #[error("which data folder? Give --data DIR, SSK_RELAY_DATA, or `data` in the configuration file")]
    NoData,
    /// A certificate without its key, or the other way round.
    #[error("`certificate` and `key` belong together; `{missing}` is missing")]
    Half {
        /// What is not set.
        missing: &'static str,
    },
}

/// A limit in MiB, 0 for none.
const fn quota(mib: u64) -> Option<u64> {
    if mib == 0 { None } else { Some(mib.saturating_mul(MIB)) }
}

impl Settings {
    /// Reads a configuration file; paths in it start from its own folder.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| SettingsError::Unreadable { path: path.to_owned(), error })?;
        let mut settings: Self = toml::from_str(&text)
            .map_err(|error| SettingsError::Wrong { path: path.to_owned(), error: Box::new(error) })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let paths = [&mut settings.data, &mut settings.certificate, &mut settings.key];
        for named in paths.into_iter().flatten() {
            *named = folder.join(&named);
        }
        Ok(settings)
    }

    /// Takes from a file what was not set otherwise.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            data: self.data.or(file.data),
            listen: self.listen.or(file.listen),
            names: if self.names.is_empty() { file.names } else { self.names },
            certificate: self.certificate.or(file.certificate),
            key: self.key.or(file.key),
            schools: self.schools.or(file.schools),
            burst: self.burst.or(file.burst),
            rate: self.rate.or(file.rate),
            member_files: self.member_files.or(file.member_files),
            school_files: self.school_files.or(file.school_files),
            reserve: self.reserve.or(file.reserve),
            log_format: self.log_format.or(file.log_format),
        }
    }

    /// Gives the data folder.
    pub fn data(&self) -> Result<&Path, SettingsError> {
        self.data.as_deref().ok_or(SettingsError::NoData)
    }

    /// Makes what a relay is started with.
    pub fn config(self, application: Application) -> Result<Config, SettingsError> {
        let data = self.data()?.to_owned();
        let own = match (self.certificate, self.key) {
            (Some(certificate), Some(key)) => Some(OwnCertificate { certificate, key }),
            (None, None) => None,
            (Some(_), None) => return Err(SettingsError::Half { missing: "key" }),
            (None, Some(_)) => return Err(SettingsError::Half { missing: "certificate" }),
        };
        let usual = Limits::default();
        Ok(Config {
            data,
            listen: self.listen.unwrap_or_else(|| LISTEN.to_owned()),
            schools: self.schools.unwrap_or(SCHOOLS),
            limits: Limits {
                burst: self.burst.unwrap_or(usual.burst),
                rate: self.rate.unwrap_or(usual.rate),
                member_files: self.member_files.map_or(usual.member_files, quota),
                school_files: self.school_files.map_or(usual.school_files, quota),
                reserve: self.reserve.map_or(usual.reserve, |mib| mib.saturating_mul(MIB)),
            },
            application,
            https: Https { names: self.names, own },
        })
    }
}

#[cfg(test)]
mod tests;
