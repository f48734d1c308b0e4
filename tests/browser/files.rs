//! Files of every kind and size that people hand to a tab.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use api::{CreateInitiative, GetInitiative};
use domain::id::InitiativeId;
use journeys::kind::Kind;
use journeys::words::said;
use rstest::rstest;

use crate::{Browser, LAN, Scene, TURN};

/// The most that a file of evidence may have.
const MOST: u64 = 128 << 20;
/// How a video of a telephone begins, and a photo of an iPad.
const VIDEO: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

#[rstest]
#[case::chromium(Kind::Chromium, MOST)]
#[case::firefox(Kind::Firefox, 20 << 20)]
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_takes_large_files_and_says_which_it_cannot_take(#[case] kind: Kind, #[case] video: u64) {
    let _turn = TURN.lock().await;
    let scene = Scene::of(kind, &[]).await;
    let lan = scene.joins("lan", LAN).await;
    let request = CreateInitiative { title: "Thẻ lỗi sai".to_owned(), content_area: None, period: None };
    let id = lan.does(request).await.summary.id;
    lan.goes_to(&scene.address(&format!("/book/{id}"))).await;
    let folder = scene.school.folder();
    for (name, start, size, why) in [
        ("rong.jpg", &[][..], 0, "errors.empty_file.what"),
        ("qua-lon.mp4", VIDEO, MOST + 1, "errors.file_too_large.what"),
        ("chuong-trinh.mp4", b"\x7fELF\x02\x01\x01", 4_000, "errors.unsupported_file.what"),
    ] {
        lan.picks("evidence-files", &file(&folder.join(name), start, size)).await;
        lan.reads(".book-uploads", &said(why)).await;
        lan.clicks("drop-upload").await;
        lan.misses("drop-upload").await;
    }
    let taken = [
        photo(&folder.join("bang-nhom.jpg")),
        file(&folder.join("tiet-hoc.mp4"), VIDEO, video),
        file(&folder.join("san-truong.heic"), HEIC, 3_000_000),
    ];
    for (count, path) in (1..).zip(&taken) {
        lan.picks("evidence-files", path).await;
        has_attached(&lan, id, count).await;
    }
    lan.sees("[data-testid=evidence-item] img").await;
    lan.loads_anew().await;
    lan.sees("[data-testid=evidence-item] img").await;
    let kept = lan.does(GetInitiative { id }).await.evidence;
    let sizes: Vec<u64> = kept.iter().map(|piece| piece.size).collect();
    let meant: Vec<u64> = taken.iter().map(|path| path.metadata().unwrap().len()).collect();
    assert_eq!(sizes, meant, "what was attached is whole");
    lan.closes().await;
}

/// A file of a size, most of which is empty.
fn file(path: &Path, start: &[u8], size: u64) -> PathBuf {
    let mut file = std::fs::File::create(path).unwrap();
    file.set_len(size).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(start).unwrap();
    path.to_owned()
}

/// A photo of 48 megapixels.
fn photo(path: &Path) -> PathBuf {
    let light = |x: u32, y: u32| [(x >> 5) as u8, (y >> 5) as u8, ((x ^ y) >> 3) as u8];
    image::RgbImage::from_fn(8_000, 6_000, |x, y| image::Rgb(light(x, y))).save(path).unwrap();
    path.to_owned()
}

async fn has_attached(lan: &Browser, id: InitiativeId, count: usize) {
    let items = format!("document.querySelectorAll('[data-testid=evidence-item]').length === {count}");
    lan.until_others(&format!("{count} files are attached"), &items).await;
    lan.misses("drop-upload").await;
    let view = lan.does(GetInitiative { id }).await;
    assert_eq!(view.evidence.len(), count, "each file is attached once");
}
