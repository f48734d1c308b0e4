//! One window as a person uses it.

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use crate::display::Display;
use crate::driver::Driver;
use crate::page::{Host, Page};
use fantoccini::ClientBuilder;
use serde_json::json;
use testkit::binary;

/// How long a new window may take until its page can be asked.
const PATIENCE_FOR_PAGES: Duration = Duration::from_secs(8);

/// Somebody's window; what is done and seen in it is its page's.
pub struct Window {
    page: Page,
    _driver: Driver,
}

impl Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Window {
    /// Opens the window of a home and waits until its page is there.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn open(name: &'static str, display: &Display, home: &Path) -> Self {
        let driver = Driver::start(display, home).await;
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("tauri:options".into(), json!({ "application": binary("window") }));
        let client = ClientBuilder::native().capabilities(capabilities).connect(&driver.url()).await;
        let client = client.unwrap_or_else(|error| panic!("{name}: the window does not open: {error}"));
        let window = Self { page: Page::new(name, Host::Window, client), _driver: driver };
        // A question to a page that does not exist yet breaks the session for good.
        tokio::time::sleep(PATIENCE_FOR_PAGES).await;
        window.until("the page is loaded", "document.readyState === 'complete'").await;
        window.sees("body main").await;
        window
    }

    /// Closes the window as its button does; a story fails here when axe found something in it.
    pub async fn closes(self) {
        // The driver ends what does not end by itself.
        let _ = self.page.client.close().await;
    }
}
