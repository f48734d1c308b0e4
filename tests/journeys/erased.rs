//! A file of evidence that is deleted for good: consent was withdrawn.

use std::path::{Path, PathBuf};

use api::{AttachEvidence, Code, EraseEvidence, EvidenceView, InitiativeView, SyncNow};
use domain::id::InitiativeId;
use testkit::{Person, School};

async fn attaches(person: &Person, id: InitiativeId, photo: &Path) -> Result<InitiativeView, api::Error> {
    let path = Some(photo.to_str().unwrap().to_owned());
    let (title, caption) = ("Giờ sửa lỗi 8A".to_owned(), String::new());
    person.tries(AttachEvidence { id, upload: None, path, title, caption, supports: vec![] }).await
}

fn photo(school: &School) -> PathBuf {
    let path = school.folder().join("gio-8a.jpg");
    image::RgbImage::from_fn(900, 700, |x, y| image::Rgb([x as u8, y as u8, (x ^ y) as u8]))
        .save(&path)
        .unwrap();
    path
}

fn only(view: InitiativeView) -> EvidenceView {
    assert_eq!(view.evidence.len(), 1);
    view.evidence.into_iter().next().unwrap()
}

/// Files below a folder whose name holds a hash.
fn holding(folder: &Path, hash: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, hash));
        } else if path.to_string_lossy().contains(hash) {
            found.push(path);
        }
    }
    found
}

fn blobs_at(school: &School) -> usize {
    let schools = std::fs::read_dir(school.relay.data().join("schools")).unwrap();
    schools.flatten().map(|one| holding(&one.path().join("blobs"), "").len()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_consent_was_withdrawn_is_gone_everywhere_and_does_not_come_back() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi", "Phạm Thị Hà"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    let photo = photo(&school);
    attaches(lan, id, &photo).await.unwrap();
    let unshared = EraseEvidence { id, evidence: only(lan.sees(id).await).id, text: "thử".into() };
    assert_eq!(lan.is_refused(unshared).await, Code::WrongState, "a draft's files are nowhere else");
    let before = blobs_at(&school);
    lan.hands_in(id).await;
    school.syncs().await;
    let item = only(khoi.sees(id).await);
    let hashes = [item.blob.unwrap().to_string(), item.preview.unwrap().to_string()];
    let here = |person: &Person| hashes.iter().map(|hash| holding(person.home(), hash).len()).sum::<usize>();
    assert_eq!((here(lan), here(khoi)), (2, 2), "original and preview, on both machines");
    assert!(blobs_at(&school) >= before + 2);

    let erase = |text: &str| EraseEvidence { id, evidence: item.id, text: text.to_owned() };
    assert_eq!(lan.is_refused(erase(" ")).await, Code::RemarkNeeded);
    assert_eq!(khoi.is_refused(erase("không phải tệp của tôi")).await, Code::NotAllowed);
    let erased = only(lan.does(erase("Phụ huynh rút lời đồng ý.")).await);
    assert!(erased.erased && !erased.can_erase && !erased.here);
    let left: Vec<_> = hashes.iter().flat_map(|hash| holding(lan.home(), hash)).collect();
    assert!(left.is_empty(), "at once, and before anything was sent: {left:?} {erased:?}");
    school.syncs().await;
    let seen = khoi.sees(id).await;
    assert!(
        seen.timeline.iter().any(|item| item.verb == "erase_attachment" && item.text.contains("Phụ huynh"))
    );
    assert!(only(seen).erased);
    assert_eq!((here(khoi), blobs_at(&school)), (0, before));

    let again = attaches(lan, id, &photo).await.expect_err("it does not come back");
    assert_eq!(again.code, Code::FileErased);
    assert_eq!(here(lan), 0);
    let other = lan.registers("Sáng kiến khác").await;
    attaches(lan, other, &photo).await.expect("what was erased there is not erased everywhere");
    lan.does(SyncNow {}).await;
    assert_eq!(here(lan), 2);
}
