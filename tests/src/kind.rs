//! The browsers that the application is held to, and where they differ for a story.

use std::path::Path;
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};

use crate::driver::Driver;
use crate::{chromium, firefox};

/// A name that leads to this machine. Browsers trust `127.0.0.1` without https, and no name.
pub const NAME: &str = "tram.an-binh.test";

/// How long a script may take; the longest one joins a school of a thousand initiatives.
const PATIENCE_FOR_SCRIPTS: Duration = Duration::from_mins(3);
const PATIENCE_FOR_PAGES: Duration = Duration::from_mins(1);

/// Whose browser it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, which Chrome, Edge and the tablets of Android have inside.
    Chromium,
    /// Firefox.
    Firefox,
}

/// What the browser tells its pages about the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// There is one.
    There,
    /// There is none. Workers are not told and not stopped.
    Gone,
}

/// How a browser is used; what it keeps of what its windows do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything, in its profile.
    Ordinary,
    /// Nothing: a private window.
    Private,
}

impl Kind {
    /// Opens a browser on a profile's folder, new or from before.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn open(self, driver: &Driver, profile: &Path, mode: Mode) -> Client {
        std::fs::create_dir_all(profile).unwrap();
        let capabilities = match self {
            Self::Chromium => chromium::capabilities(profile, mode),
            Self::Firefox => firefox::capabilities(profile, mode),
        };
        let client = ClientBuilder::native().capabilities(capabilities).connect(&driver.url()).await;
        let client = client.unwrap_or_else(|error| panic!("{self:?} does not open: {error}"));
        let patience = TimeoutConfiguration::new(Some(PATIENCE_FOR_SCRIPTS), Some(PATIENCE_FOR_PAGES), None);
        client.update_timeouts(patience).await.expect("the driver takes its limits");
        client
    }

    /// Tells the pages of a browser whether there is a network.
    pub async fn tell(self, client: &Client, connection: Connection) -> Result<(), CmdError> {
        match self {
            Self::Chromium => chromium::tell(client, connection).await,
            Self::Firefox => firefox::tell(client, connection).await,
        }
    }

    /// Gives the page before the driver this size.
    pub(crate) async fn resize(self, client: &Client, width: u32, height: u32) -> Result<(), CmdError> {
        match self {
            Self::Chromium => chromium::resize(client, width, height).await,
            Self::Firefox => firefox::resize(client, width, height).await,
        }
    }
}
