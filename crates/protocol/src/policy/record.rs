//! Whether a record may be signed by this member, in this capacity, here and now.

use super::document::{covers, gives_change, named_in, reads_document};
use super::table::{Signers, signers};
use crate::class::{Audience, Class, Stage};
use crate::code::Code;
use crate::id::{DocId, MemberId, ScopeId};
use crate::role::{Capacity, Role};
use crate::verb::Verb;
use crate::view::{Document, Extent, Grant, LogView};

/// What a record is to do, as far as rights go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordContext {
    /// What it says.
    pub verb: Verb,
    /// Of `approve` and `return`: at which stage.
    pub stage: Option<Stage>,
    /// The document that it is filed under.
    pub doc: DocId,
    /// The initiative that it is about, where that is another document.
    pub about: Option<DocId>,
    /// Of `share`: the audience that is wanted.
    pub audience: Option<Audience>,
}

impl RecordContext {
    fn subject(&self) -> DocId {
        self.about.unwrap_or(self.doc)
    }
}

/// Lists the capacities in which a member may sign a record now, best first; none means they may not.
///
/// `open` is not asked here but with [`super::may_open`].
pub fn capacities<L: LogView>(
    member: MemberId,
    context: &RecordContext,
    log: &L,
) -> Result<Vec<Capacity>, L::Error> {
    let mut allowed = Vec::new();
    for capacity in held(member, context, log)? {
        if check_record(member, capacity, context, log)?.is_ok() {
            allowed.push(capacity);
        }
    }
    allowed.sort_by_key(|capacity| rank(capacity.role));
    Ok(allowed)
}

/// Named and appointed roles speak first, offices next, the bare member last.
const fn rank(role: Role) -> u8 {
    match role {
        Role::Author | Role::Sponsor => 0,
        Role::Appraiser | Role::LeadAppraiser | Role::Reviewer | Role::Teller => 1,
        Role::Typist => 3,
        Role::Member => 5,
        Role::Staff => 4,
        _ => 2,
    }
}

fn held<L: LogView>(member: MemberId, context: &RecordContext, log: &L) -> Result<Vec<Capacity>, L::Error> {
    let mut held = vec![Capacity::of(Role::Member)];
    held.extend(log.grants(member)?.iter().map(|grant| Capacity { role: grant.role, scope: grant.scope }));
    held.extend(named_in(member, context.doc, log)?.map(|writer| Capacity::of(writer.role)));
    let appointed = log.appointments(member)?;
    held.extend(appointed.iter().map(|one| Capacity::over(one.role, one.round.into())));
    held.sort_unstable();
    held.dedup();
    Ok(held)
}

/// Judges a record other than `open` whose document is known.
pub(crate) fn check_record<L: LogView>(
    member: MemberId,
    capacity: Capacity,
    context: &RecordContext,
    log: &L,
) -> Result<Result<(), Code>, L::Error> {
    let Some(document) = log.document(context.doc)? else { return Ok(Err(Code::ForbiddenDoc)) };
    if !about_fits(context, log)? {
        return Ok(Err(Code::ForbiddenDoc));
    }
    if !holds(member, capacity, context, log)? {
        return Ok(Err(Code::ForbiddenKind));
    }
    if is_decision(context.verb) && is_own_work(member, context, log)? {
        return Ok(Err(Code::OwnWork));
    }
    let signers = signers(context.verb, document.class, context.stage);
    let right = match signers {
        Signers::Nobody => Err(Code::ForbiddenKind),
        Signers::Readers => Ok(()),
        Signers::Roles(roles) => by_role(roles, capacity, &document, context, log)?,
        Signers::Changers(roles) => by_changer(roles, capacity, &document, context, log)?,
        Signers::OpenerAndAuthors => {
            let author = matches!(capacity.role, Role::Author | Role::Sponsor);
            allow(author || document.opener == member, Code::ForbiddenKind)
        }
    };
    // Who is appointed reads what they are appointed for, which `holds` has seen.
    let reads = capacity.role.is_appointed() || reads_document(member, context.doc, log)?;
    Ok(right.and_then(|()| allow(reads, Code::ForbiddenDoc)))
}

fn allow(condition: bool, otherwise: Code) -> Result<(), Code> {
    if condition { Ok(()) } else { Err(otherwise) }
}

/// A record may be about nothing but an initiative that was submitted.
fn about_fits<L: LogView>(context: &RecordContext, log: &L) -> Result<bool, L::Error> {
    let Some(about) = context.about else { return Ok(context.verb != Verb::SealScore) };
    Ok(match log.document(about)? {
        Some(document) => document.class == Class::Initiative && document.audience >= Audience::Group,
        None => log.extent() == Extent::Readable,
    })
}

