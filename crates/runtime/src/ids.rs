//! The same bytes are an id of the movement in `domain` and an id of the log in `protocol`.

use domain::id as ours;
use protocol as wire;

/// Turns an id of one crate into the id of the other with the same bytes.
pub trait Same<T> {
    /// The same id there.
    fn same(&self) -> T;
}

macro_rules! same {
    ($($ours:ty = $wire:ty;)*) => {$(
        impl Same<$wire> for $ours {
            fn same(&self) -> $wire { <$wire>::from_bytes(*self.as_bytes()) }
        }
        impl Same<$ours> for $wire {
            fn same(&self) -> $ours { <$ours>::from_bytes(*self.as_bytes()) }
        }
    )*};
}

same! {
    ours::MemberId = wire::MemberId;
    ours::InitiativeId = wire::DocId;
    ours::RecordId = wire::EnvId;
    ours::BlobId = wire::BlobId;
    ours::ChangeId = wire::ChangeHash;
}

/// A department's scope in the log: its 8 bytes, and zeros.
pub fn scope(department: ours::DepartmentId) -> wire::ScopeId {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(department.as_bytes());
    wire::ScopeId::from_bytes(bytes)
}

/// The department of a scope, if it is one.
pub fn department(scope: wire::ScopeId) -> Option<ours::DepartmentId> {
    let (head, tail) = scope.as_bytes().split_at(8);
    let head: [u8; 8] = head.try_into().ok()?;
    tail.iter().all(|byte| *byte == 0).then(|| ours::DepartmentId::from_bytes(head))
}

/// The role of the log in the words of the movement.
pub fn role(role: wire::Role) -> domain::role::Role {
    domain::role::Role::from_code(role.code()).unwrap_or(domain::role::Role::Member)
}

/// The role of the movement in the numbers of the log.
pub fn wire_role(role: domain::role::Role) -> wire::Role {
    wire::Role::from_code(u64::from(role.code())).unwrap_or(wire::Role::Member)
}
