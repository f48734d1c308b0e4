//! A tablet in somebody's hands: fingers in the place of a mouse.

use rstest::rstest;
use serde_json::{Value, json};

use api::{GetInitiative, StageState};
use journeys::chromium;
use journeys::page::selector;

use crate::approval::finds_it_in_the_queue;
use crate::{Browser, KHOI, LAN, Scene, TURN};

const TITLE: &str = "Thẻ lỗi sai: học sinh tự sửa bài theo cặp";

#[rstest]
#[case::landscape(1180, 820)]
#[case::portrait(820, 1180)]
#[tokio::test(flavor = "multi_thread")]
async fn a_head_reads_and_approves_with_a_finger(#[case] width: u32, #[case] height: u32) {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let id = scene.hands_in(LAN, TITLE).await;
    let khoi = scene.joins("khoi", KHOI).await;
    finds_it_in_the_queue(&khoi, TITLE).await;
    khoi.holds_a_tablet(width, height).await;
    khoi.taps("queue-item").await;
    khoi.reads("document", "31/151 học sinh").await;
    let end = "document.querySelector('[data-testid=document]').getBoundingClientRect().bottom";
    let before = khoi.runs(&format!("return {end}"), Vec::new()).await;
    khoi.drags("document", (0, -i64::from(height) / 3)).await;
    khoi.until("the document follows the finger", &format!("{end} < {before} - 50")).await;
    khoi.taps("approve").await;
    khoi.sees("empty-action").await;
    let view = khoi.does(GetInitiative { id }).await;
    assert_eq!(view.state.stages[0].state, StageState::Approved);
    khoi.closes().await;
}

/// How many steps a finger takes on its way.
const STEPS: i64 = 12;

/// The middle of a thing, where it is in sight and nothing lies above it; nothing otherwise.
const MIDDLE: &str = "\
const part = document.querySelector(arguments[0]);
if (!part || part.disabled) return null;
const { left, right, top, bottom } = part.getBoundingClientRect();
const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
const hit = document.elementFromPoint(x, y);
return part.contains(hit) ? [Math.round(x), Math.round(y)] : null;";

impl Browser {
    /// Takes the screen of a tablet: fingers, no mouse, nothing to hover with.
    pub async fn holds_a_tablet(&self, width: u32, height: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        self.asks("Emulation.setDeviceMetricsOverride", screen).await;
        self.asks("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 5 }))
            .await;
    }

    /// Touches a thing that is in sight, and lifts the finger.
    pub async fn taps(&self, thing: &str) {
        let (x, y) = self.finds(thing).await;
        self.touches("touchStart", Some((x, y))).await;
        self.touches("touchEnd", None).await;
    }

    /// Lays a finger on a thing that is in sight, and moves it so far.
    pub async fn drags(&self, thing: &str, (across, down): (i64, i64)) {
        let (x, y) = self.finds(thing).await;
        self.touches("touchStart", Some((x, y))).await;
        for step in 1..=STEPS {
            self.touches("touchMove", Some((x + across * step / STEPS, y + down * step / STEPS))).await;
        }
        self.touches("touchEnd", None).await;
        self.rests().await;
    }

    /// Waits until the page has run on: a finger that meets it meanwhile only stops it.
    pub async fn rests(&self) {
        self.runs("window.rested = 0; window.wasAt = scrollY", Vec::new()).await;
        let still = "(window.rested = window.wasAt === (window.wasAt = scrollY) ? window.rested + 1 : 0) > 3";
        self.until("the page rests", still).await;
    }

    /// Lays two fingers beside the middle of a thing, so far from it, and moves them apart or together.
    pub async fn pinches(&self, thing: &str, (from, to): (i64, i64)) {
        let (x, y) = self.finds(thing).await;
        let points = |far: i64| json!([{ "x": x - far, "y": y, "id": 0 }, { "x": x + far, "y": y, "id": 1 }]);
        for (kind, far) in std::iter::once(("touchStart", from))
            .chain((1..=STEPS).map(|step| ("touchMove", from + (to - from) * step / STEPS)))
        {
            self.asks("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points(far) })).await;
        }
        self.touches("touchEnd", None).await;
    }

    /// Waits until a finger would meet a thing; gives where.
    async fn finds(&self, thing: &str) -> (i64, i64) {
        let css = json!(selector(thing));
        let meets = format!("(function () {{ {MIDDLE} }})({css})");
        self.until(&format!("a finger meets {thing}"), &meets).await;
        let middle = self.runs(MIDDLE, vec![css]).await;
        let part = |index: usize| middle[index].as_i64().expect("it stays where it is");
        (part(0), part(1))
    }

    async fn touches(&self, kind: &str, at: Option<(i64, i64)>) {
        let points: Vec<Value> = at.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
        self.asks("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
    }

    async fn asks(&self, command: &str, parameters: Value) {
        let answer = chromium::devtools(&self.client, command, parameters).await;
        answer.unwrap_or_else(|error| panic!("{}: {command}: {error}", self.name));
    }
}
