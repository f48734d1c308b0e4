use api::{DeliveryState, EvidenceView};
use domain::id::{BlobId, EntryId};
use rstest::rstest;

use super::{Shown, Zoom, preview_of, shown, zoom_step};

const ORIGINAL: BlobId = BlobId::from_bytes([1; 32]);
const PREVIEW: BlobId = BlobId::from_bytes([2; 32]);

fn piece(mime: &str) -> EvidenceView {
    EvidenceView {
        id: EntryId::from_bytes([1; 8]),
        kind: "photo".to_owned(),
        title: "Ảnh vườn".to_owned(),
        caption: String::new(),
        blob: Some(ORIGINAL),
        file_name: "vuon.jpg".to_owned(),
        mime: mime.to_owned(),
        size: 4_000_000,
        preview: Some(PREVIEW),
        supports: Vec::new(),
        added_at: None,
        added_by: String::new(),
        captured_on: None,
        here: true,
        preview_here: true,
        delivery: DeliveryState::AtRelay,
        sent: 0,
        also_in: Vec::new(),
        over_quota: false,
        erased: false,
        can_erase: false,
    }
}

#[rstest]
#[case::a_photo("image/jpeg", Shown::Picture(ORIGINAL))]
#[case::a_film("video/mp4", Shown::Film(ORIGINAL))]
#[case::a_sound("audio/mpeg", Shown::Sound(ORIGINAL))]
#[case::a_picture_that_no_browser_draws("image/heic", Shown::Preview(PREVIEW))]
fn what_is_here_is_shown_by_its_type(#[case] mime: &str, #[case] expected: Shown) {
    assert_eq!(shown(&piece(mime)), expected);
}

#[test]
fn the_preview_stands_in_until_the_original_arrives() {
    let travelling = EvidenceView { here: false, ..piece("image/jpeg") };

    assert_eq!(shown(&travelling), Shown::Preview(PREVIEW));
    assert_eq!(shown(&EvidenceView { erased: true, ..travelling.clone() }), Shown::Erased);
    assert_eq!(shown(&EvidenceView { preview_here: false, ..travelling }), Shown::Absent);
}

#[test]
fn a_workbook_without_a_preview_is_a_file() {
    let workbook = EvidenceView { preview: None, ..piece("application/vnd.ms-excel") };

    assert_eq!(shown(&workbook), Shown::File(ORIGINAL));
    assert_eq!(preview_of(&workbook), None);
}

#[test]
fn a_tile_reads_no_large_original() {
    let large = EvidenceView { preview: None, ..piece("image/png") };

    assert_eq!(preview_of(&large), None);
    assert_eq!(preview_of(&EvidenceView { size: 1000, ..large }), Some(ORIGINAL));
    assert_eq!(preview_of(&piece("image/png")), Some(PREVIEW));
}

#[rstest]
#[case::up(100, Zoom::In, 150)]
#[case::down(150, Zoom::Out, 100)]
#[case::no_smaller_than_the_frame(100, Zoom::Out, 100)]
#[case::no_larger_than_eight_times(800, Zoom::In, 800)]
#[case::back_to_the_frame(400, Zoom::Fit, 100)]
fn the_size_goes_in_steps(#[case] from: u32, #[case] asked: Zoom, #[case] to: u32) {
    assert_eq!(zoom_step(from, asked), to);
}
