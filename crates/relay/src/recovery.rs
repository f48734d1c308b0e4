//! What a relay that is being restored asks for (protocol section 11, ADR 0021).
//!
//! A device that was revoked after the backup is active again until the revocation comes back. So a
//! device's own work is wanted only where somebody else knows that it had its place: what it made
//! past its cut, nobody else ever saw. A registrar's word is enough.

use protocol::{DeviceKey, EnvId, MemberId, Vector};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Who holds what, as long as the relay is being restored; a restart asks again.
#[derive(Debug, Default)]
pub(crate) struct Recovery(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// What each member's devices know to have had a place.
    claims: BTreeMap<MemberId, Vector>,
    /// What each device was asked for.
    wanted: BTreeMap<DeviceKey, Vector>,
    /// Control entries that were the newest one in some checkpoint of an earlier life.
    heads: BTreeSet<EnvId>,
}

/// A device that says what it holds.
#[derive(Debug)]
pub(crate) struct Holder {
    pub device: DeviceKey,
    pub member: MemberId,
    pub is_registrars: bool,
    /// What it can send and the relay lacks.
    pub offers: Vector,
    /// What it knows to have had a place.
    pub knows: Vector,
}

impl Recovery {
    /// Notes what a device holds, and says what is wanted of it.
    pub fn ask(&self, holder: Holder, owners: &BTreeMap<DeviceKey, MemberId>) -> Vector {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let claims = known.claims.entry(holder.member).or_default();
        *claims = claims.and(&holder.knows);
        let wanted = if holder.is_registrars { holder.offers } else { vouched(&known, &holder, owners) };
        known.wanted.insert(holder.device, wanted.clone());
        wanted
    }

    /// Notes how far the control log went by a checkpoint that this relay signed.
    pub fn note_head(&self, head: EnvId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).heads.insert(head);
    }

    /// Lists how far the control log is known to have gone.
    pub fn heads(&self) -> Vec<EnvId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).heads.iter().copied().collect()
    }

    /// Says whether a device was asked for an envelope.
    pub fn wants(&self, device: DeviceKey, author: DeviceKey, aseq: u64) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.wanted.get(&device).is_some_and(|wanted| wanted.holds(author, aseq))
    }

    /// Forgets everything: the relay is whole.
    pub fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Known::default();
    }
}

fn vouched(known: &Known, holder: &Holder, owners: &BTreeMap<DeviceKey, MemberId>) -> Vector {
    // A device that is not known yet may be another one of the same member.
    let is_own = |author: &DeviceKey| owners.get(author).is_none_or(|owner| *owner == holder.member);
    let others = known.claims.iter().filter(|(member, _)| **member != holder.member);
    let seen = others.fold(Vector::default(), |seen, (_, claims)| seen.and(claims));
    let own = Vector::of(holder.offers.ranges().filter(|(author, _, _)| is_own(author)));
    holder.offers.without(&own).and(&own.within(&seen))
}

#[cfg(test)]
mod tests;
