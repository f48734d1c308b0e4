use api::{AppendUpload, AttachEvidence, BeginUpload, Code, InitiativeView, ReadFile, SaveFile};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::InitiativeId;
use domain::role::Role;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use rstest::rstest;

use crate::evidence;
use crate::session::Session;
use crate::tests::{RESULT, School, at_once, fills_in, submits};

fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels: Vec<u8> =
        (0..width * height * 3).map(|place| (place.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    JpegEncoder::new_with_quality(&mut bytes, 90)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .expect("a picture");
    bytes
}

/// The colours of the quarters of [`taken_upright`].
const QUARTERS: [(&str, [u8; 3]); 4] =
    [("red", [255, 0, 0]), ("green", [0, 255, 0]), ("blue", [0, 0, 255]), ("white", [255, 255, 255])];

/// Sixteen by sixteen grey pixels as they lie in a JPEG with its usual tables: six blocks of which
/// each is as the one before.
const GREY: [u8; 4] = [0b0010_1000, 0b1010_0010, 0b1000_1010, 0b0000_0000];

/// A photo that was taken with the telephone held upright: its pixels lie on their side, and its head
/// says so, and where it was.
fn taken_upright() -> Vec<u8> {
    let colour = |x: u32, y: u32| QUARTERS[usize::from(x >= 32) + 2 * usize::from(y >= 16)].1;
    let pixels = image::RgbImage::from_fn(64, 32, |x, y| image::Rgb(colour(x, y)));
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(&pixels).expect("a picture");
    [&bytes[..2], &head_of_a_telephone()[..], &bytes[2..]].concat()
}

/// An APP1 segment with orientation 6 (to be turned right) and the beginning of a GPS position.
fn head_of_a_telephone() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes()[..], &count.to_be_bytes()[..], &value[..]].concat()
    };
    let exif = [
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec(),
        entry(0x0112, 3, 1, [0, 6, 0, 0]),
        entry(0x8825, 4, 1, [0, 0, 0, 38]),
        b"\0\0\0\0\0\x01".to_vec(),
        entry(0x0001, 2, 2, *b"N\0\0\0"),
        b"\0\0\0\0".to_vec(),
    ]
    .concat();
    let length = u16::try_from(exif.len() + 2).expect("a short segment");
    [&[0xff, 0xe1][..], &length.to_be_bytes()[..], &exif[..]].concat()
}

/// A grey photo whose head claims a size, with so many squares of sixteen pixels in its body: the
/// head of a small photo with other measures, since to draw so many pixels would take long.
fn grey_photo(width: u16, height: u16, squares: usize) -> Vec<u8> {
    let small = photo(8, 8);
    let after = |mark: [u8; 4]| small.windows(4).position(|four| four == mark).expect("a JPEG") + 4;
    let (frame, scan) = (after([0xff, 0xc0, 0, 17]), after([0xff, 0xda, 0, 12]));
    let mut bytes = small[..scan + 10].to_vec();
    bytes[frame + 1..frame + 3].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 3..frame + 5].copy_from_slice(&width.to_be_bytes());
    // Colours at half the resolution, as telephones save them.
    bytes[frame + 7] = 0x22;
    bytes.extend(GREY.repeat(squares));
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn preview(session: &Session, shown: &InitiativeView) -> Vec<u8> {
    let request = ReadFile { blob: shown.evidence[0].preview.expect("a preview"), offset: 0 };
    STANDARD.decode(evidence::read_file(session, request).expect("it is here").base64).expect("base64")
}

fn stored(session: &Session, shown: &InitiativeView) -> Vec<u8> {
    let blob = shown.evidence[0].blob.expect("a file");
    std::fs::read(session.file_path(crate::ids::Same::same(&blob))).expect("it is here")
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
    at_once(evidence::attach(session, request))
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
    assert_eq!(stored(&lan, &shown), original, "every byte as it was");
    let bytes = preview(&lan, &shown);
    let small = image::load_from_memory(&bytes).expect("a picture");
    assert!(small.width() <= 2_048 && bytes.len() <= 400 << 10, "{} x {}", small.width(), bytes.len());
}

#[test]
fn a_photo_taken_upright_is_shown_upright_and_does_not_tell_where_it_was_taken() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let original = taken_upright();

    let shown = attaches(&lan, id, "a.jpg", &original).expect("a photo");
    let bytes = preview(&lan, &shown);
    let small = image::load_from_memory(&bytes).expect("a picture").into_rgb8();
    assert_eq!(small.dimensions(), (32, 64));
    let corners = [(0, 0), (31, 0), (0, 63), (31, 63)].map(|(x, y)| name_of(small.get_pixel(x, y).0));
    assert_eq!(corners, ["blue", "red", "white", "green"], "turned right");
    assert!(!bytes.windows(4).any(|four| four == b"Exif"), "nothing of the telephone's head is left");
    assert_eq!(stored(&lan, &shown), original, "every byte as it was");
}

/// The nearest colour of [`QUARTERS`].
fn name_of(pixel: [u8; 3]) -> &'static str {
    let far = |colour: [u8; 3]| -> u32 {
        colour.into_iter().zip(pixel).map(|(one, other)| u32::from(one.abs_diff(other))).sum()
    };
    QUARTERS.into_iter().min_by_key(|(_, colour)| far(*colour)).expect("four colours").0
}

#[test]
fn a_photo_of_48_megapixels_is_attached_with_a_preview() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;

    let shown = attaches(&lan, id, "a.jpg", &grey_photo(8_000, 6_000, 500 * 375)).expect("a photo");
    let small = image::load_from_memory(&preview(&lan, &shown)).expect("a picture").into_rgb8();
    assert_eq!(small.dimensions(), (2_048, 1_536));
    let corner = small.get_pixel(2_047, 1_535).0;
    assert!(corner.iter().all(|part| part.abs_diff(128) <= 2), "grey to the last corner: {corner:?}");
}

#[test]
fn a_picture_that_claims_more_than_memory_is_attached_without_a_preview() {
    let mut school = School::an_binh();
    let lan = school.joins("Lan", Some("Tổ Toán"), &[Role::Staff]);
    let id = fills_in(&lan, "Thẻ lỗi sai").summary.id;
    let claims = grey_photo(60_000, 60_000, 1);

    let shown = attaches(&lan, id, "a.jpg", &claims).expect("evidence all the same");
    assert!(shown.evidence[0].here && shown.evidence[0].preview.is_none());
    assert_eq!(stored(&lan, &shown), claims, "every byte as it was");
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
    assert_eq!(at_once(evidence::attach(&lan, request)).expect_err("no evidence").code, code);
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
