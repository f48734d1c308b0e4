//! Whether somebody may open a document as `open` says.

use super::document::{names_writers, openers};
use super::read::departments;
use crate::class::{Audience, Class};
use crate::code::Code;
use crate::derive::document_id;
use crate::header::Header;
use crate::id::{MemberId, ScopeId};
use crate::record::Open;
use crate::role::{Capacity, Role};
use crate::view::LogView;

/// A document that names more people is not one of a school.
const MOST_WRITERS: usize = 64;

/// Judges an `open`: the id, who may, for which department, naming whom.
pub(crate) fn check_open<L: LogView>(
    member: MemberId,
    header: &Header,
    open: &Open,
    log: &L,
) -> Result<Result<(), Code>, L::Error> {
    if header.about.is_some() || document_id(member, open.nonce) != header.doc {
        return Ok(Err(Code::ForbiddenDoc));
    }
    if open.class == Class::People && open.audience != Audience::School {
        return Ok(Err(Code::ForbiddenDoc));
    }
    if !names_sound_writers(open, log)? {
        return Ok(Err(Code::BadPayload));
    }
    let Some(capacity) = header.ext.capacity else { return Ok(Err(Code::ForbiddenKind)) };
    if !log.is_member(member)? {
        return Ok(Err(Code::ForbiddenKind));
    }
    let named = open.writers.iter().find(|writer| writer.member == member).map(|writer| writer.role);
    let own = matches!(named, Some(Role::Author | Role::Sponsor));
    if open.class == Class::Initiative && own {
        let fits =
            capacity.scope.is_none() && (Some(capacity.role) == named || capacity.role == Role::Member);
        return Ok(if !fits {
            Err(Code::ForbiddenKind)
        } else if department_fits(open.department, &departments(member, log)?) {
            Ok(())
        } else {
            Err(Code::ForbiddenDoc)
        });
    }
    if !holds_opening_role(member, capacity, open, log)? {
        return Ok(Err(Code::ForbiddenKind));
    }
    Ok(if department_of_open_fits(capacity, open, log)? { Ok(()) } else { Err(Code::ForbiddenDoc) })
}

fn names_sound_writers<L: LogView>(open: &Open, log: &L) -> Result<bool, L::Error> {
    let mut members: Vec<MemberId> = open.writers.iter().map(|writer| writer.member).collect();
    members.sort_unstable();
    let distinct = members.windows(2).all(|pair| pair[0] != pair[1]);
    let allowed = names_writers(open.class) || members.is_empty();
    if !distinct || !allowed || members.len() > MOST_WRITERS {
        return Ok(false);
    }
    for member in members {
        if !log.is_member(member)? {
            return Ok(false);
        }
    }
    let has_author = open.writers.iter().any(|writer| writer.role != Role::Typist);
    Ok(open.class != Class::Initiative || has_author)
}

fn holds_opening_role<L: LogView>(
    member: MemberId,
    capacity: Capacity,
    open: &Open,
    log: &L,
) -> Result<bool, L::Error> {
    // A round that does not exist yet cannot be what a council role is held over.
    let whole_school = !capacity.role.is_council() || capacity.scope.is_none();
    let held =
        log.grants(member)?.iter().any(|grant| grant.role == capacity.role && grant.scope == capacity.scope);
    Ok(held && whole_school && openers(open.class).contains(&capacity.role))
}

/// Judges the department of what is not the signer's own initiative.
fn department_of_open_fits<L: LogView>(capacity: Capacity, open: &Open, log: &L) -> Result<bool, L::Error> {
    Ok(match open.class {
        Class::DepartmentReport => open.department.is_some() && open.department == capacity.scope,
        Class::Initiative => {
            let first = open.writers.iter().find(|writer| writer.role != Role::Typist);
            let Some(first) = first else { return Ok(false) };
            let reachable = !capacity.role.is_departmental() || capacity.scope == open.department;
            reachable && department_fits(open.department, &departments(first.member, log)?)
        }
        _ => open.department.is_none(),
    })
}

fn department_fits(department: Option<ScopeId>, of_member: &[ScopeId]) -> bool {
    department.map_or(of_member.is_empty(), |department| of_member.contains(&department))
}
