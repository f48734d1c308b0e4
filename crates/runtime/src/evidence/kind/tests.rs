use domain::initiative::EvidenceKind;
use rstest::rstest;

use super::recognise;

#[rstest]
#[case::photo(b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.png", Some(("image/jpeg", EvidenceKind::Photo)))]
#[case::pdf(b"%PDF-1.7\n", "a.pdf", Some(("application/pdf", EvidenceKind::Document)))]
#[case::list("TT;Họ tên\n1;Lan".as_bytes(), "a.CSV", Some(("text/csv", EvidenceKind::Spreadsheet)))]
#[case::words("ghi chép".as_bytes(), "a.txt", Some(("text/plain", EvidenceKind::Document)))]
#[case::word_file_in_another_order(b"PK\x03\x04\x14\x00\x00\x00mimetype", "a.docx",
    Some(("application/vnd.openxmlformats-officedocument.wordprocessingml.document", EvidenceKind::Document)))]
#[case::archive(b"PK\x03\x04\x14\x00\x00\x00abc", "a.zip", None)]
#[case::program(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "a.pdf", None)]
#[case::page_with_a_script(b"<html><script>", "a.html", None)]
#[case::nonsense(&[0, 1, 2, 3, 0xfe], "a.txt", None)]
fn files_are_known_by_their_contents(
    #[case] start: &[u8],
    #[case] name: &str,
    #[case] expected: Option<(&str, EvidenceKind)>,
) {
    assert_eq!(recognise(start, name).map(|found| (found.mime, found.kind)), expected);
}
