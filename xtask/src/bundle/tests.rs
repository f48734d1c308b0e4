use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::link::{Files, Linked, link};
use super::{assemble, colours, is_for_a_first_visit};

fn linked(files: &[(&str, &str)]) -> anyhow::Result<Linked> {
    let files: Files =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    link(files)
}

/// What a file of ours says after linking.
fn said<'a>(linked: &'a Linked, path: &str) -> &'a str {
    std::str::from_utf8(&linked.files[&linked.names[path]]).unwrap()
}

/// A text of the checkout.
fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

#[test]
fn a_mention_becomes_the_name_by_content() {
    let page = "import \"/tab/host.js\"; import './snippets/a.js';";
    let linked =
        linked(&[("/tab/page.js", page), ("/tab/host.js", "1"), ("/tab/snippets/a.js", "2")]).unwrap();

    let (host, snippet) = (&linked.names["/tab/host.js"], &linked.names["/tab/snippets/a.js"]);
    assert!(host.starts_with("/app/host-"), "{host}");
    assert_eq!(host.len(), "/app/host-0123456789abcdef.js".len());
    assert_eq!(said(&linked, "/tab/page.js"), format!("import \"{host}\"; import \"{snippet}\";"));
}

#[test]
fn a_name_changes_with_everything_that_is_mentioned() {
    let names = |last: &str| {
        let files = [("/a.js", "\"/b.js\""), ("/b.js", "\"/c.wasm\""), ("/c.wasm", last), ("/d.js", "")];
        linked(&files).unwrap().names
    };
    let (one, two) = (names("one"), names("two"));

    for path in ["/a.js", "/b.js", "/c.wasm"] {
        assert_ne!(one[path], two[path], "{path}");
    }
    assert_eq!(one["/d.js"], two["/d.js"], "it mentions none of them");
}

#[test]
fn a_circle_is_refused() {
    let error = linked(&[("/a.js", "'/b.js'"), ("/b.js", "'/a.js'")]).unwrap_err();

    assert!(error.to_string().contains("circle"), "{error}");
}

#[test]
fn a_mention_of_nothing_is_refused() {
    let error = linked(&[("/tab/page.js", "import \"/tab/gone.js\";")]).unwrap_err();

    assert_eq!(error.to_string(), "/tab/page.js mentions /tab/gone.js, which is not there");
}

#[test]
fn the_service_worker_knows_what_a_first_visit_keeps() {
    let files = [
        ("/tab/index.html", "<p>"),
        ("/tab/trust.html", "<h1>"),
        ("/fonts/a-latin-ext-400.woff2", "1"),
        ("/fonts/a-latin-400.woff2", "2"),
    ];
    let bundle = assemble(linked(&files).unwrap(), "work();").unwrap();

    let worker = std::str::from_utf8(&bundle.files["sw.js"]).unwrap();
    let (list, rest) = worker.strip_prefix("const BUNDLE = ").unwrap().split_once(";\n").unwrap();
    let list: Value = serde_json::from_str(list).unwrap();
    assert_eq!(rest, "work();");
    assert_eq!(list["version"], bundle.version.as_str());
    assert_eq!(list["files"].as_array().unwrap().len(), 2, "{list}");
    assert!(list["files"].as_array().unwrap().contains(&list["page"]));
    assert_eq!(list["later"].as_array().unwrap().len(), 2, "{list}");
    assert_eq!(bundle.files["index.html"], b"<p>");
    assert_eq!(bundle.files["trust.html"], b"<h1>");
    assert_eq!(bundle.files.len(), 7, "all are served");
}

#[test]
fn icons_of_the_system_are_fetched_by_the_system() {
    assert!(!is_for_a_first_visit("/app/maskable-512-0123456789abcdef.png"));
    assert!(!is_for_a_first_visit("/app/trust-0123456789abcdef.js"), "it stands before https");
    assert!(is_for_a_first_visit("/app/tab_bg-0123456789abcdef.wasm"));
}

#[test]
fn what_only_the_registrar_needs_is_fetched_by_the_registrar() {
    assert!(!is_for_a_first_visit("/app/paper_bg-0123456789abcdef.wasm"));
    assert!(!is_for_a_first_visit("/app/paper-0123456789abcdef.js"));
    assert!(is_for_a_first_visit("/app/aids-0123456789abcdef.js"), "it fetches them");
}

#[test]
fn colours_of_the_page_are_tokens() {
    let colours = colours(&text("frontend/styles/tokens.css")).unwrap();

    assert_eq!(colours[0], ("{--paper}".to_owned(), "#faf8f3".to_owned()));
    assert_eq!(colours[1], ("{--paper dark}".to_owned(), "#13171c".to_owned()));
}

/// Every path to a text within words.
fn keys(at: &str, words: &Value) -> BTreeSet<String> {
    let inner = |(key, value): (String, &Value)| keys(&format!("{at}.{key}"), value);
    match words {
        Value::Object(words) => {
            words.iter().map(|(key, value)| (key.clone(), value)).flat_map(inner).collect()
        }
        Value::Array(words) => (0..).map(|place: u8| place.to_string()).zip(words).flat_map(inner).collect(),
        _ => BTreeSet::from([at.to_owned()]),
    }
}

#[test]
fn both_languages_say_the_same_things() {
    for file in ["tab", "trust"] {
        let said = |language: &str| {
            let words = text(&format!("frontend/locales/{language}/{file}.json"));
            keys(file, &serde_json::from_str(&words).unwrap())
        };

        assert_eq!(said("vi"), said("en"));
    }
}

#[test]
fn calls_that_a_tab_repeats_are_calls_of_the_contract() {
    let (host, contract) = (text("frontend/tab/host.js"), text("crates/api/src/call.rs"));
    let (_, rest) = host.split_once("const TWICE_IS_ONCE = new Set([").unwrap();
    let (list, _) = rest.split_once("]);").unwrap();
    let names: Vec<&str> = list.split('"').skip(1).step_by(2).collect();

    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(contract.contains(&format!("\n    {name}(")), "{name} is no call");
    }
}
