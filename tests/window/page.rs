//! One window as a person uses it.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use journeys::display::Display;
use journeys::driver::Driver;
use serde_json::{Value, json};
use testkit::binary;

/// How long a thing on the screen may take; a debug build on a busy machine needs more than people do.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a thing may take that comes from another machine: the longest pause between two attempts
/// to reach the relay is two minutes.
const PATIENCE_FOR_OTHERS: Duration = Duration::from_secs(180);

/// Somebody's window.
pub struct Window {
    /// Whose it is; pictures of a failure are named by it.
    pub name: &'static str,
    /// What it is driven by.
    pub client: Client,
    _driver: Driver,
}

/// Names a thing on the page: the name that the page gives it for tests, or any CSS selector.
fn selector(thing: &str) -> String {
    let is_name = thing.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if is_name { format!("[data-testid=\"{thing}\"]") } else { thing.to_owned() }
}

/// The expression that tells whether a thing is on the page.
fn is_there(thing: &str) -> String {
    format!("document.querySelector({}) !== null", json!(selector(thing)))
}

impl Window {
    /// Opens the window of a home and waits until its page is there.
    pub async fn open(name: &'static str, display: &Display, home: &Path) -> Self {
        let driver = Driver::start(display, home).await;
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("tauri:options".into(), json!({ "application": binary("window") }));
        let client = ClientBuilder::native().capabilities(capabilities).connect(&driver.url()).await;
        let client = client.unwrap_or_else(|error| panic!("{name}: the window does not open: {error}"));
        let window = Self { name, client, _driver: driver };
        // A question to a page that does not exist yet breaks the session for good.
        tokio::time::sleep(Duration::from_secs(1)).await;
        window.until("the page is loaded", "document.readyState === 'complete'").await;
        window.sees("body main").await;
        window
    }

    /// Waits until a thing is on the page.
    pub async fn sees(&self, thing: &str) {
        self.waits(PATIENCE, &format!("{thing} appears"), &is_there(thing)).await;
    }

    /// Waits until a thing is on the page that comes from another machine.
    pub async fn gets(&self, thing: &str) {
        self.waits(PATIENCE_FOR_OTHERS, &format!("{thing} arrives"), &is_there(thing)).await;
    }

    /// Waits until a thing is no more on the page.
    pub async fn misses(&self, thing: &str) {
        self.waits(PATIENCE, &format!("{thing} goes away"), &format!("!({})", is_there(thing))).await;
    }

    /// Waits until a thing is no more on the page that another machine takes away.
    pub async fn loses(&self, thing: &str) {
        self.waits(
            PATIENCE_FOR_OTHERS,
            &format!("{thing} is taken away"),
            &format!("!({})", is_there(thing)),
        )
        .await;
    }

    /// Waits until a thing says these words.
    pub async fn reads(&self, thing: &str, words: &str) {
        let (css, text) = (json!(selector(thing)), json!(words));
        let says =
            format!("[...document.querySelectorAll({css})].some(part => part.textContent.includes({text}))");
        self.waits(PATIENCE, &format!("{thing} says “{words}”"), &says).await;
    }

    /// Presses a thing, as soon as it can be pressed.
    pub async fn clicks(&self, thing: &str) {
        self.acts("clicked", &format!("{}:not(:disabled)", selector(thing)), async |element| {
            element.click().await
        })
        .await;
    }

    /// Replaces what a field holds by typing.
    pub async fn types(&self, field: &str, words: &str) {
        let css = selector(field);
        self.acts("typed into", &css, async |element| {
            self.client.execute("arguments[0].focus(); arguments[0].select()", vec![json!(element)]).await?;
            element.send_keys(words).await
        })
        .await;
        self.holds(&css, words).await;
    }

    /// Chooses one of a list.
    pub async fn chooses(&self, field: &str, value: &str) {
        let css = selector(field);
        self.acts("chosen in", &css, async |element| element.select_by_value(value).await).await;
        self.holds(&css, value).await;
    }

    /// Picks a file for a place that takes files.
    pub async fn picks(&self, field: &str, file: &Path) {
        let path = file.to_str().unwrap();
        self.acts("given a file", &selector(field), async |element| element.send_keys(path).await).await;
    }

    async fn holds(&self, css: &str, value: &str) {
        let holds = format!("document.querySelector({}).value === {}", json!(css), json!(value));
        self.until(&format!("{css} holds “{value}”"), &holds).await;
    }

    /// Does something with an element: looked for, brought into sight and tried until it works, since
    /// the page may draw it anew at any moment.
    async fn acts(&self, done: &str, css: &str, act: impl AsyncFn(Element) -> Result<(), CmdError>) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let attempt = async {
                let element = self.client.find(Locator::Css(css)).await?;
                let into_sight = "arguments[0].scrollIntoView({ block: 'center' })";
                self.client.execute(into_sight, vec![json!(element)]).await?;
                act(element).await
            };
            let Err(error) = attempt.await else { return };
            if Instant::now() > deadline {
                self.fails(&format!("{css} cannot be {done}: {error}")).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until an expression of the page is true.
    pub async fn until(&self, what: &str, expression: &str) {
        self.waits(PATIENCE, what, expression).await;
    }

    async fn waits(&self, patience: Duration, what: &str, expression: &str) {
        let deadline = Instant::now() + patience;
        let script = format!("return Boolean({expression})");
        loop {
            let answer = self.client.execute(&script, Vec::new()).await;
            if matches!(answer, Ok(Value::Bool(true))) {
                return;
            }
            if Instant::now() > deadline {
                self.fails(&format!("it does not happen that {what} ({answer:?})")).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Keeps a picture and the page's source, and ends the story.
    async fn fails(&self, why: &str) -> ! {
        let kept = self.keep_failure().await;
        panic!("{}: {why}; see {}", self.name, kept.display());
    }

    /// Closes the window as its button does.
    pub async fn closes(self) {
        // The driver ends what does not end by itself.
        let _ = self.client.close().await;
    }
}
