//! Finds initiatives and people, without accents.

use api::{Error, Search, SearchHit, SearchTarget};
use domain::text::{Rank, matches, name_sort_key};
use store::person::Person;

use crate::error;
use crate::ids::Same;
use crate::session::Session;

/// Initiatives in one answer.
const INITIATIVES: usize = 50;
/// People in one answer.
const PEOPLE: usize = 10;

/// Finds people by name, code and subject, and initiatives by all that stands in them.
pub fn find(session: &Session, request: Search) -> Result<Vec<SearchHit>, Error> {
    session.read(|work| {
        let people = store::person::all(work.connection()).map_err(error::from_store)?;
        let found =
            store::search::find(work.connection(), &request.words, INITIATIVES).map_err(error::from_store)?;
        let mut hits = people_hits(people, &request.words);
        hits.extend(found.into_iter().map(|found| SearchHit {
            target: SearchTarget::Initiative(found.doc.same()),
            title: found.title,
            excerpt: found.excerpt,
        }));
        Ok(hits)
    })
}

fn people_hits(people: Vec<Person>, words: &str) -> Vec<SearchHit> {
    let mut found: Vec<(Rank, Person)> = people
        .into_iter()
        .filter_map(|person| {
            let code = person.staff_code.as_deref().and_then(|code| matches(words, code));
            Some((matches(words, &person.name).or(code)?, person))
        })
        .collect();
    found.sort_by_cached_key(|(rank, person)| (*rank, name_sort_key(&person.name)));
    found.truncate(PEOPLE);
    found
        .into_iter()
        .map(|(_, person)| SearchHit {
            target: SearchTarget::Member(person.member.same()),
            title: person.name,
            excerpt: [person.position, person.subjects]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
        })
        .collect()
}
