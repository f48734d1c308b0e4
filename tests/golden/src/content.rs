//! The content hash that decisions are bound to: a library that changes it would unbind all of them.

use domain::date::Moment;
use domain::sheet::Value;
use engine::{Document, Edit, Shape, short_code};
use protocol::ActorId;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const NOW: Moment = Moment::from_millis(1_790_000_000_000);

#[test]
fn the_content_hash_is_the_same_for_ever() {
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
    let binding = document.binding(&document.heads()).expect("it is here");

    assert_eq!(
        binding.content_hash.to_string(),
        "d4d1094febf046a1a1671b9107cf61a04d10c21bbfa6db5c69972f1a2686f003"
    );
    assert_eq!(
        binding.evidence_root.to_string(),
        "9003b3a1f782be8887e41ec7d3009071a18e5e942580d0541fdefb5a0852ed48"
    );
    assert_eq!(short_code(binding.content_hash.as_bytes()), "D4D1094F");
}
