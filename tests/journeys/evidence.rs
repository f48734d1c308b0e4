//! Evidence: from a picture on a laptop to the head's screen, the original untouched.

use api::{AppendUpload, AttachEvidence, BeginUpload, Code, FetchFile, ReadFile};
use base64::Engine as _;
use domain::role::Stage;
use testkit::School;

/// A photo of so many pixels, as a camera would save it.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let grain = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519);
        image::Rgb([(grain >> 24) as u8, (grain >> 16) as u8, (grain >> 8) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn attach(id: domain::id::InitiativeId, upload: String) -> AttachEvidence {
    AttachEvidence {
        id,
        upload: Some(upload),
        path: None,
        title: "Giờ sửa lỗi 8A".into(),
        caption: String::new(),
        supports: vec![format!("results:{}", testkit::RESULT)],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_comes_in_pieces_gets_a_preview_and_reaches_the_head_whole() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    let original = photo(2600, 1900);
    let begun = lan.does(BeginUpload { name: "giờ 8A.jpg".into(), size: original.len() as u64 }).await;
    for (index, piece) in original.chunks(1 << 20).enumerate() {
        let base64 = base64::prelude::BASE64_STANDARD.encode(piece);
        let (upload, offset) = (begun.upload.clone(), (index << 20) as u64);
        lan.does(AppendUpload { upload, offset, base64 }).await;
    }
    let view = lan.does(attach(id, begun.upload)).await;
    assert_eq!(view.results[0].evidence, 1, "it supports the result");
    lan.hands_in(id).await;
    school.syncs().await;

    let item = khoi.sees(id).await.evidence.remove(0);
    assert!(item.preview_here, "the preview comes by itself");
    assert!(!item.here, "an original of {} bytes comes when it is wanted", original.len());
    let preview = khoi.does(ReadFile { blob: item.preview.unwrap(), offset: 0 }).await;
    assert!(preview.size < 400_000 && preview.mime == "image/jpeg", "{} bytes", preview.size);
    assert_eq!(khoi.is_refused(ReadFile { blob: item.blob.unwrap(), offset: 0 }).await, Code::FileNotHere);
    khoi.does(FetchFile { blob: item.blob.unwrap() }).await;
    let mut whole = Vec::new();
    while whole.len() < original.len() {
        let piece = khoi.does(ReadFile { blob: item.blob.unwrap(), offset: whole.len() as u64 }).await;
        whole.extend(base64::prelude::BASE64_STANDARD.decode(piece.base64).unwrap());
    }
    assert!(whole == original, "the original is untouched");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_attached_later_leaves_the_approval_of_the_plan_alone() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    school.syncs().await;
    khoi.approves(id, Stage::Department).await;
    let path = school.folder().join("anh.jpg");
    std::fs::write(&path, photo(640, 480)).unwrap();
    let from_path = AttachEvidence {
        upload: None,
        path: Some(path.to_str().unwrap().into()),
        ..attach(id, String::new())
    };
    lan.does(from_path).await;
    school.syncs().await;

    let review = khoi.does(api::GetReview { id }).await;
    assert!(!review.initiative.summary.changed_since_approval, "the plan is as it was approved");
    let item = &review.initiative.evidence[0];
    assert_eq!(item.delivery, api::DeliveryState::AtRelay, "the file is counted beside the text");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_photo_in_two_initiatives_is_shown_to_its_author() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let (one, two) = (lan.registers("Trạm thí nghiệm").await, lan.registers("Ngày hội STEM").await);
    let path = school.folder().join("anh.jpg");
    std::fs::write(&path, photo(640, 480)).unwrap();
    for id in [one, two] {
        let path = Some(path.to_str().unwrap().to_owned());
        lan.does(AttachEvidence { upload: None, path, ..attach(id, String::new()) }).await;
    }

    assert_eq!(lan.sees(one).await.evidence[0].also_in, [two], "the same file is seen in both");
}
