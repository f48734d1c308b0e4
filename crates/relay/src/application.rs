//! The application that a browser loads from here: files that were packed when they were built.
//!
//! The relay carries them inside and knows nothing of what they do.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use std::io::Read;

mod carried {
    include!(concat!(env!("OUT_DIR"), "/application.rs"));
}

/// Files whose names follow from their contents lie here.
const BY_CONTENT: &str = "app/";
const INDEX: &str = "index.html";
/// The page that leads a device to https.
const TRUST: &str = "trust.html";

/// Says how to build the application, where the relay was built without it.
const NOT_BUILT: &str = include_str!("application/not_built.html");

/// What a page of this origin may do: load from here, run WebAssembly, show what it made itself.
///
/// The worker has the policy of its own answer, so every file carries it.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Sent with every file. Embedder policies are left out: nothing here shares memory between threads.
const GUARDS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    // The camera reads invitations and takes evidence.
    ("permissions-policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
];

/// One file of the application.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its path without the slash at the beginning, such as `app/frontend-0a1b2c3d4e5f6071.js`.
    pub path: &'static str,
    /// Its bytes.
    pub contents: Contents,
}

/// The bytes of a file as they are sent.
#[derive(Clone, Copy, Debug)]
pub enum Contents {
    /// As they are: pictures and fonts are packed by themselves.
    Plain(&'static [u8]),
    /// Packed beforehand. Browsers take brotli over https only, and gzip everywhere.
    Packed {
        /// By brotli (RFC 7932).
        brotli: &'static [u8],
        /// By gzip (RFC 1952).
        gzip: &'static [u8],
    },
}

/// The application for browsers; none by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Application {
    files: &'static [Asset],
}

impl Application {
    /// Gives the application that was built into this program, if any was.
    pub fn carried() -> Self {
        Self::of(carried::CARRIED)
    }

    /// Makes an application of files; `index.html` is the page of every place.
    pub fn of(files: &'static [Asset]) -> Self {
        Self { files }
    }

    /// Answers a request for a path without the slash at its beginning.
    pub(crate) fn answer(self, path: &str, asked: &HeaderMap) -> Response {
        let mut response = match self.file(path) {
            Some(file) => send(file, asked),
            None if is_place(path) => self.page(INDEX, asked),
            None => StatusCode::NOT_FOUND.into_response(),
        };
        guard(&mut response);
        response
    }

    /// Gives the page that leads a device to https.
    pub(crate) fn trust_page(self, asked: &HeaderMap) -> Response {
        let mut response = self.page(TRUST, asked);
        guard(&mut response);
        response
    }

    fn file(self, path: &str) -> Option<Asset> {
        self.files.iter().copied().find(|file| file.path == path)
    }

    fn page(self, name: &str, asked: &HeaderMap) -> Response {
        let Some(page) = self.file(name) else {
            let kind = (header::CONTENT_TYPE, content_type(INDEX));
            let cache = (header::CACHE_CONTROL, cache_control(INDEX));
            return (StatusCode::NOT_FOUND, [kind, cache], NOT_BUILT).into_response();
        };
        send(page, asked)
    }
}

fn guard(response: &mut Response) {
    for (name, value) in GUARDS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

/// Whether the application may have a place there: the relay does not know them, but no place has a
/// dot in its last part, as files do.
fn is_place(path: &str) -> bool {
    !path.starts_with(BY_CONTENT) && !path.rsplit('/').next().unwrap_or_default().contains('.')
}

fn send(file: Asset, asked: &HeaderMap) -> Response {
    let (packing, bytes) = match file.contents {
        Contents::Plain(bytes) => (None, Bytes::from_static(bytes)),
        Contents::Packed { brotli, .. } if takes(asked, "br") => (Some("br"), Bytes::from_static(brotli)),
        Contents::Packed { gzip, .. } if takes(asked, "gzip") => (Some("gzip"), Bytes::from_static(gzip)),
        Contents::Packed { gzip, .. } => (None, unpacked(gzip)),
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(file.path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control(file.path)));
    if let Some(packing) = packing {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing));
    }
    if matches!(file.contents, Contents::Packed { .. }) {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

/// Unpacks a file for a program that takes no packing, such as a person's `curl`.
fn unpacked(gzip: &[u8]) -> Bytes {
    let mut bytes = Vec::new();
    GzDecoder::new(gzip).read_to_end(&mut bytes).expect("it was packed when this program was built");
    bytes.into()
}

/// Whether the asker takes a packing: it is named, and not with weight zero (RFC 9110, 12.5.3).
fn takes(asked: &HeaderMap, packing: &str) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let weight = weight.trim().strip_prefix("q=").map(|weight| weight.trim_end_matches(['0', '.']));
        name.trim().eq_ignore_ascii_case(packing) && weight != Some("")
    })
}

/// A name by content never means other bytes; any other file is asked for each time.
fn cache_control(path: &str) -> &'static str {
    if path.starts_with(BY_CONTENT) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
