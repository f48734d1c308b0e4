use api::{AppendUpload, AttachEvidence, BeginUpload, Code, InitiativeView, ReadFile, SaveFile};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::InitiativeId;
use domain::role::Role;
use image::{ExtendedColorType, ImageEncoder};
use rstest::rstest;

use crate::evidence;
use crate::session::Session;
use crate::tests::{RESULT, School, fills_in, submits};

fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels: Vec<u8> =
        (0..width * height * 3).map(|place| (place.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .expect("a picture");
    bytes
}

fn uploads(session: &Session, name: &str, bytes: &[u8]) -> String {
    let begun = evidence::begin_upload(session, BeginUpload { name: name.into(), size: bytes.len() as u64 });
    let upload = begun.expect("the size is sound").upload;
    for (place, piece) in bytes.chunks(1 << 20).enumerate() {
        let request = AppendUpload {
            upload: upload.clone(),
            offset: (place as u64) << 20,
            base64: STANDARD.encode(piece),
        };
        evidence::append_upload(session, request.clone()).expect("the next piece");
        evidence::append_upload(session, request).expect("the same piece again does no harm");
    }
    upload
}

fn attaches(
    session: &Session,
    id: InitiativeId,
    name: &str,
    bytes: &[u8],
) -> Result<InitiativeView, api::Error> {
    let upload = uploads(session, name, bytes);
    let supports = vec![format!("results:{RESULT}")];
    let request = AttachEvidence {
        id,
        upload: Some(upload),
        path: None,
        title: String::new(),
        caption: "lớp 8A".into(),
        supports,
    };
    evidence::attach(session, request)
}

#[test]
fn a_photo_is_attached_with_a_preview_and_the_original_untouched() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let original = photo(2_400, 1_200);

    let shown = attaches(&lan, id, "buổi học.jpg", &original).expect("a photo");
    let item = &shown.evidence[0];
    assert_eq!(
        (item.kind.as_str(), item.title.as_str(), item.here, item.preview_here),
        ("photo", "buổi học", true, true)
    );
    assert_eq!(shown.results[0].evidence, 1);
    let stored = std::fs::read(lan.file_path(crate::ids::Same::same(&item.blob.expect("a file"))))
        .expect("it is here");
    assert_eq!(stored, original, "every byte as it was");
    let preview = ReadFile { blob: item.preview.expect("a preview"), offset: 0 };
    let bytes =
        STANDARD.decode(evidence::read_file(&lan, preview).expect("it is here").base64).expect("base64");
    let small = image::load_from_memory(&bytes).expect("a picture");
    assert!(small.width() <= 2_048 && bytes.len() <= 400 << 10, "{} x {}", small.width(), bytes.len());
}

#[rstest]
#[case::empty("a.jpg", &[], Code::EmptyFile)]
#[case::program(
    "a.jpg",
    b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
    Code::UnsupportedFile
)]
#[case::damaged_picture(
    "a.jpg",
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
    Code::UnsupportedFile
)]
fn what_is_no_evidence_is_refused(#[case] name: &str, #[case] bytes: &[u8], #[case] code: Code) {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let path = lan.folder.join(name);
    std::fs::write(&path, bytes).expect("a file");

    let request = AttachEvidence {
        id,
        upload: None,
        path: Some(path.display().to_string()),
        title: String::new(),
        caption: String::new(),
        supports: Vec::new(),
    };
    assert_eq!(evidence::attach(&lan, request).expect_err("no evidence").code, code);
}

#[rstest]
#[case::too_large(129 << 20, Code::FileTooLarge)]
#[case::empty(0, Code::EmptyFile)]
fn a_wrong_size_is_said_before_any_byte_is_sent(#[case] size: u64, #[case] code: Code) {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);

    let refused = evidence::begin_upload(&lan, BeginUpload { name: "a.mp4".into(), size });
    assert_eq!(refused.expect_err("of a wrong size").code, code);
}

#[test]
fn an_upload_with_a_gap_is_refused_and_goes_on_where_it_was() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let upload =
        evidence::begin_upload(&lan, BeginUpload { name: "a.txt".into(), size: 10 }).expect("sound").upload;
    let piece =
        |offset, text: &str| AppendUpload { upload: upload.clone(), offset, base64: STANDARD.encode(text) };

    assert_eq!(evidence::append_upload(&lan, piece(5, "later")).expect_err("a gap").code, Code::BadValue);
    evidence::append_upload(&lan, piece(0, "first")).expect("the first");
    assert_eq!(evidence::append_upload(&lan, piece(5, "later")).expect("the next").received, 10);
    let foreign = AppendUpload { upload: "../../x".into(), ..piece(0, "a") };
    assert_eq!(evidence::append_upload(&lan, foreign).expect_err("no upload").code, Code::NotFound);
}

#[test]
fn the_same_file_in_another_initiative_is_shown_on_both() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let (one, other) = (fills_in(&lan, "Một").summary.id, fills_in(&lan, "Hai").summary.id);
    attaches(&lan, one, "a.txt", b"ghi chep").expect("a text");

    let shown = attaches(&lan, other, "b.txt", b"ghi chep").expect("the same text");
    assert_eq!(shown.evidence[0].also_in, [one]);
}

#[test]
fn a_shared_initiative_announces_its_files_to_its_readers() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let khoi = school.joins("Khôi", Some("Tổ Toán"), &[Role::Staff, Role::DepartmentHead]);
    school.syncs(&[&lan, &khoi]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    attaches(&lan, id, "a.jpg", &photo(64, 64)).expect("a photo");
    submits(&lan, id);
    attaches(&lan, id, "b.txt", b"them minh chung").expect("a text");
    school.syncs(&[&lan, &khoi]);

    let seen = crate::book::get(&khoi, api::GetInitiative { id }).expect("it has come");
    assert_eq!((seen.evidence.len(), seen.evidence[0].here), (2, false));
    let wanted = khoi.read(|work| store::blob::to_fetch(work.connection()).map_err(crate::error::from_store));
    assert_eq!(wanted.expect("readable").len(), 3, "two small files and a preview come by themselves");
    let missing = ReadFile { blob: seen.evidence[0].blob.expect("a file"), offset: 0 };
    assert_eq!(evidence::read_file(&khoi, missing).expect_err("not here yet").code, Code::FileNotHere);
}

#[test]
fn a_saved_original_never_overwrites_a_file() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let shown = attaches(&lan, id, "a.txt", b"ghi chep").expect("a text");
    let path = lan.folder.join("copy.txt").display().to_string();
    let save = || SaveFile { blob: shown.evidence[0].blob.expect("a file"), path: path.clone() };

    evidence::save_file(&lan, save()).expect("the place is free");
    assert_eq!(std::fs::read(&path).expect("written"), b"ghi chep");
    assert_eq!(evidence::save_file(&lan, save()).expect_err("it is there").code, Code::BadValue);
}
