//! Sổ của tôi: writing initiatives. Every call is one transaction: the change, its envelope where the
//! document is shared, undo, and what lists are made of become durable together.

use api::{
    ChooseValue, Code, CreateInitiative, DiscardDraft, EditInitiative, Error, GetInitiative,
    InitiativeSummary, InitiativeView, ListMyInitiatives, LogMonth, ShareWithAuthors, Submit, UndoEdit,
    Withdraw,
};
use domain::sheet::Value;
use engine::{Document, Edit, Shape};
use protocol::{Audience, DocId};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::{card, error, host, lists, view};

mod change;
mod files;
mod hand_in;
mod log;
mod refresh;
mod share;
mod writers;

pub use change::{Undoable, change, edit_document, failed, keep_change};
pub use files::{announce, know_file, row_of};
pub use refresh::{refresh_stale, show};
pub use writers::{follow as follow_writers, names as names_writers};

/// Begins an initiative, with its writer as first author; it stays on this machine.
pub fn create(session: &Session, request: CreateInitiative) -> Result<InitiativeView, Error> {
    session.commit(|work| {
        let (nonce, at) = (host::random(), session.now());
        let doc = protocol::document_id(session.member, nonce);
        let (document, _) = Document::new(Shape::Initiative, work.new_actor(), at);
        work.put_document(doc, document);
        store::draft::save(work.connection(), doc, nonce).map_err(error::from_store)?;
        let mut edits = vec![
            Edit::new("school_year", Value::Text(session.movement().school_year.to_string())),
            Edit::new("participant_kind", Value::Text(kind_of(work)?.name().to_owned())),
            Edit::new(format!("authors/{}/share", session.member), Value::Integer(100)),
            Edit::new("title", Value::Text(request.title.clone())),
        ];
        let area =
            request.content_area.as_ref().map(|slug| Edit::new("content_area", Value::Text(slug.clone())));
        let period = request.period.map(|period| Edit::new("period", Value::Text(period.name().to_owned())));
        edits.extend(area.into_iter().chain(period));
        edit_document(work, doc, &edits)?;
        change::keep_document(work, doc)?;
        show(work, doc)
    })
}

/// What kind of participant the member is by the roles held; a default that can be changed.
fn kind_of(work: &Work<'_>) -> Result<domain::role::ParticipantKind, Error> {
    use domain::role::{ParticipantKind, Role};
    let people = view::People::load(work)?;
    let me = work.session.member.same();
    let leads =
        people.roles_of(me).iter().any(|role| matches!(role, Role::Leadership | Role::DepartmentHead));
    let position = domain::text::fold(&people.position(me));
    Ok(if leads {
        ParticipantKind::Leader
    } else if position.contains("nhan vien") || position.contains("van thu") || position.contains("ke toan") {
        ParticipantKind::Staff
    } else {
        ParticipantKind::Teacher
    })
}

/// Opens an initiative; what is opened can be decided on.
pub fn get(session: &Session, request: GetInitiative) -> Result<InitiativeView, Error> {
    let doc = request.id.same();
    note_opened(session, doc)?;
    session.read(|work| view::initiative(work, doc))
}

/// Remembers that the present version was on the screen here.
pub fn note_opened(session: &Session, doc: DocId) -> Result<(), Error> {
    let new = session.read(|work| {
        if store::draft::nonce(work.connection(), doc).map_err(error::from_store)?.is_some() {
            return Ok(None);
        }
        let Some(heads) = work.document(doc)?.map(|document| document.heads()) else { return Ok(None) };
        let known = store::opened::was_opened(work.connection(), doc, &heads).map_err(error::from_store)?;
        Ok((!known).then_some(heads))
    })?;
    let Some(heads) = new else { return Ok(()) };
    let noted = session.commit(|work| {
        store::opened::note(work.connection(), doc, &heads, session.now()).map_err(error::from_store)
    });
    match noted {
        // A full disk lets people read; what is not noted as read cannot be decided on.
        Err(failure) if failure.code == Code::DiskFull => {
            tracing::warn!(%failure, "opening is not noted");
            Ok(())
        }
        noted => noted,
    }
}

