//! The application in a tab of Chromium, with the whole school in it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use api::{Approve, AskToJoin, GetReview, JoinSchool, JoinView, ListInitiatives, ListQueue};
use fantoccini::Client;
use journeys::chromium;
use journeys::driver::Driver;
use journeys::kind::{Kind, Mode};
use journeys::processes;
use serde_json::{Value, json};
use testkit::Network;

use crate::Arguments;
use crate::calls::{self, Host, timed};
use crate::figure::{Figure, Target, median, percentile};
use crate::school::{BenchSchool, READER};

/// New browsers that read the whole school; a member has at most five devices.
const NEWCOMERS: usize = 3;
/// How often the browser is opened again.
const OPENINGS: usize = 5;
/// Items of the queue that are opened, and that are decided on.
const ITEMS: usize = 40;

/// How long a thing on the page may take before it counts as missing.
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(20);

/// Makes a call and measures it in the page, once what the page itself asked for has been answered.
const ASK: &str = "\
const [name, request, done] = arguments;
const call = window.soSangKien.call;
const calm = async () => {
  await call('get_start', '{}');
  await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
};
const ask = async () => {
  await calm();
  await calm();
  const start = performance.now();
  const answer = await call(name, request);
  return { took: performance.now() - start, answer };
};
ask().then(done, error => done({ error: String(error) }));";

/// Notes when Today is there with its contents, in milliseconds since the page was asked for.
const WATCH: &str = "\
const look = () => {
  if (location.pathname !== '/') return;
  const there = document.querySelector('[data-testid=go-book]') && document.querySelector('[data-testid=duties]');
  if (there && document.querySelector('main h1')?.textContent) window.usableAt = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);";

/// Opens the next item, once what the page itself asked for has been answered, and tells the
/// milliseconds until its frame was handed to the screen; nothing at the queue's end.
const NEXT: &str = "\
const [done] = arguments;
const call = window.soSangKien.call;
const calm = async () => {
  await call('get_start', '{}');
  await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
};
const head = () => document.querySelector('main .head')?.textContent ?? '';
const press = () => {
  const link = document.querySelector('a[data-testid=next]');
  if (!link) return done(null);
  const before = head();
  const start = performance.now();
  link.click();
  const look = () => {
    const there = document.querySelector('[data-testid=document]') && head() && head() !== before;
    if (!there) return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - start);
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
};
calm().then(calm).then(calm).then(press);";

/// Measures what is wanted of the figures of a tab. What is written in it never leaves it.
pub async fn print(bench: &BenchSchool, arguments: &Arguments) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let network = Network::to(bench.school.relay.address()).await;
    let documents = bench.initiatives.len();
    let (first_sync, profile) = first_sync(bench, &network.url(), folder.path()).await?;
    arguments.print([first_sync]);
    network.cut_after_sending(0);
    network.cut_after_receiving(0);
    let (usable, tab) = usable(&profile, &network.url(), documents).await?;
    arguments.print([usable]);
    arguments.print([next_item(&tab, &network.url(), documents).await?]);
    arguments.print([tab.memory(documents).await?]);
    if arguments.wants(&["tab_decision_durable_ms"]) {
        arguments.print([decision(&tab, documents).await]);
    }
    if arguments.wants(&["tab_call_p95_ms"]) {
        arguments.print([calls::tab_call_p95(&tab, &bench.initiatives).await]);
    }
    tab.closes().await;
    Ok(())
}

/// A browser with the application in its only tab.
struct Tab {
    client: Client,
    driver: Driver,
}

impl Host for Tab {
    async fn ask(&self, name: &'static str, request: Value) -> (Value, f64) {
        let asked = self.client.execute_async(ASK, vec![json!(name), json!(request.to_string())]).await;
        let answer = asked.unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = answer["answer"].as_str().unwrap_or_else(|| panic!("{name} failed: {}", answer["error"]));
        let took = answer["took"].as_f64().expect("the page tells milliseconds");
        (serde_json::from_str(text).expect("the answer is JSON"), took)
    }
}

impl Tab {
    /// Opens a browser on a profile's folder and asks for an address.
    async fn opens(profile: &Path, address: &str) -> Result<Self> {
        let driver = Driver::of_browsers(Kind::Chromium, &profile.with_extension("log")).await;
        let client = Kind::Chromium.open(&driver, profile, Mode::Ordinary).await;
        let source = json!({ "source": WATCH });
        chromium::devtools(&client, "Page.addScriptToEvaluateOnNewDocument", source).await?;
        client.goto(address).await?;
        Ok(Self { client, driver })
    }

    /// Waits until an expression of the page has a value, and gives it.
    async fn until(&self, what: &str, expression: &str) -> Result<Value> {
        let (deadline, script) = (Instant::now() + PATIENCE, format!("return {expression}"));
        while Instant::now() < deadline {
            match self.client.execute(&script, Vec::new()).await {
                Ok(Value::Null | Value::Bool(false)) | Err(_) => tokio::time::sleep(LOOK).await,
                Ok(value) => return Ok(value),
            }
        }
        bail!("{what} is not there after {} s", PATIENCE.as_secs())
    }

    /// Waits until a thing is on the page.
    async fn sees(&self, testid: &str) -> Result<()> {
        self.until(testid, &format!("document.querySelector('[data-testid={testid}]') !== null")).await?;
        Ok(())
    }

    /// Presses a thing once it is there.
    async fn presses(&self, testid: &str) -> Result<()> {
        self.sees(testid).await?;
        let press = format!("document.querySelector('[data-testid={testid}]').click()");
        self.client.execute(&press, Vec::new()).await?;
        Ok(())
    }

