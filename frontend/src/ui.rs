//! The primitives of the interface. None of them knows the contract.

pub mod badge;
pub mod bar;
pub mod button;
pub mod callout;
pub mod date;
pub mod dialog;
pub mod difference;
pub mod drop;
pub mod empty;
pub mod field;
pub mod icon;
pub mod layers;
pub mod loading;
pub mod long;
pub mod menu;
pub mod motion;
pub mod number;
pub mod page;
pub mod path;
pub mod progress;
pub mod pull;
pub mod seal;
pub mod select;
pub mod swipe;
pub mod table;
pub mod tabs;
pub mod toast;

pub use badge::{Badge, Tone};
pub use bar::Bar;
pub use button::{Button, ButtonKind, ButtonLink};
pub use callout::Callout;
pub use date::DateField;
pub use dialog::{Dialog, open_about};
pub use difference::{Difference, Piece};
pub use drop::FileDrop;
pub use empty::Empty;
pub use field::{AreaField, TextField};
pub use icon::{Icon, Symbol};
pub use layers::{close_on_back, provide_layers};
pub use loading::Loading;
pub use long::{Drawn, MoreRows, near_end, use_parts};
pub use menu::{Menu, MenuItem};
pub use number::NumberField;
pub use page::{Head, Leaf, LeafRow, Page, use_heading};
pub use path::Path;
pub use progress::Progress;
pub use seal::Seal;
pub use select::{CheckField, Choice, ChoiceField, SelectField};
pub use table::TableFrame;
pub use tabs::{Tab, Tabs};
pub use toast::{Toasts, provide_toasts, use_toasts};

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT_ID: AtomicU32 = AtomicU32::new(1);

/// Gives an id that no other element has, to tie labels, hints and fields together.
pub fn new_id(kind: &str) -> String {
    format!("{kind}-{}", NEXT_ID.fetch_add(1, Ordering::Relaxed))
}
