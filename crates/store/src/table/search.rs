//! Full-text search over initiatives: without accents, by beginnings of words, titles first.
//!
//! Two tables: the text as written, from which excerpts are cut, and an FTS5 index over its folded
//! words (domain, section 8) and over its words with their marks.

use protocol::DocId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::migration::Migration;
use crate::{StoreError, column};

mod excerpt;
mod query;

pub use query::find;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE search_text (
            id INTEGER PRIMARY KEY,
            doc BLOB NOT NULL UNIQUE,
            title TEXT NOT NULL,
            authors TEXT NOT NULL,
            problem TEXT NOT NULL,
            solution TEXT NOT NULL,
            results TEXT NOT NULL,
            evidence TEXT NOT NULL
          ) STRICT;
          CREATE VIRTUAL TABLE search_word USING fts5(
            title, authors, problem, solution, results, evidence, marked_title, marked_text,
            content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0'
          )",
}];

/// Everything of one initiative that a search looks at, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Names of its authors.
    pub authors: String,
    /// Thực trạng.
    pub problem: String,
    /// Giải pháp.
    pub solution: String,
    /// Labels of its results and what they count.
    pub results: String,
    /// Titles and captions of its evidence.
    pub evidence: String,
}

/// One initiative that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The initiative's document.
    pub doc: DocId,
    /// Its title as written.
    pub title: String,
    /// The words around the first place where it was found, outside the title; empty when the title is all.
    pub excerpt: String,
}

/// Takes an initiative's text into the search, in place of what was there; equal text costs one read.
pub fn save(connection: &Connection, doc: DocId, entry: &Entry) -> Result<(), StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT id, title, authors, problem, solution, results, evidence FROM search_text WHERE doc = ?1",
    )?;
    let known =
        query.query_row([doc.as_bytes()], |row| Ok((row.get::<_, i64>(0)?, read(row, 1)?))).optional()?;
    match known {
        Some((_, same)) if same == *entry => return Ok(()),
        Some((id, _)) => remove_words(connection, id)?,
        None => {}
    }
    let mut write = connection.prepare_cached(
        "INSERT INTO search_text (doc, title, authors, problem, solution, results, evidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (doc) DO UPDATE SET title = excluded.title, authors = excluded.authors,
            problem = excluded.problem, solution = excluded.solution, results = excluded.results,
            evidence = excluded.evidence
         RETURNING id",
    )?;
    let Entry { title, authors, problem, solution, results, evidence } = entry;
    let id: i64 = write
        .query_row(params![doc.as_bytes(), title, authors, problem, solution, results, evidence], |row| {
            row.get(0)
        })?;
    add_words(connection, id, entry)
}

/// Gives an initiative's authors other names in the search, such as when the staff list arrives.
pub fn rename_authors(connection: &Connection, doc: DocId, authors: &str) -> Result<(), StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT title, authors, problem, solution, results, evidence FROM search_text WHERE doc = ?1",
    )?;
    match query.query_row([doc.as_bytes()], |row| read(row, 0)).optional()? {
        Some(entry) => save(connection, doc, &Entry { authors: authors.to_owned(), ..entry }),
        None => Ok(()),
    }
}

/// Takes an initiative out of the search.
pub fn remove(connection: &Connection, doc: DocId) -> Result<(), StoreError> {
    let mut take = connection.prepare_cached("DELETE FROM search_text WHERE doc = ?1 RETURNING id")?;
    match take.query_row([doc.as_bytes()], |row| row.get(0)).optional()? {
        Some(id) => remove_words(connection, id),
        None => Ok(()),
    }
}

fn add_words(connection: &Connection, id: i64, entry: &Entry) -> Result<(), StoreError> {
    use domain::text::fold;
    let Entry { title, authors, problem, solution, results, evidence } = entry;
    let text = [authors, problem, solution, results, evidence].map(String::as_str).join("\n");
    let mut write = connection.prepare_cached(
        "INSERT INTO search_word (rowid, title, authors, problem, solution, results, evidence, marked_title, marked_text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    write.execute(params![
        id,
        fold(title),
        fold(authors),
        fold(problem),
        fold(solution),
        fold(results),
        fold(evidence),
        query::with_marks(title),
        query::with_marks(&text),
    ])?;
    Ok(())
}

fn remove_words(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM search_word WHERE rowid = ?1")?.execute([id])?;
    Ok(())
}

fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Entry> {
    Ok(Entry {
        title: row.get(first)?,
        authors: row.get(first + 1)?,
        problem: row.get(first + 2)?,
        solution: row.get(first + 3)?,
        results: row.get(first + 4)?,
        evidence: row.get(first + 5)?,
    })
}

fn read_found(row: &Row<'_>, words: &[String]) -> rusqlite::Result<Found> {
    let entry = read(row, 1)?;
    Ok(Found { doc: column::id(row, 0)?, excerpt: excerpt::around(&entry, words), title: entry.title })
}

#[cfg(test)]
mod tests;