    /// What the page and its worker take, once several places were looked at.
    async fn memory(&self, documents: usize) -> Result<Figure> {
        self.presses("go-overview").await?;
        self.sees("figure-total").await?;
        let renderer = processes::largest_renderer(self.driver.group()).context("the browser runs a page")?;
        Ok(Figure {
            name: "tab_memory_mb",
            value: renderer.own,
            unit: "MB",
            n: 1,
            target: Target::AtMost(200.0),
            note: format!(
                "memory of its own (RssAnon and VmSwap) of the process that runs page and worker, after Today, the queue, \
                 {ITEMS} of its items and the overview, {documents} initiatives; with what it shares with the rest of \
                 Chromium {:.0}",
                renderer.resident
            ),
        })
    }

    /// Quits the browser, which keeps its profile.
    async fn closes(self) {
        // The driver ends what does not end by itself.
        let _ = self.client.close().await;
    }
}

/// Joining in new browsers; gives the last one's profile as well.
async fn first_sync(bench: &BenchSchool, address: &str, folder: &Path) -> Result<(Figure, PathBuf)> {
    let (mut seconds, mut profile) = (Vec::new(), PathBuf::new());
    for number in 0..NEWCOMERS {
        profile = folder.join(format!("browser-{number}"));
        let tab = Tab::opens(&profile, address).await?;
        tab.sees("start-join").await?;
        let ticket = bench.school.ticket(READER).await;
        let JoinView::Waits(waiting) = timed(&tab, JoinSchool { ticket, pin: None }).await.0 else {
            bail!("nobody of the leadership joins by an invitation alone");
        };
        testkit::confirms(&bench.school.registrar, &waiting.code).await;
        let (_, took) = timed(&tab, AskToJoin { id: waiting.id, pin: None }).await;
        seconds.push(took / 1_000.0);
        let all = ListInitiatives { limit: 100_000, ..ListInitiatives::default() };
        let there = timed(&tab, all).await.0.len();
        ensure!(there >= bench.initiatives.len(), "the tab has {there} initiatives");
        tab.until("the kept application", "navigator.serviceWorker.controller !== null").await?;
        tab.closes().await;
    }
    let figure = Figure {
        name: "tab_first_sync_seconds",
        value: median(&seconds),
        unit: "s",
        n: NEWCOMERS,
        target: Target::AtMost(8.0),
        note: format!(
            "ask_to_join in a new profile of Chromium until everything is stored and readable: {} initiatives of 10 edits, \
             a union officer, over loopback, with keys, Argon2id of the code and signing in; all: {}",
            bench.initiatives.len(),
            list(&seconds, 2)
        ),
    };
    Ok((figure, profile))
}

/// Opening the browser again without a network; the last one stays open.
async fn usable(profile: &Path, address: &str, documents: usize) -> Result<(Figure, Tab)> {
    let mut times = Vec::new();
    let tab = loop {
        let tab = Tab::opens(profile, address).await?;
        let usable = tab.until("Today", "window.usableAt").await?;
        times.push(usable.as_f64().context("milliseconds")?);
        if times.len() == OPENINGS {
            break tab;
        }
        tab.closes().await;
    };
    let figure = Figure {
        name: "tab_usable_ms",
        value: median(&times),
        unit: "ms",
        n: OPENINGS,
        target: Target::AtMost(1_200.0),
        note: format!(
            "from asking for the page in a browser that was just started, without a network, to Today with its contents, \
             looked for at every frame; {documents} initiatives; all: {}",
            list(&times, 0)
        ),
    };
    Ok((figure, tab))
}

/// Opening one item of the queue after the other.
async fn next_item(tab: &Tab, address: &str, documents: usize) -> Result<Figure> {
    tab.client.goto(&format!("{address}/review")).await?;
    tab.presses("queue-item").await?;
    tab.sees("document").await?;
    let mut times = Vec::new();
    while times.len() < ITEMS {
        let Some(took) = tab.client.execute_async(NEXT, Vec::new()).await?.as_f64() else { break };
        times.push(took);
    }
    let note = format!(
        "from the click on “next”, once the page has asked for nothing more, to the frame with the next item's document, \
         {documents} initiatives, without a network; frames come every 17 ms"
    );
    Ok(p95("tab_next_item_ms", 50.0, &times, note))
}

/// Approving one item of the queue after the other.
async fn decision(tab: &Tab, documents: usize) -> Figure {
    let queue = timed(tab, ListQueue {}).await.0;
    let mut times = Vec::new();
    for item in queue.into_iter().take(ITEMS) {
        let id = item.initiative.id;
        let heads = timed(tab, GetReview { id }).await.0.initiative.heads;
        let approval = Approve { id, part: item.part, stage: item.stage, heads, text: String::new() };
        times.push(timed(tab, approval).await.1);
    }
    let note = format!(
        "approve, asked and answered in the page, without a network: signed, committed with synchronous=FULL, the new view \
         answered; {documents} initiatives"
    );
    p95("tab_decision_durable_ms", 30.0, &times, note)
}

fn p95(name: &'static str, most: f64, times: &[f64], note: String) -> Figure {
    let note =
        format!("p95; {note}; p50 {:.1}, longest {:.1}", percentile(times, 50), percentile(times, 100));
    let value = percentile(times, 95);
    Figure { name, value, unit: "ms", n: times.len(), target: Target::AtMost(most), note }
}

fn list(values: &[f64], digits: usize) -> String {
    values.iter().map(|value| format!("{value:.digits$}")).collect::<Vec<_>>().join(", ")
}
