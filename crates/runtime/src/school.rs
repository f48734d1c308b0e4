//! The school's own document: name, year, rules, departments, and the staff list file it names.
//!
//! Names of people are only in the staff list, a file that can be replaced; Automerge's history and
//! the control log never forget (protocol, section 5).

use std::sync::Arc;

use api::{Code, Error, Topic};
use domain::date::Date;
use domain::id::{DepartmentId, MemberId};
use domain::movement::Movement;
use domain::sheet::Value;
use engine::Edit;
use protocol::{BlobId, Class, DocId, DraftContent, Manifest};
use serde::{Deserialize, Serialize};
use store::blob::{Blob, Inward, Outward};
use store::person::Person;
use store::setting::{self, Key};

use crate::ids::Same;
use crate::session::Work;
use crate::{apply, disk, error};

/// Bytes of a chunk of a file.
const CHUNK: usize = 1 << 20;

/// The staff list as it travels.
#[derive(Deserialize, Serialize)]
struct StaffList {
    people: Vec<StaffEntry>,
}

#[derive(Deserialize, Serialize)]
struct StaffEntry {
    member: MemberId,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    staff_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    birth_date: Option<Date>,
    #[serde(default)]
    position: String,
    #[serde(default)]
    subjects: String,
    #[serde(default)]
    qualification: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    department: Option<DepartmentId>,
}

/// The school's document, if it has arrived.
pub fn document(work: &Work<'_>) -> Result<Option<DocId>, Error> {
    let known = setting::get(work.connection(), Key::PeopleDocument).map_err(error::from_store)?;
    Ok(known.and_then(|hex| hex.parse().ok()))
}

/// The school's document changed: takes name, year, rules and departments out of it.
pub fn refresh(work: &mut Work<'_>, doc: DocId) -> Result<(), Error> {
    let Some(node) = work.document(doc)?.map(|document| document.node()) else { return Ok(()) };
    let connection = work.connection();
    let keep = |key: Key, value: &str| setting::set(connection, key, value).map_err(error::from_store);
    keep(Key::PeopleDocument, &doc.to_string())?;
    for (path, key) in [("school", Key::School), ("school_year", Key::SchoolYear)] {
        if let Some(text) = node.at(path).and_then(|node| node.text()) {
            keep(key, text)?;
        }
    }
    if let Some(rules) = node.at("rules").and_then(|node| node.text()) {
        match Movement::parse(rules) {
            Ok(movement) => {
                keep(Key::Movement, rules)?;
                let mut current =
                    work.session.movement.write().unwrap_or_else(std::sync::PoisonError::into_inner);
                *current = Arc::new(movement);
            }
            Err(failure) => {
                tracing::error!(%failure, "the school's rules cannot be read; the earlier ones stay");
            }
        }
    }
    store::department::replace(connection, &departments(&node)).map_err(error::from_store)?;
    let list = node.at("staff_list").and_then(|node| node.text()).and_then(|hex| hex.parse().ok());
    if let Some(blob) = list {
        file_arrived(work, blob)?;
    }
    work.emit(Topic::People);
    work.emit(Topic::Movement);
    Ok(())
}

fn departments(node: &domain::node::Node) -> Vec<store::department::Department> {
    let Some(all) = node.at("departments").and_then(domain::node::Node::entries) else { return Vec::new() };
    let mut found: Vec<(i64, store::department::Department)> = all
        .iter()
        .filter_map(|(id, entry)| {
            let id: DepartmentId = id.parse().ok()?;
            let name = entry.at("name")?.text()?.to_owned();
            let order = match entry.at("order") {
                Some(domain::node::Node::Integer(order)) => *order,
                _ => i64::MAX,
            };
            Some((order, store::department::Department { id, name }))
        })
        .collect();
    found.sort_by_key(|one| (one.0, one.1.id));
    found.into_iter().map(|(_, department)| department).collect()
}

/// The file that holds the present staff list, if the school's document has arrived.
pub fn staff_list(work: &mut Work<'_>) -> Result<Option<BlobId>, Error> {
    let Some(doc) = document(work)? else { return Ok(None) };
    let node = work.document(doc)?.map(|document| document.node());
    Ok(node.and_then(|node| node.at("staff_list")?.text()?.parse().ok()))
}

