//! What a device needs for trusting the relay's own authority.

use crate::tls::pem;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// What an iPad installs (Apple, "Configuration Profile Reference", Root Certificate Payload).
const PROFILE: &str = include_str!("trust/profile.xml");
/// Letters of base64 on a line of it.
const LINE: usize = 64;

/// The certificate as text.
pub(crate) fn text(certificate: &[u8]) -> String {
    pem("CERTIFICATE", certificate)
}

/// The profile that an iPad or iPhone installs; the same authority gives the same profile, so that a
/// second one takes the place of the first.
pub(crate) fn profile(certificate: &[u8], fingerprint: &[u8; 32]) -> String {
    let base64 = BASE64_STANDARD.encode(certificate);
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(LINE)
        .map(|line| std::str::from_utf8(line).expect("base64 is ASCII"))
        .collect();
    let [profile, payload] = [&fingerprint[..16], &fingerprint[16..]].map(uuid);
    PROFILE
        .replace("{certificate}", &lines.join("\n"))
        .replace("{profile}", &profile)
        .replace("{payload}", &payload)
}

fn uuid(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let hex = pairs.concat();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A QR code as one SVG picture; nothing for a text that fits into none.
pub(crate) fn qr_svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    Some(code.render::<svg::Color<'_>>().min_dimensions(240, 240).build())
}

#[cfg(test)]
mod tests;
