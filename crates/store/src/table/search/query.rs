//! From the words that a person typed to rows, best first.

use domain::text::{fold, nfc};
use rusqlite::{Connection, params};

use super::{Found, read_found};
use crate::StoreError;

/// Finds initiatives in which each word of the query begins some word; at most `limit` of them.
///
/// Best first: words with the query's own marks in the title, then anywhere; then without marks in
/// the title, then anywhere. Within these, a title weighs more than authors, authors more than text.
pub fn find(connection: &Connection, query: &str, limit: usize) -> Result<Vec<Found>, StoreError> {
    let words = words_of(&fold(query));
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<i64> = Vec::new();
    for question in questions(query, &words) {
        if ids.len() < limit {
            matching(connection, &question, &mut ids, limit)?;
        }
    }
    let mut read = connection.prepare_cached(
        "SELECT doc, title, authors, problem, solution, results, evidence FROM search_text WHERE id = ?1",
    )?;
    let found: Result<_, _> =
        ids.iter().map(|id| read.query_row([id], |row| read_found(row, &words))).collect();
    Ok(found?)
}

/// Gives the form in which words are found by their own marks.
pub(super) fn with_marks(text: &str) -> String {
    nfc(&text.to_lowercase())
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Questions in FTS5's language, best first.
fn questions(query: &str, words: &[String]) -> Vec<String> {
    let marked = words_of(&with_marks(query));
    let plain = beginnings(words);
    let mut questions = Vec::new();
    if marked != words {
        let marked = beginnings(&marked);
        questions.push(format!("marked_title : ({marked})"));
        questions.push(format!("{{marked_title marked_text}} : ({marked})"));
    }
    questions.push(format!("title : ({plain})"));
    questions.push(format!("{{title authors problem solution results evidence}} : ({plain})"));
    questions
}

/// Words hold letters and digits only, so quotation marks need no escape.
fn beginnings(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" AND ")
}

fn matching(
    connection: &Connection,
    question: &str,
    ids: &mut Vec<i64>,
    limit: usize,
) -> Result<(), StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT rowid FROM search_word
         WHERE search_word MATCH ?1 AND rank MATCH 'bm25(8.0, 4.0, 1.0, 1.0, 1.0, 1.0, 8.0, 1.0)'
         ORDER BY rank, rowid LIMIT ?2",
    )?;
    // Those that a better question found come again, so as many more are asked for.
    let rows = query.query_map(params![question, (limit + ids.len()) as i64], |row| row.get::<_, i64>(0))?;
    for id in rows {
        let id = id?;
        if ids.len() < limit && !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(())
}