/// Says whether the member holds the capacity that the record names.
fn holds<L: LogView>(
    member: MemberId,
    capacity: Capacity,
    context: &RecordContext,
    log: &L,
) -> Result<bool, L::Error> {
    let Capacity { role, scope } = capacity;
    if role == Role::Member {
        return Ok(scope.is_none() && log.is_member(member)?);
    }
    if role.is_named() {
        let named = named_in(member, context.doc, log)?;
        return Ok(scope.is_none() && named.is_some_and(|writer| writer.role == role));
    }
    if role.is_appointed() {
        return is_appointed(member, role, scope, context, log);
    }
    Ok(log.grants(member)?.contains(&Grant { role, scope }))
}

fn is_appointed<L: LogView>(
    member: MemberId,
    role: Role,
    scope: Option<ScopeId>,
    context: &RecordContext,
    log: &L,
) -> Result<bool, L::Error> {
    let Some(round) = scope.map(DocId::from) else { return Ok(false) };
    // Authors read what appraisers of a round say, but not the round that appoints them.
    if log.extent() == Extent::Readable && log.document(round)?.is_none() {
        return Ok(true);
    }
    let subject = context.subject();
    let about_meeting = subject == round;
    Ok(log.appointments(member)?.iter().any(|one| {
        one.role == role && one.round == round && (about_meeting || one.initiative == Some(subject))
    }))
}

/// Decisions that nobody takes about their own work (protocol section 4).
const fn is_decision(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Approve
            | Verb::Return
            | Verb::Settle
            | Verb::VerifyEvidence
            | Verb::AppraiseClaim
            | Verb::ConcludeAppraisal
            | Verb::SealScore
            | Verb::Recognize
            | Verb::Decline
    )
}

fn is_own_work<L: LogView>(member: MemberId, context: &RecordContext, log: &L) -> Result<bool, L::Error> {
    let named = named_in(member, context.subject(), log)?;
    Ok(named.is_some_and(|writer| writer.role != Role::Typist))
}

fn by_role<L: LogView>(
    roles: &[Role],
    capacity: Capacity,
    document: &Document,
    context: &RecordContext,
    log: &L,
) -> Result<Result<(), Code>, L::Error> {
    if !roles.contains(&capacity.role) {
        return Ok(Err(Code::ForbiddenKind));
    }
    let substitute =
        capacity.role == Role::Leadership && matches!(context.stage, Some(Stage::Department | Stage::Union));
    if substitute {
        let stage_is_free = holders_are_authors(document, context, log)?;
        return Ok(allow(stage_is_free, Code::ForbiddenKind));
    }
    Ok(allow(reaches(capacity, document, context, log)?, Code::ForbiddenDoc))
}

/// Says whether every holder of a stage's role is an author: then leadership signs the stage.
fn holders_are_authors<L: LogView>(
    document: &Document,
    context: &RecordContext,
    log: &L,
) -> Result<bool, L::Error> {
    let mut holders = Vec::new();
    if context.stage == Some(Stage::Union) {
        holders.extend(log.holders(Role::UnionOfficer, None)?);
    } else if document.department.is_some() {
        holders.extend(log.holders(Role::DepartmentHead, document.department)?);
        holders.extend(log.holders(Role::DeputyHead, document.department)?);
    } else {
        // Leadership belongs to no department: for them the stage falls away.
        return Ok(false);
    }
    let writers = log.writers(context.subject())?;
    let is_author = |member: &MemberId| {
        writers.iter().any(|writer| writer.member == *member && writer.role != Role::Typist)
    };
    Ok(holders.iter().all(is_author))
}

fn by_changer<L: LogView>(
    roles: &[Role],
    capacity: Capacity,
    document: &Document,
    context: &RecordContext,
    log: &L,
) -> Result<Result<(), Code>, L::Error> {
    let grant = Grant { role: capacity.role, scope: capacity.scope };
    if capacity.role.is_named() || gives_change(&grant, context.doc, document) {
        return Ok(Ok(()));
    }
    if !roles.contains(&capacity.role) {
        return Ok(Err(Code::ForbiddenKind));
    }
    // Others than its writers do not decide who reads it, they only publish.
    let short_of_school =
        context.verb == Verb::Share && context.audience.is_some_and(|wanted| wanted != Audience::School);
    if short_of_school {
        return Ok(Err(Code::ForbiddenDoc));
    }
    Ok(allow(reaches(capacity, document, context, log)?, Code::ForbiddenDoc))
}

/// Says whether what the role is held over includes what the record is about.
fn reaches<L: LogView>(
    capacity: Capacity,
    document: &Document,
    context: &RecordContext,
    log: &L,
) -> Result<bool, L::Error> {
    if capacity.role.is_named() || capacity.role.is_appointed() || capacity.role == Role::Member {
        return Ok(true);
    }
    let grant = Grant { role: capacity.role, scope: capacity.scope };
    let department = match context.about {
        Some(about) => super::department_of(about, log)?,
        None => None,
    };
    if let (true, Some(department)) = (capacity.role.is_departmental(), department) {
        return Ok(capacity.scope == Some(department));
    }
    Ok(covers(&grant, context.doc, document))
}
