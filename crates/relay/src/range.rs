//! The `Range` header of file downloads (RFC 9110 section 14), one range of bytes at most.

/// What part of a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it.
    Whole,
    /// From the first to the last byte, both included.
    Part {
        /// The first byte.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// What the file does not have.
    Unsatisfiable,
}

/// Reads a `Range` header; what is not understood means the whole file, as the standard says.
pub(crate) fn wanted(header: Option<&str>, size: u64) -> Wanted {
    let Some((first, last)) = header.and_then(|text| text.strip_prefix("bytes=")?.split_once('-')) else {
        return Wanted::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (first.trim(), last.trim()) {
        ("", suffix) => match number(suffix) {
            Some(0) => Wanted::Unsatisfiable,
            Some(length) => Wanted::Part { first: size.saturating_sub(length), last: size - 1 },
            None => Wanted::Whole,
        },
        (first, last) => match (number(first), number(last), last.is_empty()) {
            (Some(first), _, _) if first >= size => Wanted::Unsatisfiable,
            (Some(first), _, true) => Wanted::Part { first, last: size - 1 },
            (Some(first), Some(last), false) if last >= first => {
                Wanted::Part { first, last: last.min(size - 1) }
            }
            _ => Wanted::Whole,
        },
    }
}

#[cfg(test)]
mod tests;