/// A file came: if it is the present staff list, everybody gets their names.
pub fn file_arrived(work: &mut Work<'_>, blob: BlobId) -> Result<(), Error> {
    if staff_list(work)? != Some(blob) {
        return Ok(());
    }
    let path = work.session.file_path(blob);
    let Ok(bytes) = disk::read(&path) else { return want(work, blob) };
    let list: StaffList = match serde_json::from_slice(&bytes) {
        Ok(list) => list,
        Err(failure) => {
            tracing::error!(%failure, "the staff list cannot be read; the earlier one stays");
            return Ok(());
        }
    };
    let people: Vec<Person> = list.people.into_iter().map(person).collect();
    store::person::replace(work.connection(), &people).map_err(error::from_store)?;
    name_profile(work, work.session.member)?;
    crate::card::names_changed(work)?;
    work.emit(Topic::People);
    work.emit(Topic::Initiatives);
    work.emit(Topic::Profiles);
    Ok(())
}

/// Keeps the name of the profile's member, as the staff list has it.
pub fn name_profile(work: &Work<'_>, member: protocol::MemberId) -> Result<(), Error> {
    match store::person::load(work.connection(), member).map_err(error::from_store)? {
        Some(me) => setting::set(work.connection(), Key::Person, &me.name).map_err(error::from_store),
        None => Ok(()),
    }
}

fn want(work: &mut Work<'_>, blob: BlobId) -> Result<(), Error> {
    if store::blob::load(work.connection(), blob).map_err(error::from_store)?.is_some() {
        store::blob::set_inward(work.connection(), blob, Inward::Wanted, 0).map_err(error::from_store)?;
        work.sends();
    }
    Ok(())
}

/// Changes fields of the school's document and queues the change.
pub fn edit(work: &mut Work<'_>, doc: DocId, edits: &[(String, Value)]) -> Result<(), Error> {
    if edits.is_empty() {
        return Ok(());
    }
    let at = work.session.now();
    let edits: Vec<Edit> = edits.iter().map(|(path, value)| Edit::new(path.clone(), value.clone())).collect();
    let Some(document) = work.document(doc)? else { return Err(Error::new(Code::NotFound)) };
    let Some(change) = document.edit(&edits, at).map_err(|failure| error::internal(&failure))? else {
        return Ok(());
    };
    let content = DraftContent::Changes { chunks: vec![change.chunk], hashes: vec![change.hash] };
    work.sign(doc, None, content)?;
    apply::keep(work, doc, Class::People)?;
    refresh(work, doc)
}

/// Writes the whole staff list as a new file and makes it the present one.
pub fn write_staff_list(work: &mut Work<'_>, doc: DocId, people: &[Person]) -> Result<(), Error> {
    let list = StaffList { people: people.iter().map(entry).collect() };
    let bytes = serde_json::to_vec(&list).map_err(|failure| error::internal(&failure))?;
    let blob = BlobId::of(&bytes);
    let path = work.session.file_path(blob);
    disk::write_durably(&path, &bytes).map_err(|failure| error::from_io(&failure, &path))?;
    let manifest = Manifest {
        blob,
        size: bytes.len() as u64,
        mime: "application/json".to_owned(),
        chunks: bytes.chunks(CHUNK).map(protocol::ChunkHash::of).collect(),
        preview: None,
        name: Some("staff-list.json".to_owned()),
    };
    let row = Blob {
        blob,
        name: "staff-list.json".to_owned(),
        mime: manifest.mime.clone(),
        size: manifest.size,
        preview: None,
        is_preview: true,
        chunks: manifest.chunks.clone(),
        outward: Outward::Announced,
        chunks_sent: 0,
        inward: Inward::Here,
        chunks_here: manifest.chunks.len() as u64,
        added_at: work.session.now(),
    };
    store::blob::save(work.connection(), &row).map_err(error::from_store)?;
    work.sign(doc, None, DraftContent::Blob(manifest))?;
    edit(work, doc, &[("staff_list".to_owned(), Value::Text(blob.to_string()))])
}

fn person(entry: StaffEntry) -> Person {
    Person {
        member: entry.member.same(),
        name: entry.name,
        staff_code: entry.staff_code,
        birth_date: entry.birth_date,
        position: entry.position,
        subjects: entry.subjects,
        qualification: entry.qualification,
        department: entry.department,
    }
}

fn entry(person: &Person) -> StaffEntry {
    StaffEntry {
        member: person.member.same(),
        name: person.name.clone(),
        staff_code: person.staff_code.clone(),
        birth_date: person.birth_date,
        position: person.position.clone(),
        subjects: person.subjects.clone(),
        qualification: person.qualification.clone(),
        department: person.department,
    }
}
