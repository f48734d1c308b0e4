use super::dependencies::{self, Dependency, Package};
use super::{Complaint, attacks, files, manifest, source, styles};

fn package(name: &str, dependencies: &[(&str, bool)]) -> Package {
    let dependencies = dependencies
        .iter()
        .map(|(name, for_tests)| Dependency { name: (*name).to_owned(), for_tests: *for_tests })
        .collect();
    Package { name: name.to_owned(), manifest: format!("crates/{name}/Cargo.toml"), dependencies }
}

fn lines(complaints: &[Complaint]) -> Vec<usize> {
    complaints.iter().map(|complaint| complaint.line).collect()
}

#[test]
fn an_edge_of_the_table_is_fine() {
    let house = [package("domain", &[]), package("api", &[("domain", false), ("serde", false)])];

    assert_eq!(dependencies::check(&house), []);
}

#[test]
fn an_edge_outside_the_table_is_named() {
    let house = [package("runtime", &[]), package("domain", &[("runtime", false)])];

    let complaints = dependencies::check(&house);

    assert_eq!(complaints.len(), 1);
    assert!(
        complaints[0].to_string().starts_with("crates/domain/Cargo.toml:1: `domain` must not see `runtime`")
    );
}

#[test]
fn fixtures_are_for_tests_only() {
    let house = [
        package("testkit", &[]),
        package("store", &[("testkit", true)]),
        package("engine", &[("testkit", false)]),
    ];

    let complaints = dependencies::check(&house);

    assert_eq!(complaints.len(), 1, "engine alone uses it in the product: {complaints:?}");
}

#[test]
fn a_reserved_library_is_for_its_crate() {
    let house = [package("engine", &[("automerge", false)]), package("runtime", &[("automerge", false)])];

    assert_eq!(dependencies::check(&house).len(), 1);
}

#[test]
fn a_crate_that_nobody_entered_is_named() {
    assert_eq!(dependencies::check(&[package("newcomer", &[])]).len(), 1);
}

#[test]
fn members_and_dependencies_have_reasons() {
    let text = "\
[workspace]
members = [
    \"crates/api\", # the contract
    \"crates/cli\",
]

[workspace.dependencies]
# ours
api = { path = \"crates/api\" }
anyhow = \"1\" # errors of mains
csv = \"1.4\"
image = { version = \"0.25\", features = [\"png\"] }

[workspace.lints.rust]
unsafe_code = \"deny\"
";

    assert_eq!(lines(&manifest::check(text)), [4, 11, 12]);
}

#[test]
fn a_large_file_is_named() {
    assert_eq!(files::check("docs/film.mp4", 5 * 1024 * 1024), []);
    assert_eq!(files::check("docs/film.mp4", 5 * 1024 * 1024 + 1).len(), 1);
}

#[test]
fn unfinished_work_is_named() {
    let text =
        concat!("let a = 1; // TO", "DO later\nlet b = to", "do!();\nlet mastodont = \"TO", "DOS\";\n");

    assert_eq!(lines(&files::check_text("crates/api/src/a.rs", text)), [1, 2]);
}

#[test]
fn folders_of_one_machine_are_named() {
    let text =
        concat!("cd /wo", "rk/main\nhttps://example.vn/wo", "rk/main\nsee \"/ro", "ot/x\"\nnet", "work/x");

    assert_eq!(lines(&files::check_text("README.md", text)), [1, 3]);
}

#[test]
fn a_long_file_is_named_unless_it_is_a_test() {
    let long = "//! Long.\n".repeat(601);

    assert_eq!(source::check("crates/api/src/view.rs", &long).len(), 1);
    assert_eq!(source::check("crates/api/src/view/tests.rs", &long), []);
}

#[test]
fn a_folder_is_named_by_the_file_beside_it() {
    assert_eq!(source::check("crates/api/src/view/mod.rs", "").len(), 1);
}

#[test]
fn a_crate_begins_with_its_front_page() {
    assert_eq!(source::check("crates/api/src/lib.rs", "//! The contract.\n"), []);
    assert_eq!(source::check("crates/api/src/lib.rs", "mod view;\n").len(), 1);
    assert_eq!(source::check("tests/src/bin/bench/main.rs", "mod run;\n").len(), 1);
    assert_eq!(source::check("tests/src/bin/bench/run.rs", "use std::fs;\n"), []);
}

#[test]
fn names_say_something() {
    let text = "pub struct SyncManager;\npub struct Relay;\nenum UserInfo {}\nstruct Database;\n";

    assert_eq!(lines(&source::check("crates/api/src/a.rs", text)), [1, 3]);
}

#[test]
fn text_for_people_is_not_in_code() {
    let text = "/// Hôm nay: today.\nlet a = \"Hôm nay\"; // hôm nay\nlet b = \"a // b\"; // đã gửi\nlet c = \"·\";\n";

    assert_eq!(lines(&source::check("frontend/src/app.rs", text)), [2]);
    assert_eq!(source::check("crates/domain/src/app.rs", text), []);
}

#[test]
fn colours_are_tokens() {
    let text = "/* #fff\n */\n#add { color: var(--ink); }\n.a { color: #1b4f8f;\n  background: #FFF }\n";

    assert_eq!(lines(&styles::check("frontend/styles/base.css", text)), [4, 5]);
    assert_eq!(styles::check("frontend/styles/tokens.css", text), []);
}

#[test]
fn every_style_sheet_is_linked() {
    let page = "<link data-trunk rel=\"css\" href=\"styles/tokens.css\" />";
    let sheets = ["frontend/styles/tokens.css", "frontend/src/ui/badge.css", "frontend/index.html"];

    let complaints = styles::check_links(page, sheets.into_iter());

    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].to_string().starts_with("frontend/src/ui/badge.css:1: link `src/ui/badge.css`"));
}

#[test]
fn an_attack_without_its_test_is_named() {
    let read = |path: &str| (path == "tests/a.rs").then(|| "async fn it_is_refused() {}".to_owned());
    let check = |row: &str| attacks::check(&format!("# Attacks\n{row}"), read);

    assert_eq!(check("| forged | rights | `tests/a.rs`: `it_is_refused` |"), []);
    assert_eq!(check("| one `word` alone | is no test |"), []);
    let gone = check("| forged | rights | `tests/a.rs`: `it_is_refused`, `it_is_told` |");
    assert_eq!(gone[0].to_string(), "docs/security.md:2: tests/a.rs has no test `it_is_told`");
    assert_eq!(lines(&check("| forged | rights | `tests/b.rs`: `it_is_refused` |")), [2, 2]);
}
