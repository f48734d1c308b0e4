//! Leaving the device: the draft's fresh history becomes a document of the school's log.

use api::{Code, Error};
use domain::initiative::Initiative;
use protocol::{
    Audience, Capacity, Class, DocId, DraftContent, Open, RecordPayload, Role, Share, Verb, Writer,
};

use super::change::{failed, keep_document};
use super::{files, writers};
use crate::error;
use crate::ids::{self, Same};
use crate::session::Work;
use crate::view::{self, People, may_sign};

/// The most changes of one envelope (protocol, section 18).
const CHANGES_IN_ONE: usize = protocol::limits::CHANGES;

/// Opens the document in the log for an audience, with a history in which nothing private is left.
///
/// # Errors
/// `not_allowed` where the member may not open it for these authors.
pub fn leave_device(work: &mut Work<'_>, doc: DocId, audience: Audience) -> Result<(), Error> {
    let nonce = store::draft::nonce(work.connection(), doc).map_err(error::from_store)?;
    let nonce = nonce.ok_or_else(|| Error::new(Code::WrongState).with("status", "shared"))?;
    let (actor, at) = (work.new_actor(), work.session.now());
    let Some(draft) = work.document(doc)? else { return Err(view::not_found(doc)) };
    let initiative = Initiative::read(&draft.node());
    let (fresh, changes) = draft.fresh_copy(actor, at).map_err(|failure| failed(&failure))?;
    let (open, capacity) = opening(work, &initiative, nonce, audience)?;
    sign_record(work, doc, Verb::Open, capacity, open.to_body())?;
    for some in changes.chunks(CHANGES_IN_ONE) {
        let chunks = some.iter().map(|change| change.chunk.clone()).collect();
        let hashes = some.iter().map(|change| change.hash).collect();
        work.sign(doc, None, DraftContent::Changes { chunks, hashes })?;
    }
    work.put_document(doc, fresh);
    store::draft::remove(work.connection(), doc).map_err(error::from_store)?;
    store::undo::clear(work.connection(), doc).map_err(error::from_store)?;
    keep_document(work, doc)?;
    files::announce(work, doc)
}

fn opening(
    work: &Work<'_>,
    initiative: &Initiative,
    nonce: [u8; 16],
    audience: Audience,
) -> Result<(Open, Capacity), Error> {
    let people = People::load(work)?;
    let me = work.session.member;
    let mut writers = writers::named(initiative);
    let own = writers.iter().find(|writer| writer.member == me).map(|writer| writer.role);
    let first = initiative.authors.first().map(|author| author.member);
    let department = match own {
        Some(_) => people.department_of(me.same()),
        None => first.and_then(|author| people.department_of(author)),
    };
    let department = department.map(ids::scope);
    let capacity = if let Some(role) = own {
        Capacity::of(role)
    } else {
        writers.push(Writer { member: me, role: Role::Typist });
        typist(&people.roles_of(me.same()), department)
    };
    Ok((Open { class: Class::Initiative, department, nonce, audience, writers }, capacity))
}

/// The role in which somebody types for a colleague: the department's head or deputy, else the clerk.
fn typist(roles: &[domain::role::Role], department: Option<protocol::ScopeId>) -> Capacity {
    let heads = [domain::role::Role::DepartmentHead, domain::role::Role::DeputyHead];
    match (heads.into_iter().find(|role| roles.contains(role)), department) {
        (Some(role), Some(scope)) => Capacity::over(ids::wire_role(role), scope),
        _ => Capacity::of(Role::Clerk),
    }
}

/// Widens a shared document's audience where it is narrower.
pub fn widen(work: &mut Work<'_>, doc: DocId, present: Audience, wanted: Audience) -> Result<(), Error> {
    if present >= wanted {
        return Ok(());
    }
    let capacity = may_sign(work, doc, Verb::Share, None)?.unwrap_or(Capacity::of(Role::Author));
    sign_record(work, doc, Verb::Share, capacity, Share { audience: wanted }.to_body())
}

/// Signs a record of the protocol's own verbs, which bind no version.
pub fn sign_record(
    work: &mut Work<'_>,
    doc: DocId,
    verb: Verb,
    capacity: Capacity,
    body: protocol::Value,
) -> Result<(), Error> {
    let payload = RecordPayload::with_body(body);
    work.sign(doc, None, DraftContent::Record { verb, capacity, stage: None, heads: Vec::new(), payload })?;
    Ok(())
}
