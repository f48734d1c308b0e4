//! Exact decimals: integers of a millionth, never floats.

use std::fmt;
use std::str::FromStr;

/// Why a text is no number of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Nothing was typed.
    #[error("the number is empty")]
    Empty,
    /// A character is neither a digit nor a separator in its place.
    #[error("character {position} does not belong to a number")]
    Character {
        /// Place of the wrong character, counted from 0.
        position: usize,
    },
    /// A point does not separate groups of three digits: "1.5" could mean 1,5 or 15.
    #[error("a point separates groups of three digits; a comma starts the decimals")]
    Grouping,
    /// More decimals than are kept.
    #[error("at most {max} decimals are kept")]
    Decimals {
        /// Decimals that are kept.
        max: usize,
    },
    /// The number is a million million or more.
    #[error("the number is too large")]
    TooLarge,
}

const SCALE: usize = 6;
const UNIT: i64 = 1_000_000;
const BOUND: i64 = 1_000_000_000_000;

/// An exact decimal with up to six decimals, of less than a million million in size.
///
/// Within these bounds the product of two values fits an `i128`, so rules compare fractions by
/// cross-multiplication and can neither round nor overflow (domain, section 4.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

impl Decimal {
    /// The number nothing.
    pub const ZERO: Self = Self(0);

    /// Takes a whole number.
    pub fn from_whole(whole: i64) -> Result<Self, DecimalError> {
        Self::from_millionths(i128::from(whole) * i128::from(UNIT))
    }

    /// Takes `mantissa` divided by ten to the power `scale`; `scale` is at most 6.
    pub fn from_parts(mantissa: i64, scale: u8) -> Result<Self, DecimalError> {
        let missing = SCALE.checked_sub(usize::from(scale)).ok_or(DecimalError::Decimals { max: SCALE })?;
        Self::from_millionths(i128::from(mantissa) * 10_i128.pow(missing as u32))
    }

    /// Takes a number of millionths.
    pub fn from_millionths(millionths: i128) -> Result<Self, DecimalError> {
        let small = i64::try_from(millionths).map_err(|_| DecimalError::TooLarge)?;
        if small.unsigned_abs() < (BOUND as u64) * (UNIT as u64) {
            Ok(Self(small))
        } else {
            Err(DecimalError::TooLarge)
        }
    }

    /// Gives the number of millionths, small enough that two of them multiply within an `i128`.
    pub fn millionths(self) -> i128 {
        i128::from(self.0)
    }

    /// Gives the shortest mantissa and its scale.
    pub fn parts(self) -> (i64, u8) {
        let (mut mantissa, mut scale) = (self.0, SCALE as u8);
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        (mantissa, scale)
    }

    /// Gives the whole number, if there are no decimals.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % UNIT == 0).then_some(self.0 / UNIT)
    }

    /// Tells whether the number is below nothing.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Adds; nothing where the sum leaves the bounds.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_millionths(self.millionths() + other.millionths()).ok()
    }

    /// Subtracts; nothing where the difference leaves the bounds.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_millionths(self.millionths() - other.millionths()).ok()
    }

    /// Multiplies and keeps six decimals (half away from zero); nothing where the bounds are left.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let product = self.millionths() * other.millionths();
        let unit = i128::from(UNIT);
        Self::from_millionths((product + product.signum() * unit / 2) / unit).ok()
    }

    /// Compares `self / whole` with `other / other_whole` exactly; both wholes must be above zero.
    pub fn compare_fractions(self, whole: Self, other: Self, other_whole: Self) -> std::cmp::Ordering {
        (self.millionths() * other_whole.millionths()).cmp(&(other.millionths() * whole.millionths()))
    }

    /// Reads what a person typed: "1240", "1.240" (1240), "6,8", "1.850.000".
    ///
    /// Points group thousands and a comma starts the decimals, as in Vietnamese; everything that
    /// could mean two numbers is refused.
    pub fn parse_input(input: &str) -> Result<Self, DecimalError> {
        let typed = input.trim();
        let (negative, digits) = match typed.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, typed),
        };
        let (whole, decimals) = digits.split_once(',').map_or((digits, None), |(w, d)| (w, Some(d)));
        if decimals.is_some_and(|decimals| decimals.is_empty() || decimals.contains('.')) {
            return Err(DecimalError::Grouping);
        }
        if whole.contains('.') {
            check_groups(whole)?;
        }
        let joined: String = whole.chars().filter(|character| *character != '.').collect();
        from_digits(negative, &joined, decimals.unwrap_or_default(), typed)
    }

    /// Writes the number as Vietnamese readers expect: "1.240", "6,8".
    pub fn to_vietnamese(self) -> String {
        self.grouped('.', ',')
    }

    /// Writes the number as English readers expect: "1,240", "6.8".
    pub fn to_english(self) -> String {
        self.grouped(',', '.')
    }

    fn grouped(self, group: char, point: char) -> String {
        let plain = self.to_string();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, decimals) = plain.split_once('.').map_or((plain, None), |(w, d)| (w, Some(d)));
        let mut text = String::from(sign);
        for (index, digit) in whole.char_indices() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if let Some(decimals) = decimals {
            text.push(point);
            text.push_str(decimals);
        }
        text
    }
}

fn check_groups(whole: &str) -> Result<(), DecimalError> {
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let first_fits = (1..=3).contains(&first.len()) && !first.starts_with('0');
    if first_fits && groups.all(|group| group.len() == 3) { Ok(()) } else { Err(DecimalError::Grouping) }
}

fn from_digits(negative: bool, whole: &str, decimals: &str, typed: &str) -> Result<Decimal, DecimalError> {
    if typed.is_empty() {
        return Err(DecimalError::Empty);
    }
    let allowed =
        |character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '-' | '−' | ' ');
    let position = typed.chars().position(|character| !allowed(character));
    let digits_only = whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    if position.is_some() || whole.is_empty() || !digits_only {
        return Err(DecimalError::Character { position: position.unwrap_or(0) });
    }
    if decimals.len() > SCALE {
        return Err(DecimalError::Decimals { max: SCALE });
    }
    if whole.trim_start_matches('0').len() > 12 {
        return Err(DecimalError::TooLarge);
    }
    let shift = 10_i128.pow((SCALE - decimals.len()) as u32);
    let number = whole
        .bytes()
        .chain(decimals.bytes())
        .fold(0_i128, |number, digit| number * 10 + i128::from(digit - b'0'));
    Decimal::from_millionths(if negative { -number * shift } else { number * shift })
}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Reads the stored form: "6.8", "-3", "1240"; no groups, a point before the decimals.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) =
            digits.split_once('.').map_or((digits, ""), |(whole, decimals)| (whole, decimals));
        if digits.ends_with('.') {
            return Err(DecimalError::Grouping);
        }
        from_digits(negative, whole, decimals, text)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mantissa, scale) = self.parts();
        let sign = if mantissa < 0 { "-" } else { "" };
        let power = 10_u64.pow(u32::from(scale));
        let size = mantissa.unsigned_abs();
        if scale == 0 {
            return write!(formatter, "{sign}{size}");
        }
        write!(formatter, "{sign}{}.{:0width$}", size / power, size % power, width = usize::from(scale))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Decimal({self})")
    }
}

impl From<u32> for Decimal {
    fn from(whole: u32) -> Self {
        Self(i64::from(whole) * UNIT)
    }
}

string_form!(Decimal, "Decimal", r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$");

#[cfg(test)]
mod tests;
