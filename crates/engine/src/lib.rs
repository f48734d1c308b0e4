//! What merges and what follows: Automerge documents, the bodies of records, versions, and the state
//! that documents and records together give.
//!
//! The crate is sans-IO: bytes, time and identifiers come in as arguments, and bytes go out. It is
//! the only one that sees Automerge. It deliberately knows no clock, no randomness, no file, no
//! network and no SQL, and it signs nothing: who may do what is `protocol`'s, what a school's rules
//! say is `domain`'s.
//!
//! Read first: [`Document`] (content that merges), [`NewRecord`] (a decision before it is signed),
//! [`state::initiative_state`] (what follows from both).
//!
//! ```
//! use domain::date::Moment;
//! use domain::sheet::Value;
//! use engine::{Document, Edit, Shape};
//! use protocol::ActorId;
//!
//! let now = Moment::from_millis(1_790_000_000_000);
//! let (mut book, first) = Document::new(Shape::Initiative, ActorId::from_bytes([1; 16]), now);
//! let edit = Edit::new("title", Value::Text("Thẻ lỗi sai trong Toán 8".into()));
//! let committed = book.edit(&[edit], now)?.expect("the title was empty");
//!
//! let mut other = Document::new_empty(Shape::Initiative, ActorId::from_bytes([2; 16]));
//! other.apply(&first.chunk)?;
//! other.apply(&committed.chunk)?;
//! assert_eq!(other.content_hash(&book.heads())?, book.content_hash(&book.heads())?);
//! # Ok::<(), engine::DocumentError>(())
//! ```

mod document;
mod record;
mod shape;
pub mod state;
mod text;
mod version;

pub use document::{Candidate, Committed, Conflict, Document, DocumentError, Edit, Numbered, Snapshot};
pub use record::{NewRecord, RecordError, decode, record_id};
pub use shape::Shape;
pub use text::{Piece, PieceKind, difference_pieces};
pub use version::{Binding, short_code};
