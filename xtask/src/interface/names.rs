//! Takes the names of functions out of a WebAssembly module: more than half of it, for nobody.
//!
//! `strip = true` in the profile would do so too, but it also removes the list of features that
//! the binding generator reads.

use anyhow::{Context, Result, ensure};

/// What a module begins with: `\0asm` and version 1.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Gives the module without its custom section `name`.
pub fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    ensure!(module.starts_with(HEADER), "this is not a WebAssembly module of version 1");
    let mut kept = HEADER.to_vec();
    let mut rest = &module[HEADER.len()..];
    while let Some((&kind, after)) = rest.split_first() {
        let (length, body) = number(after)?;
        let next = body.get(length..).context("a section is cut off")?;
        if !(kind == 0 && is_names(&body[..length])?) {
            kept.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Ok(kept)
}

/// Whether a custom section is the one with the names.
fn is_names(section: &[u8]) -> Result<bool> {
    let (length, rest) = number(section)?;
    Ok(rest.get(..length).context("a section's name is cut off")? == b"name")
}

/// Reads an unsigned LEB128 number of 32 bits, and gives what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (place, &byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[place + 1..]));
        }
    }
    anyhow::bail!("a number is cut off")
}

#[cfg(test)]
mod tests;
