//! Entries of the control log: the first byte is the verb.

use protocol::{ControlBody, EnvId};

use super::{has_one_form, key};

/// An entry has one form, and its second signature holds for it alone.
pub fn control(input: &[u8]) {
    let Some((verb, body)) = input.split_first() else { return };
    let read = |bytes: &[u8]| ControlBody::from_bytes(u16::from(*verb), bytes).map_err(drop)?.ok_or(());
    let Some(entry) = has_one_form(body, read, ControlBody::to_bytes) else { return };
    assert_eq!((entry.verb(), entry.name().is_empty()), (u16::from(*verb), false));
    let head = EnvId::from_bytes([6; 32]);
    let cosigned = entry.clone().cosigned(&key(), head);
    assert_eq!(cosigned.cosign_fits(head), entry.cosign().is_some());
    assert!(!cosigned.cosign_fits(EnvId::ZERO));
}
