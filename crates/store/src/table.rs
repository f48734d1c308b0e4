//! One file a table: its migration, its row, its functions.

pub mod blob;
pub mod blob_use;
pub mod card;
pub mod department;
pub mod document;
pub mod draft;
pub mod invitation;
pub mod opened;
pub mod pending;
pub mod person;
pub mod receipt;
pub mod refused;
pub mod search;
pub mod setting;
pub mod undo;

use crate::migration::Migration;

/// Every step of every table.
pub(crate) fn migrations() -> impl Iterator<Item = &'static Migration> {
    [
        blob::MIGRATIONS,
        blob_use::MIGRATIONS,
        card::MIGRATIONS,
        department::MIGRATIONS,
        document::MIGRATIONS,
        draft::MIGRATIONS,
        invitation::MIGRATIONS,
        opened::MIGRATIONS,
        pending::MIGRATIONS,
        person::MIGRATIONS,
        receipt::MIGRATIONS,
        refused::MIGRATIONS,
        search::MIGRATIONS,
        setting::MIGRATIONS,
        undo::MIGRATIONS,
    ]
    .into_iter()
    .flatten()
}
