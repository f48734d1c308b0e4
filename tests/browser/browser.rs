//! A browser as a person uses it: one profile, one tab or several.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use api::{Call, Code};
use fantoccini::wd::WindowHandle;
use journeys::chromium;
use journeys::driver::Driver;
use journeys::kind::{Connection, Kind, Mode};
use journeys::page::{Host, Page};
use journeys::processes;
use serde_json::{Value, json};
use testkit::School;

/// How long a file that is offered may take to be saved.
const PATIENCE_FOR_FILES: Duration = Duration::from_secs(30);

/// Makes a call as the interface does.
const CALL: &str = "\
const [name, request, done] = arguments;
window.soSangKien.call(name, request).then(answer => done({ answer }), error => done({ error }));";

/// Somebody's browser; what is done and seen in the tab that it is turned to is its page's.
pub struct Browser {
    page: Page,
    kind: Kind,
    driver: Driver,
}

/// How a tab ends.
#[derive(Clone, Copy, Debug)]
pub enum End {
    /// Its process is killed, as the system does when memory is short; Firefox, when driven, would
    /// end wholly.
    Killed,
    /// A person closes it.
    Closed,
    /// A person goes somewhere else in it.
    Left,
}

impl Deref for Browser {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Browser {
    /// Opens a Chromium on the folder of a profile, new or from before.
    pub async fn opens(name: &'static str, profile: &Path) -> Self {
        Self::of(Kind::Chromium, Mode::Ordinary, name, profile).await
    }

    /// The home folder of the person with a profile.
    pub fn home(profile: &Path) -> PathBuf {
        profile.with_extension("home")
    }

    /// Opens a browser on the folder of a profile, new or from before.
    pub async fn of(kind: Kind, mode: Mode, name: &'static str, profile: &Path) -> Self {
        let driver = Driver::of_browsers(kind, &profile.with_extension("log")).await;
        let client = kind.open(&driver, profile, mode).await;
        Self { page: Page::new(name, Host::Tab(kind), client), kind, driver }
    }

    /// Goes to an address and waits until its page is there.
    pub async fn goes_to(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{}: {address}: {error}", self.name));
        self.sees("body main").await;
    }

    /// Joins a school with a new invitation, on the first screen; where six digits are shown, they are
    /// read out to the registrar.
    pub async fn joins(&self, school: &School, person: &str) {
        self.types_code(&school.ticket(person).await).await;
        self.is_let_in(school).await;
    }

    /// Waits for the book; where six digits stand before it, the registrar types them.
    pub async fn is_let_in(&self, school: &School) {
        let seen = "document.querySelector('[data-testid=go-book], [data-testid=join-code]')";
        self.until("the book or six digits appear", seen).await;
        if let Some(code) = self.code().await {
            testkit::confirms(&school.registrar, &code).await;
            self.sees("go-book").await;
        }
    }

    /// Types the code of an invitation on the first screen.
    pub async fn types_code(&self, ticket: &str) {
        self.clicks("start-join").await;
        self.types("join-ticket", ticket).await;
        self.clicks("join-school").await;
    }

    /// The six digits that the page shows.
    pub async fn code(&self) -> Option<String> {
        let script = "return document.querySelector('[data-testid=join-code]')?.textContent ?? null";
        self.runs(script, Vec::new()).await.as_str().map(str::to_owned)
    }

    /// Waits until the browser has kept the application for starting without a network.
    pub async fn keeps_the_application(&self) {
        self.until("the application is kept", "navigator.serviceWorker.controller").await;
    }

    /// Loads the page anew, as its button does; a driver's own way passes the kept application by.
    pub async fn loads_anew(&self) {
        self.runs("window.isBefore = true; location.reload()", Vec::new()).await;
        self.until("the page is loaded anew", "!window.isBefore && window.soSangKien").await;
        self.sees("body main").await;
    }

    /// Tells the pages whether there is a network.
    pub async fn is_told(&self, connection: Connection) {
        self.kind.tell(&self.client, connection).await.expect("the browser is told about its network");
    }

