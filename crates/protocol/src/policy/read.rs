//! Who may read an envelope (protocol section 5).

use super::document::reads_document;
use crate::class::Audience;
use crate::header::{Header, Kind};
use crate::id::{DeviceKey, DocId, MemberId, ScopeId};
use crate::verb::Verb;
use crate::view::LogView;

/// What decides who reads an envelope, besides the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopeFacts {
    /// Its place in the log.
    pub seq: u64,
    /// What it carries.
    pub kind: Kind,
    /// The code of its verb.
    pub verb: u16,
    /// Its document.
    pub doc: DocId,
    /// The document that its heads belong to, where it is another.
    pub about: Option<DocId>,
    /// The signing device.
    pub author: DeviceKey,
}

impl EnvelopeFacts {
    /// Takes the facts from a header.
    pub const fn of(seq: u64, header: &Header) -> Self {
        Self {
            seq,
            kind: header.kind,
            verb: header.verb,
            doc: header.doc,
            about: header.about,
            author: header.author,
        }
    }
}

/// How much of an envelope somebody may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Not even that it is there.
    Nothing,
    /// The header: that it is there, whose and what kind.
    HeaderOnly,
    /// All of it.
    Whole,
}

/// Says how much of an envelope a member's device may read now.
///
/// `readable` is the answer of [`reads_document`] for the envelope's document where it is known
/// already, so that a page asks once for each document.
pub fn reads<L: LogView>(
    member: MemberId,
    device: DeviceKey,
    facts: &EnvelopeFacts,
    readable: Option<bool>,
    log: &L,
) -> Result<Reading, L::Error> {
    if facts.kind == Kind::Control || facts.author == device {
        return Ok(Reading::Whole);
    }
    let readable = match readable {
        Some(answer) => answer,
        None => reads_document(member, facts.doc, log)?,
    };
    if !readable {
        return Ok(Reading::Nothing);
    }
    if facts.kind != Kind::Record {
        return Ok(Reading::Whole);
    }
    let whole = reads_record(member, facts, log)?;
    Ok(if whole { Reading::Whole } else { Reading::HeaderOnly })
}

fn reads_record<L: LogView>(member: MemberId, facts: &EnvelopeFacts, log: &L) -> Result<bool, L::Error> {
    let verb = Verb::from_code(facts.verb);
    if verb == Some(Verb::SealScore) {
        let signer = log.device(facts.author)?.map(|device| device.member);
        let opened = facts.about.map_or(Ok(false), |about| log.scores_open(facts.doc, about))?;
        return Ok(opened || signer == Some(member));
    }
    if verb.is_some_and(follows_document) {
        return Ok(true);
    }
    Ok(match log.audience_at(facts.doc, facts.seq)? {
        Some(Audience::School) => true,
        Some(Audience::Group) => {
            // Whoever reads the document only because it was published to all came too late.
            super::document::reads_as(member, facts.doc, Audience::Group, log)?
        }
        _ => super::document::reads_as(member, facts.doc, Audience::Authors, log)?,
    })
}

/// Records that go wherever their document goes: what admission reads of them must be known to
/// every reader, or readers would judge later envelopes differently.
const fn follows_document(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Open
            | Verb::Share
            | Verb::Writers
            | Verb::HandOver
            | Verb::EraseAttachment
            | Verb::AssignReviewer
            | Verb::OpenScores
            | Verb::Recognize
            | Verb::Publish
            | Verb::Unpublish
            | Verb::ConfirmReplication
    )
}

/// Lists the departments that a member belongs to, normally one and for leadership none.
pub(super) fn departments<L: LogView>(member: MemberId, log: &L) -> Result<Vec<ScopeId>, L::Error> {
    let grants = log.grants(member)?;
    Ok(grants.iter().filter(|grant| grant.role.is_departmental()).filter_map(|grant| grant.scope).collect())
}

/// Gives the department that a record's judge must belong to, if there is one.
pub(crate) fn department_of<L: LogView>(doc: DocId, log: &L) -> Result<Option<ScopeId>, L::Error> {
    Ok(log.document(doc)?.and_then(|document| document.department))
}
