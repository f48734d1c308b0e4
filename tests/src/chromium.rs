//! Chromium as a person's browser: its profile is a folder, and what WebDriver does not know is asked
//! of its DevTools.

use std::path::Path;
use std::str::FromStr;

use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use reqwest::{Method, Url};
use serde_json::{Value, json};

use crate::kind::{Connection, Mode};

pub use crate::kind::NAME;

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

/// What the driver needs for opening the browser on a profile's folder.
pub(crate) fn capabilities(profile: &Path, mode: Mode) -> Capabilities {
    let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--host-resolver-rules=MAP {NAME} 127.0.0.1"));
    arguments.push(format!("--user-data-dir={}", profile.display()));
    if mode == Mode::Private {
        arguments.push("--incognito".to_owned());
    }
    let options = json!({ "args": arguments, "prefs": { "intl.accept_languages": "vi-VN,vi" } });
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".into(), options);
    // Whoever goes on in spite of a warning does it on the page that warns.
    capabilities.insert("acceptInsecureCerts".into(), false.into());
    capabilities
}

/// Asks the DevTools of the tab that the driver is turned to.
pub async fn devtools(client: &Client, command: &str, parameters: Value) -> Result<Value, CmdError> {
    let body = json!({ "cmd": command, "params": parameters });
    client.issue_cmd(OfChromium { path: "goog/cdp/execute", body }).await
}

/// Tells the pages of a browser whether there is a network; without one, what pages ask for fails.
pub(crate) async fn tell(client: &Client, connection: Connection) -> Result<(), CmdError> {
    let conditions = json!({
        "offline": connection == Connection::Gone,
        "latency": 0,
        "download_throughput": -1,
        "upload_throughput": -1,
    });
    let body = json!({ "network_conditions": conditions });
    client.issue_cmd(OfChromium { path: "chromium/network_conditions", body }).await.map(drop)
}

/// Gives a page this size. A browser's window has a frame, and does not become as narrow as a phone.
pub(crate) async fn resize(client: &Client, width: u32, height: u32) -> Result<(), CmdError> {
    let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    devtools(client, "Emulation.setDeviceMetricsOverride", screen).await.map(drop)
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
