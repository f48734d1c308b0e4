//! Who may write in a shared initiative follows its authors and sponsor.

use api::Error;
use domain::initiative::Initiative;
use protocol::{Capacity, DocId, Role, Verb, Writer, Writers};

use super::share::sign_record;
use crate::error;
use crate::ids::Same;
use crate::session::Work;
use crate::view::may_sign;

/// Lists those whom the document names as its writers.
pub fn named(initiative: &Initiative) -> Vec<Writer> {
    let authors =
        initiative.authors.iter().map(|author| Writer { member: author.member.same(), role: Role::Author });
    let sponsor = initiative.sponsor.map(|sponsor| Writer { member: sponsor.same(), role: Role::Sponsor });
    let mut writers: Vec<Writer> = authors.chain(sponsor).collect();
    writers.sort_unstable_by_key(|writer| writer.member);
    writers.dedup_by_key(|writer| writer.member);
    writers
}

/// Tells whether a field says who writes.
pub fn names(path: &str) -> bool {
    path.starts_with("authors/") || path == "sponsor"
}

/// Signs who was added and who was removed, where the authors of a shared document changed.
pub fn follow(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    if store::draft::nonce(work.connection(), doc).map_err(error::from_store)?.is_some() {
        return Ok(());
    }
    let Some(node) = work.document(doc)?.map(|document| document.node()) else { return Ok(()) };
    let wanted = named(&Initiative::read(&node));
    let present = ledger::writers_of(work.connection(), doc).map_err(error::from_ledger)?;
    let added: Vec<Writer> = wanted
        .iter()
        .copied()
        .filter(|writer| !present.iter().any(|one| one.member == writer.member))
        .collect();
    // Who typed for others stays; so does the one who acts, who would otherwise lose their own work.
    let removed: Vec<_> = present
        .iter()
        .filter(|one| one.role != Role::Typist && one.member != work.session.member)
        .filter(|one| !wanted.iter().any(|writer| writer.member == one.member))
        .map(|one| one.member)
        .collect();
    if added.is_empty() && removed.is_empty() {
        return Ok(());
    }
    let capacity = may_sign(work, doc, Verb::Writers, None)?.unwrap_or(Capacity::of(Role::Author));
    sign_record(work, doc, Verb::Writers, capacity, Writers { added, removed }.to_body())
}