/// Changes fields; saved and durable when it answers.
pub fn edit(session: &Session, request: EditInitiative) -> Result<InitiativeView, Error> {
    let edits: Vec<Edit> = request.edits.into_iter().map(|edit| Edit::new(edit.path, edit.value)).collect();
    change(session, request.id.same(), |work, doc| {
        let committed = edit_document(work, doc, &edits)?;
        keep_change(work, doc, committed, Undoable::Yes)?;
        if edits.iter().any(|edit| names_writers(&edit.path)) {
            writers::follow(work, doc)?;
        }
        Ok(())
    })
}

/// Takes back this machine's last edit that still shows.
pub fn undo(session: &Session, request: UndoEdit) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| {
        let at = session.now();
        loop {
            let step = store::undo::pop(work.connection(), doc).map_err(error::from_store)?;
            let Some(step) = step else { return Err(Error::new(Code::NothingToUndo)) };
            let Ok(hash) = step.parse() else { continue };
            let Some(document) = work.document(doc)? else { return Err(view::not_found(doc)) };
            match document.undo(&hash, at) {
                Ok(None) | Err(engine::DocumentError::UnknownVersion) => {}
                Ok(committed) => {
                    keep_change(work, doc, committed, Undoable::No)?;
                    return writers::follow(work, doc);
                }
                Err(failure) => return Err(failed(&failure)),
            }
        }
    })
}

/// Chooses one of several values that were written apart.
pub fn choose(session: &Session, request: ChooseValue) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| {
        let at = session.now();
        let Some(document) = work.document(doc)? else { return Err(view::not_found(doc)) };
        let chosen =
            document.choose(&request.path, &request.token, at).map_err(|failure| failed(&failure))?;
        keep_change(work, doc, Some(chosen), Undoable::Yes)
    })
}

/// Logs a month's work.
pub async fn log_month(session: &Session, request: LogMonth) -> Result<InitiativeView, Error> {
    log::log_month(session, request).await
}

/// Shares a draft with its co-authors and the author's other devices.
pub fn share_with_authors(session: &Session, request: ShareWithAuthors) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| {
        let draft = store::draft::nonce(work.connection(), doc).map_err(error::from_store)?;
        if draft.is_none() {
            return Err(Error::new(Code::WrongState).with("status", "shared"));
        }
        share::leave_device(work, doc, Audience::Authors)
    })
}

/// Hands in a part in the version on this machine.
pub fn submit(session: &Session, request: Submit) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| hand_in::submit(work, doc, &request))
}

/// Takes an initiative back.
pub fn withdraw(session: &Session, request: Withdraw) -> Result<InitiativeView, Error> {
    change(session, request.id.same(), |work, doc| hand_in::withdraw(work, doc, &request.reason))
}

/// Throws away a draft that was never shared.
pub fn discard(session: &Session, request: DiscardDraft) -> Result<Vec<InitiativeSummary>, Error> {
    let doc: DocId = request.id.same();
    session.commit(|work| {
        let connection = work.connection();
        if work.document(doc)?.is_none() {
            return Err(view::not_found(doc));
        }
        if store::draft::nonce(connection, doc).map_err(error::from_store)?.is_none() {
            return Err(Error::new(Code::WrongState).with("status", "shared"));
        }
        let forget = || -> Result<(), store::StoreError> {
            store::document::remove(connection, doc)?;
            store::draft::remove(connection, doc)?;
            store::undo::clear(connection, doc)?;
            store::blob_use::replace(connection, doc, &[])
        };
        forget().map_err(error::from_store)?;
        work.drop_document(doc);
        card::forget(work, doc)
    })?;
    session.emit(api::Topic::Initiatives);
    lists::mine(session, ListMyInitiatives {})
}

#[cfg(test)]
mod tests;
