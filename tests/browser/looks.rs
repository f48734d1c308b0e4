//! What evidence looks like from near: pages of a PDF, a photo between two fingers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use api::CreateInitiative;
use documents::slips::{self, Slip};
use journeys::kind::Kind;
use journeys::words::said;
use rstest::rstest;

use crate::{Browser, LAN, Scene, TURN};

/// Whether the page that is looked at is white paper with dark letters; a canvas begins as nothing.
const DRAWN: &str = "\
(canvas => {
  if (!canvas) return false;
  const dots = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const dark = dot => dot >>> 24 === 255 && (dot & 255) < 128;
  return dots[0] === 0xffffffff && dots.some(dark);
})(document.querySelector('canvas.viewer-paper'))";

/// Whether the module that draws pages lies where a page without a network finds it.
const KEPT: &str = "\
return (async () => {
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    if (kept.some(({ url }) => url.includes('/pdf_bg-'))) return true;
  }
  return false;
})()";

#[rstest]
#[case::chromium(Kind::Chromium)]
#[case::firefox(Kind::Firefox)]
#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_pdf_are_looked_at_one_after_the_other(#[case] kind: Kind) {
    let _turn = TURN.lock().await;
    let scene = Scene::of(kind, &[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.looks_at(&scene, &two_pages(&scene.school.folder().join("bien-ban.pdf"))).await;

    lan.reads("page-place", "1 trong 2").await;
    lan.until("the first page is drawn", DRAWN).await;
    lan.keep("tab-1366x768-evidence-pdf.png").await;
    lan.notes_barriers("a PDF in the viewer").await;
    lan.clicks("page-after").await;
    lan.reads("page-place", "2 trong 2").await;
    lan.until("so is the second", DRAWN).await;
    lan.clicks("zoom-in").await;
    lan.clicks("turn-picture").await;
    lan.until("it is drawn as it is looked at", DRAWN).await;
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_that_was_never_opened_is_looked_at_without_a_network() {
    let _turn = TURN.lock().await;
    let scene = Scene::of(Kind::Chromium, &[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.until("the application is kept", "navigator.serviceWorker.controller !== null").await;
    lan.attaches(&scene, &two_pages(&scene.school.folder().join("bien-ban.pdf"))).await;
    let kept = async {
        while lan.runs(KEPT, Vec::new()).await != true {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), kept).await.expect("what draws pages is kept");
    scene.cuts_off(&lan).await;

    lan.clicks("[data-testid=evidence-item] button").await;

    lan.reads("page-place", "1 trong 2").await;
    lan.until("the page is drawn", DRAWN).await;
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_that_is_cut_off_says_so_and_can_be_saved() {
    let _turn = TURN.lock().await;
    let scene = Scene::of(Kind::Chromium, &[]).await;
    let lan = scene.joins("lan", LAN).await;
    let path = scene.school.folder().join("bien-ban.pdf");
    std::fs::write(&path, "%PDF-1.7\nNothing of it has come.").unwrap();
    lan.looks_at(&scene, &path).await;

    lan.reads("pdf-refused", &said("common.viewer.pdf_damaged")).await;
    lan.sees("save-file").await;
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_fingers_bring_a_photo_nearer_and_a_double_tap_takes_it_back() {
    let _turn = TURN.lock().await;
    let scene = Scene::of(Kind::Chromium, &[]).await;
    let lan = scene.joins("lan", LAN).await;
    lan.holds_a_tablet(820, 1180).await;
    let path = scene.school.folder().join("bang-nhom.jpg");
    image::RgbImage::from_fn(1_600, 1_200, |x, y| image::Rgb([x as u8, y as u8, 90])).save(&path).unwrap();
    lan.looks_at(&scene, &path).await;
    lan.sees("viewer-stage").await;
    lan.until("it is there", "document.querySelector('img.viewer-picture').naturalWidth > 0").await;

    lan.pinches("viewer-stage", (40, 120)).await;
    let near = "document.querySelector('.viewer-sheet').getBoundingClientRect().width > 2 * document.querySelector('[data-testid=viewer-stage]').clientWidth";
    lan.until("it is larger than its frame", near).await;
    lan.keep("tab-820x1180-evidence-near.png").await;
    lan.taps("viewer-stage").await;
    lan.taps("viewer-stage").await;
    lan.until("it fits again", &format!("!({near})")).await;
    lan.closes().await;
}

/// A PDF of two pages, as this product prints them.
fn two_pages(path: &Path) -> PathBuf {
    let slip = Slip {
        school: "THCS An Bình".to_owned(),
        name: "Nguyễn Thị Lan".to_owned(),
        department: "Toán – Tin – CN".to_owned(),
        ticket: "SSK1:ABCDE".to_owned(),
        address: "http://tram.test/#SSK1:ABCDE".to_owned(),
        expires: "2026-12-04".parse().unwrap(),
        relay: "http://tram.test".to_owned(),
    };
    std::fs::write(path, slips::pdf(&vec![slip; 9]).unwrap()).unwrap();
    path.to_owned()
}

impl Browser {
    /// Attaches a file to a new initiative, and opens it.
    async fn looks_at(&self, scene: &Scene, file: &Path) {
        self.attaches(scene, file).await;
        self.clicks("[data-testid=evidence-item] button").await;
        self.sees("evidence-viewer").await;
    }

    /// Attaches a file to a new initiative.
    async fn attaches(&self, scene: &Scene, file: &Path) {
        let request =
            CreateInitiative { title: "Thẻ lỗi sai".to_owned(), content_area: None, period: None };
        let id = self.does(request).await.summary.id;
        self.goes_to(&scene.address(&format!("/book/{id}"))).await;
        self.picks("evidence-files", file).await;
        self.sees("evidence-item").await;
    }
}
