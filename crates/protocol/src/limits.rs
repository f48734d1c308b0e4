//! The limits of section 18 of the protocol.

/// Header bytes.
pub const HEADER: usize = 4 * 1024;
/// Payload bytes of a record, control entry, manifest or readmission.
pub const SMALL_PAYLOAD: u64 = 64 * 1024;
/// Payload bytes of a change as stored.
pub const CHANGE_STORED: u64 = 1024 * 1024;
/// Payload bytes of a change after inflating.
pub const CHANGE_INFLATED: u64 = 4 * 1024 * 1024;
/// Payload bytes of a snapshot.
pub const SNAPSHOT: u64 = 16 * 1024 * 1024;
/// Changes in one envelope.
pub const CHANGES: usize = 64;
/// Heads in one envelope.
pub const HEADS: usize = 16;
/// Operations, references or actors in one change.
pub const OPERATIONS: u64 = 65_536;
/// Items in one push.
pub const PUSH_ITEMS: usize = 256;
/// Bytes in one push, or one larger item.
pub const PUSH_BYTES: usize = 4 * 1024 * 1024;
/// Bytes in one page, or one larger item.
pub const PAGE_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of a file.
pub const BLOB: u64 = 128 * 1024 * 1024;
/// Bytes of a chunk.
pub const CHUNK: u64 = 1024 * 1024;
/// Chunks in one question; a file has at most 128, and a question may be about several files.
pub const CHUNKS_ASKED: usize = 4_096;
/// Envelopes in one readmission.
pub const READMIT: usize = 256;
/// Documents in one space.
pub const DOCUMENTS: u64 = 20_000;
/// Active devices of one member.
pub const DEVICES: u64 = 5;
/// Bytes of a record's text.
pub const RECORD_TEXT: usize = 4 * 1024;
/// Envelopes a device may send at once before it is slowed down.
pub const BURST: u32 = 5_000;
/// Envelopes a second that a device may go on sending.
pub const RATE: u32 = 50;
/// Longest wait of a long poll, in seconds.
pub const WAIT_SECONDS: u64 = 25;
/// How long a session lasts, in milliseconds.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1000;
/// How long a nonce lives, in milliseconds.
pub const NONCE_MS: i64 = 60 * 1000;
/// Bytes that one quarantined device may fill.
pub const QUARANTINE: u64 = 50 * 1024 * 1024;
/// Recipients of one bundle.
pub const BUNDLE_RECIPIENTS: usize = 1_024;
/// Bytes of a bundle that another one encloses.
pub const BUNDLE_ENCLOSED: usize = 19 * 1024 * 1024;
/// Bytes of one item of a bundle.
pub const BUNDLE_ITEM: usize = 20 * 1024 * 1024;

/// What relays are called where they are looked for on a network (RFC 6763); the text record `key` is
/// the relay's public key in base64url. What answers is believed only as far as it can sign.
pub const SERVICE: &str = "_so-sang-kien._tcp.local.";
