//! What the tab has the browser do, and the module that only some need.

use std::time::{Duration, Instant};

use api::{
    AppendUpload, AttachEvidence, BeginUpload, Code, CreateInitiative, InviteMembers, PreviewRoster,
    PrintInvitations, ReadFile, RosterOutcome,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::InitiativeId;
use domain::period::Period;
use image::codecs::jpeg::JpegEncoder;
use journeys::page::PATIENCE_FOR_OTHERS;
use rust_xlsxwriter::Workbook;

use crate::{Browser, HANH, LAN, Scene, TURN};

/// Whether the browser has kept the module for rosters and slips.
const KEPT: &str = "\
const [done] = arguments;
const urls = async () => {
  const caches_ = await Promise.all((await caches.keys()).map(name => caches.open(name)));
  return (await Promise.all(caches_.map(cache => cache.keys()))).flat().map(request => request.url);
};
urls().then(all => done(all.some(url => url.includes('/paper_bg-'))));";

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_the_roster_reads_workbooks_and_prints_slips_without_a_network() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let hanh = scene.joins("hanh", HANH).await;
    hanh.keeps_the_application().await;
    assert!(!hanh.has_the_module().await, "nobody needs it on a first visit");
    let members = vec![scene.school.member(LAN).await];
    hanh.does(InviteMembers { members, days: 7 }).await;

    hanh.goes_to(&scene.address("/people")).await;
    let deadline = Instant::now() + PATIENCE_FOR_OTHERS;
    while !hanh.has_the_module().await {
        assert!(Instant::now() < deadline, "the module is fetched while there is a network");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    scene.cuts_off(&hanh).await;
    reads_a_workbook(&hanh).await;
    let slips = hanh.does(PrintInvitations { members: Vec::new(), path: None }).await;
    let pdf = STANDARD.decode(slips.base64.unwrap()).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 5_000, "{} bytes", pdf.len());
    hanh.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_made_small_by_the_browser_and_a_damaged_one_is_refused() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    let (title, content_area) = ("Thẻ lỗi sai".to_owned(), Some("teaching".to_owned()));
    let begun = lan.does(CreateInitiative { title, content_area, period: Some(Period::SemesterI) }).await;
    let id = begun.summary.id;

    let photo = photo(2_400, 1_200);
    let shown = lan.does(attaches(&lan, id, &photo).await).await;
    let preview = shown.evidence[0].preview.expect("a preview");
    let piece = lan.does(ReadFile { blob: preview, offset: 0 }).await;
    let small = image::load_from_memory(&STANDARD.decode(piece.base64).unwrap()).unwrap().into_rgb8();
    assert_eq!(small.dimensions(), (2_048, 1_024));
    let [red, green, blue] = small.get_pixel(2_000, 1_000).0;
    assert!(red > 180 && green < 60 && blue < 60, "as it was: {red} {green} {blue}");

    let damaged = attaches(&lan, id, &photo[..300]).await;
    assert_eq!(lan.is_refused(damaged).await, Code::UnsupportedFile);
    lan.closes().await;
}

async fn reads_a_workbook(hanh: &Browser) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in ["TT", "Họ và tên", "Tổ", "Chức vụ"].into_iter().enumerate() {
        sheet.write(0, column as u16, header).unwrap();
    }
    sheet.write(1, 1, "Đặng Thị Yến").unwrap();
    sheet.write(1, 2, "Ngữ văn").unwrap();
    sheet.write(1, 3, "Giáo viên").unwrap();
    let base64 = Some(STANDARD.encode(workbook.save_to_buffer().unwrap()));
    let request = PreviewRoster { file_name: "to-van.xlsx".into(), base64, path: None };
    let preview = hanh.does(request).await;
    let rows: Vec<_> = preview.rows.iter().map(|row| (row.name.as_str(), row.outcome)).collect();
    assert_eq!(rows, [("Đặng Thị Yến", RosterOutcome::New)]);

    let request = PreviewRoster {
        file_name: "a.csv".into(),
        base64: Some(STANDARD.encode("Lớp;Môn\n8A;Toán\n")),
        path: None,
    };
    assert_eq!(hanh.is_refused(request).await, Code::BadRoster, "why a file is none comes through too");
}

/// A red photo.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = image::RgbImage::from_pixel(width, height, image::Rgb([230, 20, 20]));
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&pixels).unwrap();
    bytes
}

/// Hands a photo over, and gives the request that attaches it.
async fn attaches(browser: &Browser, id: InitiativeId, photo: &[u8]) -> AttachEvidence {
    let begun = browser.does(BeginUpload { name: "a.jpg".into(), size: photo.len() as u64 }).await;
    let base64 = STANDARD.encode(photo);
    let upload = begun.upload.clone();
    browser.does(AppendUpload { upload: upload.clone(), offset: 0, base64 }).await;
    let (title, caption) = (String::new(), String::new());
    AttachEvidence { id, upload: Some(upload), path: None, title, caption, supports: Vec::new() }
}

impl Browser {
    async fn has_the_module(&self) -> bool {
        let asked = self.client.execute_async(KEPT, Vec::new()).await;
        asked.expect("the page has caches").as_bool().expect("yes or no")
    }
}
