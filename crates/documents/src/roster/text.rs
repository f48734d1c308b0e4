//! From bytes to text: UTF-8, UTF-16, Windows' Vietnamese code page; and what is neither.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};

use super::RosterError;

/// Letters that stand inside words of text typed with TCVN3 and VNI fonts, and in no Vietnamese word.
const OLD_LETTERS: &str = "µ¸¶·¹¨»¾¼½Æ©ÇË®ÐÎÏÑªÖ×ØÜÞßäå«æçëîïñ¬ö÷øûüþ\u{ad}ÄÅÖÛ§¦";

/// Reads text in whichever encoding an office's programs write.
pub(super) fn decode(bytes: &[u8]) -> Result<String, RosterError> {
    let encoding = encoding_of(bytes);
    let (text, _, broken) = encoding.decode(bytes);
    let rubbish =
        text.chars().any(|character| character.is_control() && !"\t\r\n\u{c}\u{1a}".contains(character));
    if broken || rubbish {
        return Err(RosterError::Unreadable);
    }
    Ok(domain::text::nfc(text.trim_end_matches('\u{1a}')))
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    // Without a mark, Latin letters, digits and separators of UTF-16 still show: one byte of two is 0.
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    if bytes.len().is_multiple_of(2) && high.max(low) * 4 > bytes.len() / 2 {
        return if high > low { UTF_16BE } else { UTF_16LE };
    }
    if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1258 }
}

/// Tells whether texts were typed with a font encoding from before Unicode.
pub(super) fn looks_old<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut old, mut marked) = (0_usize, 0_usize);
    for word in texts.flat_map(str::split_whitespace) {
        let letters: Vec<char> = word.chars().filter(|letter| letter.is_alphabetic()).collect();
        if letters.is_empty() || word.is_ascii() {
            continue;
        }
        marked += 1;
        let plain = word.chars().any(|letter| letter.is_ascii_alphabetic());
        old += usize::from(plain && word.chars().any(|letter| OLD_LETTERS.contains(letter)));
    }
    old >= 2 && old * 4 >= marked
}
