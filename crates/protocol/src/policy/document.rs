//! The table of section 5: who opens, changes and reads a class of documents.

use crate::class::{Audience, Class};
use crate::id::{DocId, MemberId};
use crate::role::Role::{
    self, Clerk, CouncilChair, CouncilMember, CouncilSecretary, CouncilViceChair, DepartmentHead, DeputyHead,
    Leadership, Registrar, UnionOfficer,
};
use crate::role::Writer;
use crate::view::{Document, Grant, LogView};

const COUNCIL: [Role; 4] = [CouncilChair, CouncilViceChair, CouncilSecretary, CouncilMember];
const HEADS: [Role; 2] = [DepartmentHead, DeputyHead];

/// Roles that open a class; initiatives are also opened by every member for themself.
pub(super) const fn openers(class: Class) -> &'static [Role] {
    match class {
        Class::People => &[Registrar],
        Class::Movement | Class::Event => &[UnionOfficer, Leadership],
        Class::Initiative => &[DepartmentHead, DeputyHead, Clerk],
        Class::DepartmentReport => &HEADS,
        Class::SchoolReport => &[CouncilSecretary, UnionOfficer, Leadership, Clerk],
        Class::Round => &[CouncilChair, CouncilViceChair, CouncilSecretary],
    }
}

/// Roles that change a class beside those whom the document names.
const fn changers(class: Class) -> &'static [Role] {
    match class {
        Class::People => &[Registrar, Clerk],
        Class::Initiative => &[],
        other => openers(other),
    }
}

/// Roles that read a class from the audience `group` up.
const fn group(class: Class) -> &'static [Role] {
    match class {
        Class::People => &[],
        Class::Movement | Class::Event => &[
            CouncilChair,
            CouncilViceChair,
            CouncilSecretary,
            CouncilMember,
            DepartmentHead,
            DeputyHead,
            Clerk,
        ],
        Class::Initiative => &[
            DepartmentHead,
            DeputyHead,
            UnionOfficer,
            Leadership,
            CouncilChair,
            CouncilViceChair,
            CouncilSecretary,
            CouncilMember,
            Clerk,
        ],
        Class::DepartmentReport => &[
            UnionOfficer,
            Leadership,
            CouncilChair,
            CouncilViceChair,
            CouncilSecretary,
            CouncilMember,
            Clerk,
        ],
        Class::SchoolReport => {
            &[CouncilChair, CouncilViceChair, CouncilSecretary, CouncilMember, DepartmentHead, DeputyHead]
        }
        Class::Round => &[
            CouncilChair,
            CouncilViceChair,
            CouncilSecretary,
            CouncilMember,
            UnionOfficer,
            Leadership,
            Clerk,
        ],
    }
}

/// Says whether a class has people whom the document itself names.
pub(super) const fn names_writers(class: Class) -> bool {
    matches!(class, Class::Initiative | Class::DepartmentReport | Class::Event)
}

/// Says whether a member may open a document of a class now.
pub fn may_open<L: LogView>(member: MemberId, class: Class, log: &L) -> Result<bool, L::Error> {
    if !log.is_member(member)? {
        return Ok(false);
    }
    let roles = openers(class);
    Ok(class == Class::Initiative
        || log
            .grants(member)?
            .iter()
            .any(|grant| roles.contains(&grant.role) && (!grant.role.is_council() || grant.scope.is_none())))
}

/// Says whether a member may change a document now.
pub fn may_change<L: LogView>(member: MemberId, doc: DocId, log: &L) -> Result<bool, L::Error> {
    let Some(document) = log.document(doc)? else { return Ok(false) };
    Ok(named_in(member, doc, log)?.is_some()
        || log.grants(member)?.iter().any(|grant| gives_change(grant, doc, &document)))
}

/// Says whether a grant lets its holder change a document.
pub(super) fn gives_change(grant: &Grant, doc: DocId, document: &Document) -> bool {
    changers(document.class).contains(&grant.role) && covers(grant, doc, document)
}

/// Says whether a member may make a snapshot of a document that they read.
pub fn may_snapshot<L: LogView>(member: MemberId, doc: DocId, log: &L) -> Result<bool, L::Error> {
    if may_change(member, doc, log)? {
        return Ok(true);
    }
    let makers = [DepartmentHead, DeputyHead, Leadership, CouncilSecretary];
    let holds = log.grants(member)?.iter().any(|grant| makers.contains(&grant.role));
    Ok(holds && reads_document(member, doc, log)?)
}

/// Says as what a document names a member.
pub(crate) fn named_in<L: LogView>(
    member: MemberId,
    doc: DocId,
    log: &L,
) -> Result<Option<Writer>, L::Error> {
    Ok(log.writers(doc)?.into_iter().find(|writer| writer.member == member))
}

/// Says whether a member reads what a document holds now (protocol section 5).
pub fn reads_document<L: LogView>(member: MemberId, doc: DocId, log: &L) -> Result<bool, L::Error> {
    let Some(document) = log.document(doc)? else { return Ok(false) };
    reads_as(member, doc, document.audience, log)
}

/// Says whether a member reads what an audience of a document may read.
pub(super) fn reads_as<L: LogView>(
    member: MemberId,
    doc: DocId,
    audience: Audience,
    log: &L,
) -> Result<bool, L::Error> {
    let Some(document) = log.document(doc)? else { return Ok(false) };
    if !log.is_member(member)? {
        return Ok(false);
    }
    if audience == Audience::School || may_change(member, doc, log)? {
        return Ok(true);
    }
    Ok(audience == Audience::Group && reads_as_group(member, doc, &document, log)?)
}

fn reads_as_group<L: LogView>(
    member: MemberId,
    doc: DocId,
    document: &Document,
    log: &L,
) -> Result<bool, L::Error> {
    let roles = group(document.class);
    // The council of one round reads every initiative that was submitted.
    let wide = |grant: &Grant| document.class == Class::Initiative && COUNCIL.contains(&grant.role);
    let granted = log
        .grants(member)?
        .iter()
        .any(|grant| roles.contains(&grant.role) && (wide(grant) || covers(grant, doc, document)));
    if granted {
        return Ok(true);
    }
    let appointed = log.appointments(member)?;
    Ok(match document.class {
        Class::Initiative => appointed.iter().any(|one| one.initiative == Some(doc)),
        Class::Round => appointed.iter().any(|one| one.round == doc),
        _ => false,
    })
}

/// Says whether what a role is held over includes a document.
pub(super) fn covers(grant: &Grant, doc: DocId, document: &Document) -> bool {
    if grant.role.is_departmental() {
        return match document.class {
            Class::Initiative | Class::DepartmentReport => {
                document.department.is_some() && grant.scope == document.department
            }
            _ => true,
        };
    }
    grant.scope.is_none_or(|scope| DocId::from(scope) == doc)
}
