//! Writes the texts of `locales/` as a module whose keys the compiler checks.

#![allow(clippy::disallowed_methods, reason = "a build script writes into its own folder")]

use std::path::PathBuf;

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

/// One file of each language per namespace.
const NAMESPACES: &[&str] = &[
    "common", "errors", "start", "people", "delivery", "search", "settings", "storage", "today", "book",
    "review", "overview", "records",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");

    let config = Config::new("vi")?
        .add_locale("en")?
        .add_namespaces(NAMESPACES)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let parsed = parse_locales(None, config)?;
    for warning in parsed.diag.warnings().iter() {
        println!("cargo::error={warning}");
    }
    for error in parsed.diag.errors().iter() {
        println!("cargo::error={error}");
    }

    let module = leptos_i18n_codegen::gen_code(&parsed, None, false, None, false)?;
    let path = PathBuf::from(std::env::var("OUT_DIR")?).join("i18n.rs");
    std::fs::write(path, module.to_string())?;
    Ok(())
}
