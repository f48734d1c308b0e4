//! How soon the window can be used.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use journeys::display::Display;
use journeys::driver::Driver;
use serde_json::{Value, json};

use crate::figure::{Figure, Target, median, milliseconds_since};
use crate::http::{Connection, Request};

const TIMES: usize = 5;
/// The place is there with what belongs into it.
const USABLE: &str = "return document.readyState === 'complete' && document.querySelector('[data-testid=go-book]') !== null \
&& (document.querySelector('main h1')?.textContent ?? '') !== ''";

/// From starting the window on a home to its first place with its contents.
pub async fn usable(home: &Path, documents: usize) -> Result<Figure> {
    let display = Display::open();
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.push(start(&display, home).await?);
    }
    Ok(Figure {
        name: "window_usable_ms",
        value: median(&times),
        unit: "ms",
        n: TIMES,
        target: Target::AtMost(1_500.0),
        note: format!(
            "release build on the home of a member who has {documents} initiatives: from asking WebKitWebDriver for the \
             window to Today with its contents, asked every 10 ms, which counts the driver in; drawn by software in Xvfb; \
             all: {}",
            times.iter().map(|time| format!("{time:.0}")).collect::<Vec<_>>().join(", ")
        ),
    })
}

async fn start(display: &Display, home: &Path) -> Result<f64> {
    let driver = Driver::start(display, home).await;
    let mut connection = Connection::to(driver.address()).await?;
    let window = json!({ "tauri:options": { "application": testkit::binary("window") } });
    let start = Instant::now();
    let session =
        post(&mut connection, "/session", &json!({ "capabilities": { "alwaysMatch": window } })).await?;
    let session = session["value"]["sessionId"].as_str().context("a session")?.to_owned();
    let path = format!("/session/{session}/execute/sync");
    while start.elapsed() < Duration::from_mins(1) {
        let answer = post(&mut connection, &path, &json!({ "script": USABLE, "args": [] })).await;
        if answer.is_ok_and(|answer| answer["value"] == Value::Bool(true)) {
            return Ok(milliseconds_since(start));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bail!("the window was not usable within a minute")
}

async fn post(connection: &mut Connection, path: &str, body: &Value) -> Result<Value> {
    let body = serde_json::to_vec(body)?;
    let answer = connection.ask(Request { method: "POST", path, token: None, body: &body }).await?;
    Ok(serde_json::from_slice(&answer)?)
}
