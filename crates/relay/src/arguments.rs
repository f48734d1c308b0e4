//! The command line of the relay, and the environment beside it.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use relay::Settings;
use std::path::PathBuf;

/// Orders, keeps and hands out the envelopes of a school.
///
/// Each setting can be given by a flag, by the environment, or in a configuration file, in this order;
/// a key of the file is a flag without its dashes.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    /// What is done; nothing for serving.
    pub command: Option<Command>,
    #[command(flatten)]
    /// How to serve.
    pub serve: Serve,
}

/// What is done in place of serving.
#[derive(Subcommand)]
pub enum Command {
    /// Copies everything into a new folder, while the relay goes on running
    Backup {
        /// The folder, which is made; what is there is not written over
        dir: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Takes a file of work (.ssk) that was carried here, while the relay does not run
    Import {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        serve: Serve,
    },
    /// Shows what people compare of the relay's key, and makes the next one
    Key {
        /// What is done; nothing for showing
        act: Option<KeyAct>,
        #[command(flatten)]
        place: Place,
    },
    /// Checks a backup, or the folder of a relay that does not run; changes nothing
    Verify {
        /// The folder
        dir: PathBuf,
    },
}

/// What is done with the relay's key.
#[derive(Clone, Copy, ValueEnum)]
pub enum KeyAct {
    /// Makes the next key; a registrar enters it in the application, and the next start uses it
    New,
}

/// How to serve.
#[derive(Args)]
pub struct Serve {
    /// A configuration file (TOML)
    #[arg(long, value_name = "FILE", env = "SSK_RELAY_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// Where the data is.
#[derive(Args)]
pub struct Place {
    /// The configuration file that names the data folder
    #[arg(long, value_name = "FILE", env = "SSK_RELAY_CONFIG")]
    config: Option<PathBuf>,
    /// The data folder
    #[arg(long, value_name = "DIR", env = "SSK_RELAY_DATA")]
    data: Option<PathBuf>,
}

impl Serve {
    /// Gives what was set, by flags and environment first and then by the file.
    pub fn settings(self) -> anyhow::Result<Settings> {
        let file = self.config.as_deref().map(Settings::read).transpose()?.unwrap_or_default();
        Ok(self.settings.or(file))
    }
}

impl Place {
    /// Gives the data folder.
    pub fn data(self) -> anyhow::Result<PathBuf> {
        let settings = Settings { data: self.data, ..Settings::default() };
        let settings = Serve { config: self.config, settings }.settings()?;
        Ok(settings.data()?.to_owned())
    }
}

impl Arguments {
    /// Reads the command line and the environment; ends the program where one of them is wrong.
    pub fn read() -> Self {
        let command = Self::command();
        if let Some(unknown) = unknown_variable(&command) {
            let message = format!("no setting is called {unknown} in the environment; see relay --help\n");
            command.clone().error(ErrorKind::UnknownArgument, message).exit();
        }
        Self::try_parse().unwrap_or_else(|error| {
            if let Some(variable) = blamed_variable(&command, &error) {
                eprintln!("The environment says so: {variable}");
            }
            error.exit()
        })
    }
}

/// The settings of the environment have names that begin so.
const PREFIX: &str = "SSK_RELAY_";

fn unknown_variable(command: &clap::Command) -> Option<String> {
    let is_known = |name: &str| command.get_arguments().any(|known| known.get_env() == Some(name.as_ref()));
    let given = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    given.into_iter().find(|name| name.starts_with(PREFIX) && !is_known(name))
}

/// Finds the variable that a wrong value comes from: the flag was not typed.
fn blamed_variable(command: &clap::Command, error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(blamed)) = error.get(ContextKind::InvalidArg) else { return None };
    let flag = blamed.split_whitespace().next()?;
    if std::env::args().any(|typed| typed == flag || typed.starts_with(&format!("{flag}="))) {
        return None;
    }
    let known = command.get_arguments().find(|known| known.get_long() == flag.strip_prefix("--"))?;
    let variable = known.get_env()?;
    std::env::var_os(variable)?;
    Some(variable.to_string_lossy().into_owned())
}
