//! Step 11: whether the author may do this here.

use super::{Halt, Step, control, void};
use crate::cbor::Value;
use crate::class::Audience;
use crate::code::Code;
use crate::envelope::{Parsed, Prepared};
use crate::header::{Header, Kind};
use crate::id::MemberId;
use crate::policy::{self, RecordContext};
use crate::record::{AssignReviewer, EraseAttachment, HandOver, Open, Share, Writers};
use crate::role::Role;
use crate::verb::Verb;
use crate::view::LogView;

pub(super) fn check<L: LogView>(prepared: &Prepared, log: &L) -> Step<L::Error> {
    let header = prepared.header();
    let signer = log.device(header.author).map_err(Halt::Failed)?.map(|device| device.member);
    if let Parsed::Control(body) = prepared.parsed() {
        return control::check_right(signer, header, body, log);
    }
    let Some(signer) = signer else { return void(Code::NotMember) };
    match header.kind {
        Kind::Change | Kind::Blob => {
            require_doc(policy::may_change(signer, header.doc, log).map_err(Halt::Failed)?)
        }
        Kind::Snapshot => require_doc(policy::may_snapshot(signer, header.doc, log).map_err(Halt::Failed)?),
        Kind::Readmit => {
            let grants = log.grants(signer).map_err(Halt::Failed)?;
            require(grants.iter().any(|grant| grant.role == Role::Registrar))
        }
        Kind::Record => check_record(signer, prepared, log),
        Kind::Control => void(Code::BadPayload),
    }
}

fn require<E>(condition: bool) -> Step<E> {
    if condition { Ok(()) } else { void(Code::ForbiddenKind) }
}

fn require_doc<E>(condition: bool) -> Step<E> {
    if condition { Ok(()) } else { void(Code::ForbiddenDoc) }
}

fn check_record<L: LogView>(signer: MemberId, prepared: &Prepared, log: &L) -> Step<L::Error> {
    let header = prepared.header();
    let Some(verb) = Verb::from_code(header.verb) else { return void(Code::ForbiddenKind) };
    let body = if let Parsed::Record(record) = prepared.parsed() { Some(&record.body) } else { None };
    if verb == Verb::Open {
        return check_open(signer, header, body, log);
    }
    let Some(capacity) = header.ext.capacity else { return void(Code::ForbiddenKind) };
    let audience = match (verb, body) {
        (Verb::Share, Some(body)) => Some(read(Share::from_body(body))?.audience),
        _ => None,
    };
    let context =
        RecordContext { verb, stage: header.ext.stage, doc: header.doc, about: header.about, audience };
    policy::check_record(signer, capacity, &context, log).map_err(Halt::Failed)?.or_else(void)?;
    match body {
        Some(body) => check_body(verb, header, body, log),
        None => Ok(()),
    }
}

fn check_open<L: LogView>(
    signer: MemberId,
    header: &Header,
    body: Option<&Value>,
    log: &L,
) -> Step<L::Error> {
    // An opening whose body is not here is the relay's word.
    let Some(body) = body else { return Ok(()) };
    let open = read(Open::from_body(body))?;
    policy::check_open(signer, header, &open, log).map_err(Halt::Failed)?.or_else(void)
}

fn read<E, T>(body: Result<T, crate::cbor::Malformed>) -> Step<E, T> {
    body.or_else(|_| void(Code::BadPayload))
}

/// Judges the bodies that change what later envelopes may do.
fn check_body<L: LogView>(verb: Verb, header: &Header, body: &Value, log: &L) -> Step<L::Error> {
    match verb {
        Verb::Share => {
            let document = log.document(header.doc).map_err(Halt::Failed)?;
            let present = document.map_or(Audience::Authors, |document| document.audience);
            require_doc(read(Share::from_body(body))?.audience > present)
        }
        Verb::Writers => check_writers(header, &read(Writers::from_body(body))?, log),
        Verb::HandOver => require_active(read(HandOver::from_body(body))?.to, log),
        Verb::EraseAttachment => read(EraseAttachment::from_body(body)).map(|_| ()),
        Verb::AssignReviewer => require_active(read(AssignReviewer::from_body(body))?.member, log),
        _ => Ok(()),
    }
}

/// New writers are members, and an initiative keeps one.
fn check_writers<L: LogView>(header: &Header, body: &Writers, log: &L) -> Step<L::Error> {
    for writer in &body.added {
        require_active(writer.member, log)?;
    }
    let present = log.writers(header.doc).map_err(Halt::Failed)?;
    let stays = present
        .iter()
        .filter(|writer| !body.removed.contains(&writer.member))
        .chain(&body.added)
        .any(|writer| writer.role != Role::Typist);
    let named = log.document(header.doc).map_err(Halt::Failed)?;
    let must_stay = named.is_some_and(|document| document.class == crate::class::Class::Initiative);
    require_doc(stays || !must_stay)
}

fn require_active<L: LogView>(member: MemberId, log: &L) -> Step<L::Error> {
    if log.is_member(member).map_err(Halt::Failed)? { Ok(()) } else { void(Code::NotMember) }
}
