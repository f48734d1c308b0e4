//! A school whose relay serves a browser over a wire that can be cut.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use api::{GetInitiative, InitiativeView};
use domain::id::InitiativeId;
use journeys::kind::{Connection, Kind, Mode};
use journeys::page::PATIENCE_FOR_OTHERS;
use testkit::{Network, Person, RelayProcess, School};

use crate::Browser;

/// Who founded the school and keeps its roster.
pub const HANH: &str = "Nguyễn Thị Hạnh";
/// A teacher of the first department.
pub const LAN: &str = "Nguyễn Thị Lan";
/// The head of the first department.
pub const KHOI: &str = "Lưu Đình Khôi";
/// A teacher of the second department.
pub const HA: &str = "Phạm Thị Hà";
/// The head of the second department, who also chairs the union.
pub const SON: &str = "Bạch Văn Sơn";
/// The headmaster.
pub const VINH: &str = "Đinh Quang Vinh";

/// How often somebody who waits for others looks.
const LOOK: Duration = Duration::from_millis(200);

/// The school, and the wire to its relay.
pub struct Scene {
    pub school: School,
    pub network: Network,
    /// The browser that those use who join in one.
    kind: Kind,
}

impl Scene {
    /// Founds a school where some work with applications on their machines, and others in Chromium.
    pub async fn with(names: &[&str]) -> Self {
        Self::of(Kind::Chromium, names).await
    }

    /// Founds a school where some work with applications on their machines, and others in a browser.
    pub async fn of(kind: Kind, names: &[&str]) -> Self {
        let school = School::with(names).await;
        carries_the_application(&school.relay).await;
        let network = Network::to(school.relay.address()).await;
        Self { school, network, kind }
    }

    /// The address of a place, such as `/review`.
    pub fn address(&self, place: &str) -> String {
        format!("{}{place}", self.network.url())
    }

    /// The folder of a browser's profile.
    pub fn profile(&self, name: &str) -> PathBuf {
        self.school.folder().join(format!("browser-{name}"))
    }

    /// Opens the browser of a profile, new or from before.
    pub async fn opens(&self, browser: &'static str) -> Browser {
        Browser::of(self.kind, Mode::Ordinary, browser, &self.profile(browser)).await
    }

    /// Opens a new browser in which somebody joins with a typed code.
    pub async fn joins(&self, browser: &'static str, person: &str) -> Browser {
        let opened = self.opens(browser).await;
        opened.goes_to(&self.address("/")).await;
        opened.joins(&self.school, person).await;
        opened
    }

    /// Somebody registers an initiative and hands it in; it is at the relay.
    pub async fn hands_in(&self, person: &str, title: &str) -> InitiativeId {
        let person = self.school.person(person);
        let id = person.registers(title).await;
        person.hands_in(id).await;
        person.syncs().await;
        id
    }

    /// Cuts the wire, and tells the browser as a tablet is told when it leaves the Wi-Fi.
    pub async fn cuts_off(&self, browser: &Browser) {
        self.network.cut_after_sending(0);
        self.network.cut_after_receiving(0);
        browser.is_told(Connection::Gone).await;
    }

    /// Mends the wire, and tells the browser.
    pub async fn connects(&self, browser: &Browser) {
        self.network.mend();
        browser.is_told(Connection::There).await;
    }
}

/// Ends a story that cannot begin, with what to do about it.
pub async fn carries_the_application(relay: &RelayProcess) {
    let answer = testkit::http().get(relay.url()).send().await.expect("the relay answers");
    assert!(
        answer.status().is_success(),
        "the relay was built without the application for browsers: \
         run `cargo xtask interface`, then `cargo build --workspace --bins`"
    );
}

/// Syncs until an initiative is on somebody's machine as expected.
pub async fn arrives(
    person: &Person,
    id: InitiativeId,
    what: &str,
    is_so: impl Fn(&InitiativeView) -> bool,
) -> InitiativeView {
    let deadline = Instant::now() + PATIENCE_FOR_OTHERS;
    loop {
        person.syncs().await;
        if let Ok(view) = person.tries(GetInitiative { id }).await
            && is_so(&view)
        {
            return view;
        }
        assert!(Instant::now() < deadline, "{}: it does not happen that {what}", person.name);
        tokio::time::sleep(LOOK).await;
    }
}
