//! A half-typed month, kept on this machine until it is logged.

use domain::date::Month;
use domain::id::InitiativeId;

use super::super::model::log::{LogDraft, draft_key, is_of};

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// Gives what was typed earlier, or an empty draft.
pub fn read(id: InitiativeId, month: Month) -> LogDraft {
    let kept = storage().and_then(|storage| storage.get_item(&draft_key(id, month)).ok().flatten());
    kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default()
}

/// Keeps what is typed; where the machine keeps nothing the form still holds it.
pub fn keep(id: InitiativeId, month: Month, draft: &LogDraft) {
    let Some(storage) = storage() else { return };
    let key = draft_key(id, month);
    let _ = if draft.is_empty() {
        storage.remove_item(&key)
    } else {
        serde_json::to_string(draft).map_or(Ok(()), |kept| storage.set_item(&key, &kept))
    };
}

/// Forgets every half-typed month of these initiatives; of all where none are named.
pub fn forget_half_typed(of: Option<Vec<InitiativeId>>) {
    let Some(storage) = storage() else { return };
    let keys: Vec<String> =
        (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for key in keys.iter().filter(|key| is_of(key, of.as_deref())) {
        let _ = storage.remove_item(key);
    }
}

/// Forgets a month that was logged.
pub fn forget(id: InitiativeId, month: Month) {
    keep(id, month, &LogDraft::default());
}
