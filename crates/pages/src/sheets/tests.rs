use std::fmt::Write;

use super::{Sheets, Unreadable};

/// A PDF with one page for each content stream, 200 by 100 points.
fn pdf(contents: &[&str], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 3 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", contents.len(), kids.join(" ")),
    ];
    for (at, content) in contents.iter().enumerate() {
        let stream = 4 + 2 * at;
        objects
            .push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents {stream} 0 R >>"));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(format!("{:010} 00000 n \n", file.len()));
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).expect("memory");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    write!(file, "xref\n0 {size}\n0000000000 65535 f \n{}", places.concat()).expect("memory");
    write!(file, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n")
        .expect("memory");
    file.into_bytes()
}

fn pixel(sheets: &Sheets, at: usize, x: u32, y: u32) -> [u8; 4] {
    let drawn = sheets.draw(at, 200.0).expect("it can be drawn");
    assert_eq!((drawn.width, drawn.height), (200, 100));
    let start = ((y * drawn.width + x) * 4) as usize;
    drawn.rgba[start..start + 4].try_into().expect("four bytes")
}

#[test]
fn each_page_is_drawn_on_white_paper() {
    let file = pdf(&["1 0 0 rg 0 0 100 100 re f", "0 0 1 rg 100 0 100 100 re f"], "");
    let sheets = Sheets::open(file).expect("a sound file");

    assert_eq!((sheets.count(), sheets.size(1)), (2, Some((200.0, 100.0))));
    assert_eq!([pixel(&sheets, 0, 50, 50), pixel(&sheets, 0, 150, 50)], [[255, 0, 0, 255], [255; 4]]);
    assert_eq!([pixel(&sheets, 1, 50, 50), pixel(&sheets, 1, 150, 50)], [[255; 4], [0, 0, 255, 255]]);
    assert!(sheets.draw(2, 200.0).is_none(), "there is no third page");
}

#[test]
fn a_page_is_never_drawn_larger_than_there_is_room_for() {
    let sheets = Sheets::open(pdf(&[""], "")).expect("a sound file");
    let drawn = sheets.draw(0, 1e9).expect("it can be drawn");

    assert_eq!((drawn.width, drawn.height), (4096, 2048));
}

#[test]
fn what_is_no_pdf_is_damaged() {
    for bytes in [Vec::new(), b"%PDF-1.7".to_vec(), vec![0; 4096], pdf(&[], "")] {
        assert_eq!(Sheets::open(bytes).err(), Some(Unreadable::Damaged));
    }
}

#[test]
fn a_file_that_was_cut_off_does_not_break_anything() {
    let whole = pdf(&["1 0 0 rg 0 0 100 100 re f"], "");
    for length in 0..whole.len() {
        if let Ok(sheets) = Sheets::open(whole[..length].to_vec()) {
            let _ = sheets.draw(0, 50.0);
        }
    }
}

#[test]
fn a_file_with_a_password_says_so() {
    let (owner, user) = ("41".repeat(32), "42".repeat(32));
    let lock = format!(
        "/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{owner}> /U <{user}> >>"
    );
    assert_eq!(Sheets::open(pdf(&[""], &lock)).err(), Some(Unreadable::Encrypted));
}
