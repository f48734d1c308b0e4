//! What a file is, by its contents; its name only tells apart what looks alike.

use domain::initiative::EvidenceKind;

/// Bytes that are enough to know a file by.
pub const ENOUGH: u64 = 8 << 10;

/// A kind of file that can be evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// Its media type.
    pub mime: &'static str,
    /// What kind of evidence it is.
    pub kind: EvidenceKind,
}

/// Kinds that are known by their first bytes.
const KNOWN: &[(&str, EvidenceKind)] = &[
    ("image/jpeg", EvidenceKind::Photo),
    ("image/png", EvidenceKind::Photo),
    ("image/webp", EvidenceKind::Photo),
    ("image/gif", EvidenceKind::Photo),
    ("image/bmp", EvidenceKind::Photo),
    ("image/tiff", EvidenceKind::Photo),
    ("image/heif", EvidenceKind::Photo),
    ("image/heic", EvidenceKind::Photo),
    ("image/avif", EvidenceKind::Photo),
    ("video/mp4", EvidenceKind::Video),
    ("video/x-m4v", EvidenceKind::Video),
    ("video/quicktime", EvidenceKind::Video),
    ("video/webm", EvidenceKind::Video),
    ("video/x-matroska", EvidenceKind::Video),
    ("video/x-msvideo", EvidenceKind::Video),
    ("video/mpeg", EvidenceKind::Video),
    ("audio/mpeg", EvidenceKind::Audio),
    ("audio/m4a", EvidenceKind::Audio),
    ("audio/ogg", EvidenceKind::Audio),
    ("audio/opus", EvidenceKind::Audio),
    ("audio/x-wav", EvidenceKind::Audio),
    ("audio/x-flac", EvidenceKind::Audio),
    ("audio/aac", EvidenceKind::Audio),
    ("audio/amr", EvidenceKind::Audio),
    ("application/pdf", EvidenceKind::Document),
    ("application/rtf", EvidenceKind::Document),
    ("text/rtf", EvidenceKind::Document),
    ("application/msword", EvidenceKind::Document),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", EvidenceKind::Document),
    ("application/vnd.ms-powerpoint", EvidenceKind::Document),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", EvidenceKind::Document),
    ("application/vnd.oasis.opendocument.text", EvidenceKind::Document),
    ("application/vnd.oasis.opendocument.presentation", EvidenceKind::Document),
    ("application/vnd.ms-excel", EvidenceKind::Spreadsheet),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", EvidenceKind::Spreadsheet),
    ("application/vnd.oasis.opendocument.spreadsheet", EvidenceKind::Spreadsheet),
];

/// Recognises a file by its first bytes; nothing for a program, an archive or what nobody can open.
pub fn recognise(start: &[u8], name: &str) -> Option<Recognised> {
    if let Some(found) = infer::get(start) {
        let mime = match found.mime_type() {
            // Office files that were written in another order are archives to the first look.
            "application/zip" | "application/x-ole-storage" => by_ending(name)?,
            other => other,
        };
        return known(mime);
    }
    if !is_text(start) {
        return None;
    }
    let (mime, kind) = match ending(name).as_str() {
        "csv" | "tsv" => ("text/csv", EvidenceKind::Spreadsheet),
        "txt" | "md" | "" => ("text/plain", EvidenceKind::Document),
        _ => return None,
    };
    Some(Recognised { mime, kind })
}

fn known(mime: &str) -> Option<Recognised> {
    KNOWN.iter().find(|(known, _)| *known == mime).map(|(mime, kind)| Recognised { mime, kind: *kind })
}

fn by_ending(name: &str) -> Option<&'static str> {
    Some(match ending(name).as_str() {
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        _ => return None,
    })
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

fn is_text(start: &[u8]) -> bool {
    let utf16 = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
    let utf8 = match std::str::from_utf8(start) {
        Ok(_) => true,
        // The last letter may be cut off.
        Err(cut) => cut.error_len().is_none(),
    };
    utf16 || (utf8 && !start.contains(&0))
}

#[cfg(test)]
mod tests;
