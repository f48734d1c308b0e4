//! Chromium as a person's browser: its profile is a folder, and what WebDriver does not know is asked
//! of its DevTools.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, TimeoutConfiguration, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use reqwest::{Method, Url};
use serde_json::{Value, json};

use crate::driver::Driver;

/// A name that leads to this machine. Browsers trust `127.0.0.1` without https, and no name.
pub const NAME: &str = "tram.an-binh.test";

/// Without a screen, without the network beyond this machine, and without questions of a first start.
const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--window-size=1366,900",
];

/// How long a script may take; the longest one joins a school of a thousand initiatives.
const PATIENCE_FOR_SCRIPTS: Duration = Duration::from_mins(3);
const PATIENCE_FOR_PAGES: Duration = Duration::from_mins(1);

/// What happens where a certificate is signed by nobody whom the browser's owner trusts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    /// The page is not opened.
    Heeded,
    /// Somebody has read the warning and gone on.
    Overruled,
}

/// What the browser tells its pages about the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// There is one.
    There,
    /// There is none, and what pages ask for fails. Workers are not told and not stopped.
    Gone,
}

/// Opens the browser on a profile's folder, new or from before.
///
/// # Panics
/// When it does not open.
pub async fn open(driver: &Driver, profile: &Path, warnings: Warnings) -> Client {
    let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--host-resolver-rules=MAP {NAME} 127.0.0.1"));
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let options = json!({ "args": arguments, "prefs": { "intl.accept_languages": "vi-VN,vi" } });
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".into(), options);
    capabilities.insert("acceptInsecureCerts".into(), (warnings == Warnings::Overruled).into());
    let client = ClientBuilder::native().capabilities(capabilities).connect(&driver.url()).await;
    let client = client.unwrap_or_else(|error| panic!("Chromium does not open: {error}"));
    let patience = TimeoutConfiguration::new(Some(PATIENCE_FOR_SCRIPTS), Some(PATIENCE_FOR_PAGES), None);
    client.update_timeouts(patience).await.expect("the driver takes its limits");
    client
}

/// Asks the DevTools of the tab that the driver is turned to.
pub async fn devtools(client: &Client, command: &str, parameters: Value) -> Result<Value, CmdError> {
    let body = json!({ "cmd": command, "params": parameters });
    client.issue_cmd(OfChromium { path: "goog/cdp/execute", body }).await
}

/// Tells the pages of a browser whether there is a network.
pub async fn tell(client: &Client, connection: Connection) -> Result<Value, CmdError> {
    let conditions = json!({
        "offline": connection == Connection::Gone,
        "latency": 0,
        "download_throughput": -1,
        "upload_throughput": -1,
    });
    let body = json!({ "network_conditions": conditions });
    client.issue_cmd(OfChromium { path: "chromium/network_conditions", body }).await
}

/// A command of chromedriver that WebDriver does not have.
#[derive(Debug)]
struct OfChromium {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for OfChromium {
    fn endpoint(&self, driver: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        driver.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
