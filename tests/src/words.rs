//! What the application says, from the interface's own texts.

use std::path::Path;

/// The Vietnamese words of a key such as `common.delivery.this_machine`, up to the first blank that
/// the interface fills in.
pub fn said(key: &str) -> String {
    let mut parts = key.split('.');
    let file = format!("../frontend/locales/vi/{}.json", parts.next().unwrap());
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let texts: serde_json::Value = serde_json::from_str(&text).unwrap();
    let words = parts.fold(&texts, |texts, part| &texts[part]).as_str().expect("a text of the interface");
    words.split("{{").next().unwrap_or_default().trim().to_owned()
}
