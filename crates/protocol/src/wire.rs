//! What the endpoints of section 10 carry beside envelopes.

mod bundle;
mod chunks;
mod entrance;
mod handshake;
mod have;
mod joins;
mod page;
mod push;
mod quarantine;
mod relays;
mod vector;

pub use bundle::BundleAnswer;
pub use chunks::{read_chunk_hashes, write_chunk_hashes};
pub use entrance::Entrance;
pub use handshake::{ErrorBody, HelloAnswer, SessionAnswer, SessionRequest, WireReceipt};
pub use have::{HaveAnswer, HaveRequest, HaveStage};
pub use joins::{JoinRequest, JoinState, WaitingJoin, read_joins, write_joins};
pub use page::{DocumentLine, ItemStatus, PageItem, PageReader, PullItem, Skipped, Trailer};
pub use push::{PushAnswer, PushResponse, PushStatus};
pub use quarantine::{WireQuarantined, read_quarantine, write_quarantine};
pub use relays::{RelayKeys, Takeover};
pub use vector::{Held, Vector};
