//! A school with a thousand initiatives, made through the calls that people make.

use std::time::{Instant, UNIX_EPOCH};

use api::{CreateInitiative, EditInitiative, GetMovement, ListInitiatives};
use domain::date::Moment;
use domain::id::InitiativeId;
use domain::period::Period;
use testkit::{Person, School};

use crate::documents::{self, BenchDocument};
use crate::mapping;

/// Edits of each initiative after it was handed in, where nothing else is measured.
pub const EDITS: usize = 10;

/// Who write; the last one is in the department whose head reads.
const WRITERS: [&str; 4] = ["Nguyễn Thị Lan", "Trịnh Xuân Bách", "Lưu Đình Khôi", "Phạm Thị Hà"];
/// Head of a department and union officer: has the whole school and a long queue.
pub const READER: &str = "Bạch Văn Sơn";
/// Leadership: has the whole school too.
pub const NEWCOMER: &str = "Đinh Quang Vinh";

/// The school with its documents.
pub struct BenchSchool {
    /// Everybody.
    pub school: School,
    /// Every document's initiative.
    pub initiatives: Vec<InitiativeId>,
}

impl BenchSchool {
    /// Founds the school and fills it.
    pub async fn with(documents: usize, edits: usize) -> Self {
        let start = Instant::now();
        let school = School::with(&WRITERS).await;
        let handle = tokio::runtime::Handle::current();
        // Calls are work of the processor: each writer gets a thread.
        let written: Vec<Vec<InitiativeId>> = tokio::task::block_in_place(|| {
            std::thread::scope(|scope| {
                let write = |place| {
                    let (school, handle) = (&school, &handle);
                    scope.spawn(move || {
                        handle.block_on(write(school.person(WRITERS[place]), place, documents, edits))
                    })
                };
                let writing: Vec<_> = (0..WRITERS.len()).map(write).collect();
                writing.into_iter().map(|thread| thread.join().expect("a writer comes to the end")).collect()
            })
        });
        let initiatives =
            (0..documents).map(|index| written[index % WRITERS.len()][index / WRITERS.len()]).collect();
        let mut bench = Self { school, initiatives };
        eprintln!(
            "{documents} initiatives of {edits} edits written in {:.0} s",
            start.elapsed().as_secs_f32()
        );
        bench.school.joins(READER).await;
        bench.school.syncs().await;
        eprintln!("everybody has everything after {:.0} s", start.elapsed().as_secs_f32());
        // The next day: what rests was saved whole by those who wrote it last.
        runtime::set_clock(tomorrow());
        bench.school.syncs().await;
        eprintln!("documents that rest are saved whole after {:.0} s", start.elapsed().as_secs_f32());
        bench
    }

    /// Who wrote a document.
    pub fn writer_of(&self, index: usize) -> &Person {
        self.school.person(WRITERS[index % WRITERS.len()])
    }

    /// All who write.
    pub fn writers(&self) -> impl Iterator<Item = &Person> {
        WRITERS.iter().map(|name| self.school.person(name))
    }

    /// Somebody who has every document and decides about some.
    pub fn reader(&self) -> &Person {
        self.school.person(READER)
    }
}

/// A day from now.
fn tomorrow() -> Moment {
    let now = UNIX_EPOCH.elapsed().unwrap_or_default();
    Moment::from_millis(i64::try_from(now.as_millis()).unwrap_or_default()).plus_millis(24 * 3_600_000)
}

/// One writer's share of the documents.
async fn write(person: &Person, place: usize, documents: usize, edits: usize) -> Vec<InitiativeId> {
    let movement = person.does(GetMovement {}).await.movement;
    let areas: Vec<String> = movement.content_areas.iter().map(|area| area.slug.clone()).collect();
    let mut written = Vec::new();
    for index in (place..documents).step_by(WRITERS.len()) {
        written.push(write_one(person, index, &areas[index % areas.len()], edits).await);
        if written.len() % 64 == 0 {
            person.syncs().await;
        }
    }
    person.syncs().await;
    written
}

async fn write_one(person: &Person, index: usize, area: &str, edits: usize) -> InitiativeId {
    let mut document = BenchDocument::new(index);
    let request = CreateInitiative {
        title: String::new(),
        content_area: Some(area.to_owned()),
        period: Some(Period::WholeYear),
    };
    let id = person.does(request).await.summary.id;
    person.does(EditInitiative { id, edits: mapping::edits(index, &document) }).await;
    person.hands_in(id).await;
    for number in 0..edits {
        let edit = documents::edit(index, number);
        document.apply(&edit);
        person.does(EditInitiative { id, edits: vec![mapping::edit(&document, &edit)] }).await;
    }
    id
}

/// How many initiatives somebody's machine lists.
pub async fn readable(person: &Person) -> usize {
    person.does(ListInitiatives { limit: 100_000, ..ListInitiatives::default() }).await.len()
}
