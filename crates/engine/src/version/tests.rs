use domain::date::Moment;
use domain::sheet::Value;
use protocol::ActorId;

use crate::{Document, Edit, Shape};

const NOW: Moment = Moment::from_millis(1_790_000_000_000);

fn sheet() -> Document {
    let (mut document, _) = Document::new(Shape::Initiative, ActorId::from_bytes([1; 16]), NOW);
    let text = |value: &str| Value::Text(value.to_owned());
    let edits = [
        Edit::new("title", text("Thẻ lỗi sai trong Toán 8")),
        Edit::new("school_year", text("2026-2027")),
        Edit::new("authors/000000000000000000000000000000b2/share", Value::Integer(100)),
        Edit::new("campaigns/dan-chu", Value::Flag(true)),
        Edit::new("results/00000000000000a1/baseline", Value::Number("6.8".parse().expect("a number"))),
        Edit::new("evidence/00000000000000a2/blob", text(&"ab".repeat(32))),
    ];
    document.edit(&edits, NOW).expect("every value fits");
    document
}

#[test]
fn the_hash_speaks_of_the_content_and_not_of_the_history() {
    let mut document = sheet();
    let before = document.content_hash(&document.heads());
    document.edit(&[Edit::new("title", Value::Text("Khác".into()))], NOW).expect("it fits");
    assert_ne!(document.content_hash(&document.heads()), before);
    document
        .edit(&[Edit::new("title", Value::Text("Thẻ lỗi sai trong Toán 8".into()))], NOW)
        .expect("it fits");

    assert_eq!(document.content_hash(&document.heads()), before);
}
