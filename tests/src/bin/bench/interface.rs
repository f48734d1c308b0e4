//! The interface as it is sent.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use testkit::RelayProcess;

use crate::figure::{Figure, Target};

/// What stands before the list of files in the service worker.
const LIST: &str = "const BUNDLE = ";

/// Kilobytes of the interface's wasm after brotli.
pub fn wasm_brotli() -> Result<Figure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend/dist");
    let entries =
        std::fs::read_dir(&folder).context("frontend/dist is missing: `cargo xtask bench` builds it")?;
    let modules = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let module = modules
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .max_by_key(|path| path.metadata().and_then(|file| file.modified()).ok())
        .context("frontend/dist holds no wasm")?;
    let bytes = std::fs::read(&module)?;
    let mut packed = Vec::new();
    let quality = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut packed, &quality)?;
    Ok(Figure {
        name: "wasm_brotli_kb",
        value: packed.len() as f64 / 1_000.0,
        unit: "kB",
        n: 1,
        target: Target::AtMost(900.0),
        note: format!(
            "{} of {} bytes, brotli quality 11, window 24",
            module.file_name().unwrap_or_default().display(),
            bytes.len()
        ),
    })
}

/// Kilobytes of a browser's first visit: the page, the service worker, and what that one keeps.
pub async fn tab_first_visit() -> Result<Figure> {
    let folder = tempfile::tempdir()?;
    let relay = RelayProcess::start(folder.path());
    let worker = String::from_utf8(fetch(&relay, "/sw.js", "identity").await?)?;
    let list =
        worker.lines().find_map(|line| line.strip_prefix(LIST)).context("the service worker has a list")?;
    let list: Value = serde_json::from_str(list.trim_end_matches(';'))?;
    let kept = list["files"].as_array().context("the list names files")?;
    let files = ["/", "/sw.js"].into_iter().chain(kept.iter().filter_map(Value::as_str));
    let (mut bytes, mut count, mut largest) = (0, 0, (0, ""));
    for file in files {
        let size = fetch(&relay, file, "br").await?.len();
        bytes += size;
        count += 1;
        largest = largest.max((size, file));
    }
    let (size, file) = largest;
    Ok(Figure {
        name: "tab_first_visit_kb",
        value: bytes as f64 / 1_000.0,
        unit: "kB",
        n: 1,
        target: Target::AtMost(1_800.0),
        note: format!(
            "bodies of {count} answers of the relay to a browser that takes brotli: the page, the service worker and every \
             file that it keeps; the page loads no other; the largest is {file} with {size} bytes"
        ),
    })
}

/// Fetches a file as it is sent.
async fn fetch(relay: &RelayProcess, path: &str, packing: &str) -> Result<Vec<u8>> {
    let asked = testkit::http().get(format!("{}{path}", relay.url())).header("accept-encoding", packing);
    let answer = asked.send().await?.error_for_status().with_context(|| {
        format!("the relay serves no {path}: was it built after `cargo xtask interface`?")
    })?;
    Ok(answer.bytes().await?.to_vec())
}
