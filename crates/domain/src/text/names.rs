//! The order of names: given name, family name, middle names; tones only break ties.

use unicode_normalization::UnicodeNormalization;

const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/// Huyền, hỏi, ngã, sắc, nặng, in the order in which they break ties.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
const WORD_END: u8 = 1;
const FIRST_DIGIT: u8 = 2;
const FIRST_LETTER: u8 = 16;
const FOREIGN: u8 = 0xff;

/// Gives the bytes by which names sort: given name (last word), family name (first), the middle ones.
///
/// The letters of the whole name come first and the tones after them, so a tone decides only
/// between names of equal letters.
pub fn name_sort_key(name: &str) -> Vec<u8> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut letters = Vec::with_capacity(name.len() + 8);
    let mut tones = Vec::with_capacity(name.len());
    for word in in_order(&words) {
        for character in word.nfc().flat_map(char::to_lowercase) {
            push(character, &mut letters, &mut tones);
        }
        letters.push(WORD_END);
    }
    letters.push(0);
    letters.extend(tones);
    letters
}

fn in_order<'a>(words: &[&'a str]) -> Vec<&'a str> {
    match words {
        [] => Vec::new(),
        [only] => vec![only],
        [family, middle @ .., given] => {
            let mut order = vec![*given, *family];
            order.extend(middle);
            order
        }
    }
}

fn push(character: char, letters: &mut Vec<u8>, tones: &mut Vec<u8>) {
    let (letter, tone) = split_tone(character);
    if let Some(place) = ALPHABET.chars().position(|known| known == letter) {
        letters.push(FIRST_LETTER + place as u8);
        tones.push(tone);
    } else if let Some(digit) = letter.to_digit(10) {
        letters.push(FIRST_DIGIT + digit as u8);
    } else if letter.is_alphanumeric() {
        letters.push(FOREIGN);
        letters.extend(letter.encode_utf8(&mut [0; 4]).bytes());
    }
}

/// Separates a letter from its tone: "ấ" is "â" with sắc.
fn split_tone(character: char) -> (char, u8) {
    let mut tone = 0;
    let rest = character.nfd().filter(|part| {
        let place = TONES.iter().position(|known| known == part);
        tone = place.map_or(tone, |place| place as u8 + 1);
        place.is_none()
    });
    let letter = rest.nfc().next().unwrap_or(character);
    (letter, tone)
}
