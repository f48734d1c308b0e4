//! Firefox as a person's browser: its profile is a folder, and what WebDriver does not know is asked
//! of the browser's own window.

use std::path::Path;
use std::str::FromStr;

use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use reqwest::{Method, Url};
use serde_json::{Value, json};

use crate::kind::{Connection, Mode, NAME};

/// Tells the pages of this browser whether there is a network.
const TELL: &str = "Services.io.offline = arguments[0]";

/// What the driver needs for opening the browser on a profile's folder.
pub(crate) fn capabilities(profile: &Path, mode: Mode) -> Capabilities {
    let mut arguments = vec!["-headless", "-profile", profile.to_str().unwrap()];
    if mode == Mode::Private {
        arguments.push("-private");
    }
    let options = json!({
        "binary": binary(),
        "args": arguments,
        "prefs": {
            "intl.accept_languages": "vi-VN,vi",
            "network.dns.localDomains": NAME,
            // Only a story says whether there is a network, and none leads beyond this machine.
            "network.manage-offline-status": false,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
            "browser.privatebrowsing.autostart": mode == Mode::Private,
            // Who kills it opens it again, and asks for the page that they want.
            "browser.sessionstore.resume_from_crash": false,
        },
    });
    let mut capabilities = Capabilities::new();
    capabilities.insert("moz:firefoxOptions".into(), options);
    // Whoever goes on in spite of a warning does it on the page that warns.
    capabilities.insert("acceptInsecureCerts".into(), false.into());
    capabilities
}

/// Where the system has it; Debian's has a longer name.
fn binary() -> std::path::PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = ["firefox-esr", "firefox"].iter().find_map(|name| {
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    });
    found.expect("Firefox is missing: `cargo xtask setup` installs it")
}

/// Tells the pages of the browser whether there is a network.
pub(crate) async fn tell(client: &Client, connection: Connection) -> Result<(), CmdError> {
    ask(client, TELL, vec![json!(connection == Connection::Gone)]).await.map(drop)
}

/// Gives the page of a window this size; the window has a frame around it.
pub(crate) async fn resize(client: &Client, width: u32, height: u32) -> Result<(), CmdError> {
    let frame = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
    let frame = client.execute(frame, Vec::new()).await?;
    let part = |index: usize| frame[index].as_u64().and_then(|part| u32::try_from(part).ok()).unwrap_or(0);
    client.set_window_size(width + part(0), height + part(1)).await
}

/// Runs a script in the browser's own window instead of the page.
pub async fn ask(client: &Client, script: &str, arguments: Vec<Value>) -> Result<Value, CmdError> {
    client.issue_cmd(Context("chrome")).await?;
    let answer = client.execute(script, arguments).await;
    client.issue_cmd(Context("content")).await?;
    answer
}

/// Turns geckodriver to the browser's own window, or back to pages.
#[derive(Debug)]
struct Context(&'static str);

impl WebDriverCompatibleCommand for Context {
    fn endpoint(&self, driver: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        driver.join(&format!("session/{}/moz/context", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "context": self.0 }).to_string()))
    }
}
