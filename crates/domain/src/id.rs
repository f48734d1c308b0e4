//! Identifiers: fixed bytes, written as lower-case hexadecimal digits.

use std::fmt;

/// Why a text is no identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text has another number of characters than the identifier has digits.
    #[error("an identifier of {expected} digits cannot have {actual} characters")]
    Length {
        /// Digits of this kind of identifier.
        expected: usize,
        /// Characters found.
        actual: usize,
    },
    /// A character is not one of `0`–`9`, `a`–`f`.
    #[error("character {position} is no lower-case hexadecimal digit")]
    Digit {
        /// Place of the first wrong character, counted from 0.
        position: usize,
    },
}

fn read_hex<const N: usize>(text: &str) -> Result<[u8; N], IdError> {
    let actual = text.chars().count();
    if actual != 2 * N || text.len() != 2 * N {
        let position = text.chars().position(|character| !character.is_ascii());
        return Err(match position {
            Some(position) if actual == 2 * N => IdError::Digit { position },
            _ => IdError::Length { expected: 2 * N, actual },
        });
    }
    let mut bytes = [0; N];
    for (position, digit) in text.bytes().enumerate() {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return Err(IdError::Digit { position }),
        };
        bytes[position / 2] = bytes[position / 2] << 4 | value;
    }
    Ok(bytes)
}

fn write_hex(bytes: &[u8], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $schema_name:literal, $bytes:literal, $pattern:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// Bytes of one identifier.
            pub const LENGTH: usize = $bytes;

            /// Takes the identifier's bytes.
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// Takes the identifier's bytes from a slice, if it has exactly the right length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// Gives the identifier's bytes.
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                read_hex(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, formatter)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({self})", stringify!($name))
            }
        }

        string_form!($name, $schema_name, $pattern);
    };
}

id!(
    /// A member of the school, for ever: devices and names change, the identifier does not.
    MemberId, "MemberId", 16, "^[0-9a-f]{32}$"
);
id!(
    /// Sáng kiến: one initiative, which is one document.
    InitiativeId, "InitiativeId", 16, "^[0-9a-f]{32}$"
);
id!(
    /// One entry of a keyed list inside an initiative: a result, a log month, an evidence item.
    EntryId, "EntryId", 8, "^[0-9a-f]{16}$"
);
id!(
    /// Tổ: a department of the school; the office is one.
    DepartmentId, "DepartmentId", 8, "^[0-9a-f]{16}$"
);
id!(
    /// One signed record, named by the hash of its envelope (`env_id` of the protocol).
    RecordId, "RecordId", 32, "^[0-9a-f]{64}$"
);
id!(
    /// One file, named by the BLAKE3 hash of its bytes.
    BlobId, "BlobId", 32, "^[0-9a-f]{64}$"
);
id!(
    /// One change of a document: an Automerge head. Sorted heads name a version.
    ChangeId, "ChangeId", 32, "^[0-9a-f]{64}$"
);

#[cfg(test)]
mod tests;
