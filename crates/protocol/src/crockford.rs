//! Crockford's base32: no letter that is mistaken for a digit, any case, dashes where one likes.

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Writes bytes, most significant bits first; the last character is filled up with zeros.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut word, mut bits) = (0u32, 0u32);
    for byte in bytes {
        word = (word << 8 | u32::from(*byte)) & 0xffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(word >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(word << (5 - bits) & 31) as usize]));
    }
    text
}

/// Reads the five-bit values of a text and skips blanks and dashes; nothing where a character is
/// none of the alphabet's.
pub(crate) fn values(text: &str) -> Option<Vec<u8>> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(value).collect()
}

/// Reads bytes; bits that fill up the last character must be zero.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let values = values(text)?;
    let (mut word, mut bits) = (0u32, 0u32);
    let mut bytes = Vec::with_capacity(values.len() * 5 / 8);
    for value in values {
        word = (word << 5 | u32::from(value)) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    (bits < 5 && word & ((1 << bits) - 1) == 0).then_some(bytes)
}

/// Writes groups of four with dashes between.
pub(crate) fn grouped(text: &str) -> String {
    let groups: Vec<&str> =
        text.as_bytes().chunks(4).map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join("-")
}

fn value(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let byte = u8::try_from(upper).ok()?;
    ALPHABET.iter().position(|letter| *letter == byte).map(|index| index as u8)
}
