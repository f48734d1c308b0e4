//! Pictures of places, for people to look at.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::kind::Kind;
use crate::page::{Host, Page};

/// A laptop, a tablet in both directions, and a phone.
const SIZES: [(u32, u32); 4] = [(1366, 768), (1180, 820), (820, 1180), (390, 844)];

/// The sizes that a place is looked at on. Firefox lays out as Chromium does: one shows what it draws
/// otherwise.
fn sizes(host: Host) -> &'static [(u32, u32)] {
    if host == Host::Tab(Kind::Firefox) { &SIZES[1..2] } else { &SIZES }
}

/// Done when what was changed is drawn, or half a second later where nothing is drawn any more.
const DRAWN: &str = "\
const done = arguments[arguments.length - 1];
setTimeout(done, 500);
document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));";

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../artefacts/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder.canonicalize().unwrap()
}

impl Page {
    /// Looks at this place on every size of screen, the laptop's last: keeps a picture, and notes what
    /// keeps people out.
    pub async fn shows(&self, place: &str) {
        for &(width, height) in sizes(self.host).iter().rev() {
            self.resizes(width, height).await;
            self.keep(&format!("{}{width}x{height}-{place}.png", self.host.prefix())).await;
            self.notes_barriers(&format!("{place} at {width}×{height}")).await;
        }
    }

    /// Keeps a picture of this place as it is.
    pub async fn keep(&self, name: &str) {
        let _ = self.client.execute_async(DRAWN, Vec::new()).await;
        let picture =
            self.client.screenshot().await.unwrap_or_else(|error| panic!("{name}: no picture: {error}"));
        std::fs::write(folder().join(name), picture).unwrap();
    }

    /// Takes a size; a display that is too small for it is said, and no reason to stop the story.
    pub async fn resizes(&self, width: u32, height: u32) {
        let asked = match self.host {
            Host::Window => self.client.set_window_size(width, height).await,
            Host::Tab(kind) => kind.resize(&self.client, width, height).await,
        };
        let has = format!("innerWidth === {width} && innerHeight === {height}");
        if let Err(answer) = self.happens(Duration::from_secs(5), &has).await {
            eprintln!("{}: no {width}×{height} on this display ({asked:?}, {answer})", self.name);
        }
    }

    /// Keeps what is on the screen of a story that failed; gives the picture's path.
    pub async fn keep_failure(&self) -> PathBuf {
        let picture = folder().join(format!("{}failed-{}.png", self.host.prefix(), self.name));
        let limit = Duration::from_secs(20);
        if let Ok(Ok(bytes)) = tokio::time::timeout(limit, self.client.screenshot()).await {
            std::fs::write(&picture, bytes).unwrap();
        }
        if let Ok(Ok(source)) = tokio::time::timeout(limit, self.client.source()).await {
            std::fs::write(picture.with_extension("html"), source).unwrap();
        }
        picture
    }
}
