//! One page as a person uses it, in whichever host: by looking, clicking and typing.

use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine as _;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::barriers::Barriers;
use crate::kind::Kind;

/// How long a thing on the screen may take; a debug build on a busy machine needs more than people do.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long a thing may take that comes from another machine: the longest pause between two attempts
/// to reach the relay is two minutes.
pub const PATIENCE_FOR_OTHERS: Duration = Duration::from_mins(3);

/// How long the driver may take to answer one question.
const PATIENCE_FOR_ANSWERS: Duration = Duration::from_secs(30);

/// How long typed letters may take to stand in their field.
const PATIENCE_FOR_KEYS: Duration = Duration::from_secs(5);

/// Hands a file over as dropping it does.
const DROP: &str = "\
const [input, name, base64] = arguments;
const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
const data = new DataTransfer();
data.items.add(new File([bytes], name));
input.files = data.files;
input.dispatchEvent(new Event('change', { bubbles: true }));";

/// How words get into a field.
#[derive(Clone, Copy)]
enum Keys {
    /// As a keyboard does it.
    OneByOne,
    /// As an input method or the clipboard does it.
    AtOnce,
}

/// What shows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// The real window.
    Window,
    /// A tab of a real browser.
    Tab(Kind),
}

impl Host {
    /// How names of its pictures begin.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Window => "",
            Self::Tab(Kind::Chromium) => "tab-",
            Self::Tab(Kind::Firefox) => "firefox-",
        }
    }
}

/// The page before somebody; in a browser, that of the tab which is turned to.
pub struct Page {
    /// Whose it is; pictures of a failure are named by it.
    pub name: &'static str,
    /// What it is driven by.
    pub client: Client,
    /// What keeps people out of the places it showed.
    pub barriers: Barriers,
    pub(crate) host: Host,
}

/// Names a thing on the page: the name that the page gives it for tests, or any CSS selector.
pub fn selector(thing: &str) -> String {
    let is_name = thing.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if is_name { format!("[data-testid=\"{thing}\"]") } else { thing.to_owned() }
}

/// The expression that tells whether a thing is on the page.
fn is_there(thing: &str) -> String {
    format!("document.querySelector({}) !== null", json!(selector(thing)))
}

/// The expression that tells whether a field holds a value.
fn holds(css: &str, value: &str) -> String {
    format!("document.querySelector({}).value === {}", json!(css), json!(value))
}

impl Page {
    /// Takes over a page that a driver shows.
    ///
    /// # Panics
    /// When axe-core is not there.
    pub fn new(name: &'static str, host: Host, client: Client) -> Self {
        Self { name, client, barriers: Barriers::of(name), host }
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

    /// Replaces what a field holds by typing. A field that was just made may get the focus meanwhile,
    /// so what was typed is looked at, and typed again where letters went elsewhere.
    pub async fn types(&self, field: &str, words: &str) {
        let css = selector(field);
        for keys in [Keys::OneByOne, Keys::OneByOne, Keys::AtOnce] {
            self.acts("typed into", &css, async |element| self.enter(element, words, keys).await).await;
            if self.happens(PATIENCE_FOR_KEYS, &holds(&css, words)).await.is_ok() {
                return;
            }
            eprintln!("{}: {field} does not hold what was typed; once more", self.name);
        }
        self.until(&format!("{css} holds “{words}”"), &holds(&css, words)).await;
    }

    async fn enter(&self, field: Element, words: &str, keys: Keys) -> Result<(), CmdError> {
        let select = "arguments[0].focus(); arguments[0].select()";
        self.client.execute(select, vec![json!(field)]).await?;
        match keys {
            Keys::OneByOne => field.send_keys(words).await,
            Keys::AtOnce => {
                let insert = "document.execCommand('insertText', false, arguments[0])";
                self.client.execute(insert, vec![json!(words)]).await.map(drop)
            }
        }
    }

    /// Chooses one of a list.
    pub async fn chooses(&self, field: &str, value: &str) {
        let css = selector(field);
        self.acts("chosen in", &css, async |element| element.select_by_value(value).await).await;
        self.until(&format!("{css} holds “{value}”"), &holds(&css, value)).await;
    }

    /// Picks a file for a place that takes files; drops it there where the driver cannot pick.
    pub async fn picks(&self, field: &str, file: &Path) {
        let (path, name) = (file.to_str().unwrap(), file.file_name().unwrap().to_str().unwrap());
        self.acts("given a file", &selector(field), async |element| {
            if element.send_keys(path).await.is_ok() {
                return Ok(());
            }
            let bytes = base64::prelude::BASE64_STANDARD.encode(std::fs::read(file).unwrap());
            self.client.execute(DROP, vec![json!(element), json!(name), json!(bytes)]).await.map(drop)
        })
        .await;
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

    /// Waits until an expression of the page is true by what comes from another machine.
    pub async fn until_others(&self, what: &str, expression: &str) {
        self.waits(PATIENCE_FOR_OTHERS, what, expression).await;
    }

    async fn waits(&self, patience: Duration, what: &str, expression: &str) {
        if let Err(answer) = self.happens(patience, expression).await {
            self.fails(&format!("it does not happen that {what} ({answer})")).await;
        }
    }

    /// Waits until an expression of the page is true; gives the last other answer when it never is.
    pub async fn happens(&self, patience: Duration, expression: &str) -> Result<(), String> {
        let deadline = Instant::now() + patience;
        let script = format!("return Boolean({expression})");
        loop {
            // A question that was asked too early is never answered.
            let answer =
                tokio::time::timeout(PATIENCE_FOR_ANSWERS, self.client.execute(&script, Vec::new())).await;
            if matches!(answer, Ok(Ok(Value::Bool(true)))) {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(format!("{answer:?}"));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Keeps a picture and the page's source, and ends the story.
    pub async fn fails(&self, why: &str) -> ! {
        let kept = tokio::time::timeout(PATIENCE_FOR_ANSWERS, self.keep_failure()).await;
        let kept = kept.map_or_else(
            |_| "the page does not answer any more".to_owned(),
            |kept| kept.display().to_string(),
        );
        panic!("{}: {why}; see {kept}", self.name)
    }
}