    /// Makes a call as the interface does; it must be refused.
    pub async fn is_refused<C: Call>(&self, request: C) -> Code {
        let answer = self.hears(&request).await;
        let text = answer["error"].as_str();
        let text = text.unwrap_or_else(|| panic!("{}: {} is not refused", self.name, C::NAME));
        serde_json::from_str::<api::Error>(text).unwrap().code
    }

    async fn hears<C: Call>(&self, request: &C) -> Value {
        let request = serde_json::to_string(request).unwrap();
        let asked = self.client.execute_async(CALL, vec![json!(C::NAME), json!(request)]).await;
        asked.unwrap_or_else(|error| panic!("{}: {}: {error}", self.name, C::NAME))
    }

    /// Makes a call as the interface does; it must succeed.
    pub async fn does<C: Call>(&self, request: C) -> C::Answer {
        let answer = self.hears(&request).await;
        let text = answer["answer"].as_str();
        let text = text.unwrap_or_else(|| panic!("{}: {} failed: {}", self.name, C::NAME, answer["error"]));
        serde_json::from_str(text).unwrap()
    }

    /// Lets a Chromium save what is offered to its person in a folder, without asking where to.
    pub async fn saves_files_in(&self, folder: &Path) {
        let parameters = json!({ "behavior": "allow", "downloadPath": folder });
        let told = chromium::devtools(&self.client, "Browser.setDownloadBehavior", parameters).await;
        told.expect("Chromium takes the folder");
    }

    /// Waits until a file of ours is saved whole in a folder; gives it.
    pub async fn saved_in(&self, folder: &Path) -> PathBuf {
        let deadline = Instant::now() + PATIENCE_FOR_FILES;
        loop {
            let files = std::fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().path());
            // What is on its way has another ending.
            if let Some(file) =
                files.into_iter().find(|file| file.extension().is_some_and(|end| end == "ssk"))
            {
                return file;
            }
            assert!(Instant::now() < deadline, "{}: no file is saved in {}", self.name, folder.display());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Runs a script in the page.
    pub async fn runs(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("{}: {script}: {error}", self.name))
    }

    /// The tab that it is turned to.
    pub async fn tab(&self) -> WindowHandle {
        self.client.window().await.expect("a tab is open")
    }

    /// Opens another tab, turns to it and goes to an address.
    pub async fn opens_tab(&self, address: &str) -> WindowHandle {
        let tab = self.client.new_window(true).await.expect("a tab opens").handle;
        self.turns_to(&tab).await;
        self.goes_to(address).await;
        tab
    }

    /// Turns to a tab.
    pub async fn turns_to(&self, tab: &WindowHandle) {
        self.client.switch_to_window(tab.clone()).await.expect("the tab is open");
        // Firefox shows the tab that its driver turns to.
        if self.kind == Kind::Chromium {
            let shown = chromium::devtools(&self.client, "Page.bringToFront", json!({})).await;
            shown.expect("the tab is shown");
        }
    }

    /// Ends the tab that it is turned to, and turns to another.
    pub async fn ends_tab(&self, end: End, then: &WindowHandle) {
        match end {
            End::Killed => self.kills_page(),
            End::Closed => {}
            End::Left => self.client.goto("about:blank").await.expect("a tab can be left"),
        }
        self.client.close_window().await.expect("a tab can be closed");
        self.turns_to(then).await;
    }

    /// Kills the process of the application's page; others show nothing, and are smaller.
    fn kills_page(&self) {
        let page = processes::largest_renderer(self.driver.group()).expect("the browser runs a page");
        processes::kill(page.id);
    }

    /// Ends the whole browser at once, as an empty battery does.
    pub fn dies(self) {
        // Its driver goes, and takes everything along that it started.
        drop(self);
    }

    /// Quits the browser as a person does; a story fails here when axe found something in it.
    pub async fn closes(self) {
        // The driver ends what does not end by itself.
        let _ = self.page.client.close().await;
    }
}
