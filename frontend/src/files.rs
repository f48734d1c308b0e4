//! Files between the page and the application: handed over in pieces, shown, offered.

use std::time::Duration;

use api::{AppendUpload, BeginUpload, BundleView, Code, Error, FileView, ReadBundle, ReadFile};
use domain::id::BlobId;
use leptos::prelude::{document, set_timeout};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

use crate::ipc;

/// Bytes of one piece; a call takes at most 1 MiB.
const PIECE: u64 = 512 << 10;

/// Hands a file over in pieces and gives the upload's name; tells bytes done and in all.
pub async fn upload(file: &File, mut progress: impl FnMut(u64, u64)) -> Result<String, Error> {
    // A file's size is a whole number of bytes, far below what `f64` holds exactly.
    let size = file.size() as u64;
    let begun = ipc::call(BeginUpload { name: file.name(), size }).await?;
    let mut offset = begun.received;
    progress(offset, size);
    while offset < size {
        let end = (offset + PIECE).min(size);
        let piece = slice(file, offset, end).ok_or_else(|| unreadable(&file.name()))?;
        let base64 = to_base64(&bytes_of(&piece, &file.name()).await?);
        offset = ipc::call(AppendUpload { upload: begun.upload.clone(), offset, base64 }).await?.received;
        progress(offset, size);
    }
    Ok(begun.upload)
}

#[allow(clippy::cast_precision_loss, reason = "sizes of files are far below 2^53")]
fn slice(file: &File, from: u64, to: u64) -> Option<Blob> {
    file.slice_with_f64_and_f64(from as f64, to as f64).ok()
}

/// Reads a small file whole, in base64.
pub async fn read_base64(file: &File) -> Result<String, Error> {
    Ok(to_base64(&bytes_of(file, &file.name()).await?))
}

/// Reads a small file whole, as text.
pub async fn read_text(file: &File) -> Result<String, Error> {
    let bytes = bytes_of(file, &file.name()).await?;
    String::from_utf8(bytes).map_err(|_| unreadable(&file.name()))
}

/// Reads a file of the application and gives a `blob:` address to show it by.
pub async fn object_url(blob: BlobId) -> Result<String, Error> {
    let (parts, mime) = read(blob).await?;
    url_of(&blob_of(&parts, &mime)?)
}

/// Reads a file of the application whole.
pub async fn bytes(blob: BlobId) -> Result<js_sys::Uint8Array, Error> {
    let (parts, _) = read(blob).await?;
    let pieces = || parts.iter().map(JsCast::unchecked_into::<js_sys::Uint8Array>);
    let whole = js_sys::Uint8Array::new_with_length(pieces().map(|piece| piece.length()).sum());
    let mut offset = 0;
    for piece in pieces() {
        whole.set(&piece, offset);
        offset += piece.length();
    }
    Ok(whole)
}

/// Reads a file in pieces; gives them with its type.
async fn read(blob: BlobId) -> Result<(js_sys::Array, String), Error> {
    let parts = js_sys::Array::new();
    let (mut offset, mut mime) = (0, String::new());
    loop {
        let piece = ipc::call(ReadFile { blob, offset }).await?;
        let bytes = from_base64(&piece.base64)?;
        offset = piece.offset + bytes.len() as u64;
        mime = if mime.is_empty() { piece.mime } else { mime };
        parts.push(&js_sys::Uint8Array::from(bytes.as_slice()));
        if offset >= piece.size || bytes.is_empty() {
            return Ok((parts, mime));
        }
    }
}

/// Reads a bundle that lies ready and hands it to the person as a file; tells bytes done and in all.
///
/// Each piece becomes a blob of the browser at once, so that a large file never fills the memory.
pub async fn offer_bundle(view: &BundleView, mut progress: impl FnMut(u64, u64)) -> Result<Offered, Error> {
    let parts = js_sys::Array::new();
    let mut offset = 0;
    while offset < view.size {
        let piece = ipc::call(ReadBundle { bundle: view.bundle.clone(), offset }).await?;
        let bytes = from_base64(&piece.base64)?;
        if bytes.is_empty() {
            return Err(unreadable(&view.name));
        }
        offset += bytes.len() as u64;
        let part = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
        parts.push(blob_of(&part, &piece.mime)?.as_ref());
        progress(offset, view.size);
    }
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let whole =
        Blob::new_with_blob_sequence_and_options(&parts, &options).map_err(|_| unreadable(&view.name))?;
    download(url_of(&whole)?, &view.name).await
}

/// Forgets a `blob:` address.
pub fn revoke_url(url: &str) {
    let _ = Url::revoke_object_url(url);
}

/// What a person did with a file that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// They have it.
    Taken,
    /// They were asked where to, and wanted it nowhere.
    Left,
}

/// Offers a file that the application made to the person, as a download.
pub async fn offer(file: &FileView) -> Result<Offered, Error> {
    let Some(base64) = &file.base64 else { return Ok(Offered::Taken) };
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(from_base64(base64)?.as_slice()));
    download(url_of(&blob_of(&parts, &file.mime)?)?, &file.name).await
}

/// Hands what a `blob:` address names to the person, as a file; the address is forgotten afterwards.
pub async fn download(url: String, name: &str) -> Result<Offered, Error> {
    if let Some(saving) = ipc::save(&url, name) {
        let taken = saving.await;
        revoke_url(&url);
        return Ok(if taken? { Offered::Taken } else { Offered::Left });
    }
    let element = document().create_element("a").ok();
    let link = element.and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    let link = link.ok_or_else(|| unreadable(name))?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has begun to read it by the next turn of its loop.
    set_timeout(move || revoke_url(&url), Duration::from_mins(1));
    Ok(Offered::Taken)
}

fn url_of(blob: &Blob) -> Result<String, Error> {
    Url::create_object_url_with_blob(blob).map_err(|_| Error::new(Code::UnreadableFile))
}

fn blob_of(parts: &js_sys::Array, mime: &str) -> Result<Blob, Error> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(parts, &options)
        .map_err(|_| Error::new(Code::UnreadableFile))
}

async fn bytes_of(blob: &Blob, name: &str) -> Result<Vec<u8>, Error> {
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|_| unreadable(name))?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

fn unreadable(name: &str) -> Error {
    Error::new(Code::UnreadableFile).with("path", name)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Writes bytes in base64 with padding (RFC 4648, section 4).
pub fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let (first, second, third) =
            (three[0], three.get(1).copied().unwrap_or(0), three.get(2).copied().unwrap_or(0));
        let word = u32::from(first) << 16 | u32::from(second) << 8 | u32::from(third);
        for place in 0..4 {
            if place <= three.len() {
                text.push(char::from(ALPHABET[(word >> (18 - 6 * place) & 63) as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

/// Reads base64 with padding.
fn from_base64(text: &str) -> Result<Vec<u8>, Error> {
    let broken = || Error::new(Code::UnreadableFile);
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut word, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return Err(broken()),
        };
        word = word << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits & 255) as u8);
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
