//! The interface as it is sent.

use std::path::Path;

use anyhow::{Context, Result};

use crate::figure::{Figure, Target};

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
