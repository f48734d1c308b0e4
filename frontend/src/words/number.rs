//! Numbers, percents, sizes and lists in words.

use domain::decimal::Decimal;

use crate::i18n::{Locale, td_string};

/// Writes a number: "1.240", "6,8".
pub fn number(lang: Locale, number: Decimal) -> String {
    match lang {
        Locale::vi => number.to_vietnamese(),
        Locale::en => number.to_english(),
    }
}

/// Writes a whole number: "1.240".
pub fn count(lang: Locale, count: u64) -> String {
    let digits = count.to_string();
    let separator = match lang {
        Locale::vi => '.',
        Locale::en => ',',
    };
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

/// Writes tenths of a percent: "58,5%".
pub fn percent(lang: Locale, tenths: i64) -> String {
    format!("{}%", one_place(lang, tenths))
}

/// Writes tenths of a percentage point with its sign: "−11,2 điểm %".
pub fn points(lang: Locale, tenths: i64) -> String {
    let sign = if tenths > 0 { "+" } else { "" };
    let value = format!("{sign}{}", one_place(lang, tenths));
    td_string!(lang, common.number.points, value = value).to_string()
}

fn one_place(lang: Locale, tenths: i64) -> String {
    let sign = if tenths < 0 { "−" } else { "" };
    let comma = match lang {
        Locale::vi => ',',
        Locale::en => '.',
    };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}{comma}{}", count(lang, tenths / 10), tenths % 10)
}

/// Writes a size of a file: "2,4 MB".
pub fn bytes(lang: Locale, bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    match STEPS.iter().find(|(size, _)| bytes >= *size) {
        Some((size, unit)) => {
            let tenths = bytes * 10 / size;
            let written = one_place(lang, tenths as i64);
            let short = written.strip_suffix(",0").or(written.strip_suffix(".0")).unwrap_or(&written);
            format!("{short} {unit}")
        }
        None => format!("{bytes} B"),
    }
}

/// Joins names: "A, B và C".
pub fn list<S: AsRef<str>>(lang: Locale, names: &[S]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [before @ .., last] => {
            let before: Vec<_> = before.iter().map(AsRef::as_ref).collect();
            format!("{} {} {}", before.join(", "), td_string!(lang, common.ui.and), last.as_ref())
        }
    }
}
