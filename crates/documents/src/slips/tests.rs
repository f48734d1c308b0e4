use super::{Slip, SlipsError, pdf};
use crate::{QrError, qr_svg};

fn slip(name: &str) -> Slip {
    let ticket = format!("SSK1:{}", "0123456789ABCDEFGHJKMNPQRSTVWXYZ".repeat(7));
    Slip {
        school: "Trường THCS An Bình (demo), UBND xã An Bình".to_owned(),
        name: name.to_owned(),
        department: "Tổ Ngoại ngữ – Nghệ thuật – Giáo dục thể chất".to_owned(),
        address: format!("http://tram.thcs-nguyen-duc-canh.edu.vn:7420/#{ticket}"),
        ticket,
        expires: "2026-12-05".parse().expect("a date"),
        relay: "http://192.168.1.10:7420".to_owned(),
    }
}

fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type/Page/").count()
}

#[test]
fn eight_slips_are_on_a_page() {
    let names = ["Đặng Thị Yến"; 9];
    let slips: Vec<_> = names.iter().map(|name| slip(name)).collect();

    assert_eq!(pages(&pdf(&slips[..8]).expect("printed")), 1);
    assert_eq!(pages(&pdf(&slips).expect("printed")), 2);
}

#[test]
fn the_font_is_embedded_and_only_as_far_as_it_is_used() {
    let pdf = pdf(&[slip("Ặ Ễ Ỗ Ữ Ỵ ợ ẵ")]).expect("printed");
    let text = String::from_utf8_lossy(&pdf);

    assert!(text.contains("/FontFile"), "a printer has no Be Vietnam Pro of its own");
    assert!(text.contains("+BeVietnamPro"), "a subset has a prefix before its name");
    assert!(pdf.len() < 120_000, "two whole fonts would be 260 KB; this is {}", pdf.len());
}

#[test]
fn the_same_slips_give_the_same_file() {
    assert_eq!(pdf(&[slip("Lâm Thế Ân")]).expect("printed"), pdf(&[slip("Lâm Thế Ân")]).expect("printed"));
}

#[test]
fn an_address_that_no_qr_code_holds_is_refused() {
    let long = Slip { address: "x".repeat(5_000), ..slip("Lâm Thế Ân") };

    assert!(matches!(pdf(&[long]), Err(SlipsError::Qr(QrError))));
}

#[test]
fn a_qr_code_for_the_screen_is_one_svg() {
    let svg = qr_svg("SSK1:ABCDE").expect("drawn");

    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg:.80}");
    assert_eq!(qr_svg(&"x".repeat(5_000)), Err(QrError));
}
