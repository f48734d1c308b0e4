//! The invitation that a page's address brought along, as a camera reads it from a slip.

use std::cell::RefCell;

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use super::model::brought_ticket;

thread_local! {
    static TICKET: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes a ticket out of the address before anything else reads it: it is a secret, and must not stay
/// in the address bar or in the history.
pub fn take_from_address() {
    let location = window().location();
    let Some(ticket) = location.hash().ok().and_then(|fragment| brought_ticket(&fragment)) else { return };
    TICKET.set(Some(ticket));
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    if let Ok(history) = window().history() {
        // Refused only where a page asks for another origin's address.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// The ticket that was brought along, until somebody joined with it.
pub fn ticket() -> Option<String> {
    TICKET.with_borrow(Clone::clone)
}

/// Forgets it.
pub fn forget() {
    TICKET.set(None);
}
