//! `kill -9` of the relay, of clients and of a backup at moments that only a number knows.
//!
//! Real programs: one relay and three people with `ssk`. Two write in the same initiatives and attach
//! files, the third reads; each does something in every round, and somebody is killed in it. What a
//! program answered must be there in the end: on the machine, at the relay where a sync answered, and
//! with whoever joins last. The initiatives grow past the 64 changes after which one may be
//! compacted. `KILL_ROUNDS` and `KILL_SEED` ask for other stories.

mod dice;
mod machine;
mod said;

use std::path::Path;
use std::time::Duration;

use api::{Edit, EditInitiative, ShareWithAuthors};
use domain::id::InitiativeId;
use domain::sheet::Value;
use protocol::HelloAnswer;
use testkit::{Person, School};

use dice::{Dice, Victim};
use machine::{Backup, Machine};
use said::Said;

const LAN: &str = "Nguyễn Thị Lan";
const BACH: &str = "Trịnh Xuân Bách";
const KHOI: &str = "Lưu Đình Khôi";
const VINH: &str = "Đinh Quang Vinh";

/// Rounds where nothing else is asked for: a minute and a half.
const ROUNDS: usize = 200;
/// Initiatives that both write: a list of one takes 200 entries.
const WORKS: usize = 4;
/// So many rounds lie between two looks at everything.
const QUIET: usize = 50;

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_nothing_that_was_answered_is_lost_and_everything_converges() {
    let (rounds, seed) = (number("KILL_ROUNDS", ROUNDS), number("KILL_SEED", 1));
    let mut story = Story::begin(seed as u64).await;
    let life = story.life_of_the_relay().await;
    for round in 0..rounds {
        tokio::task::block_in_place(|| story.round(round));
        if round % QUIET == QUIET - 1 {
            story.is_quiet().await;
        }
    }
    story.is_quiet().await;
    // A relay that had lost something would be filled up again by its members, in a new life.
    assert_eq!(story.life_of_the_relay().await, life, "the relay lost nothing");
    story.newcomer_has_everything().await;
    story.ends();
}

/// The school, who is at work, and what was answered to them.
struct Story {
    school: School,
    writers: [(Machine, Said); 2],
    reader: Machine,
    backup: Backup,
    works: Vec<InitiativeId>,
    dice: Dice,
    killed: usize,
}

impl Story {
    async fn begin(seed: u64) -> Self {
        let mut school = School::with(&[LAN, BACH, KHOI, VINH]).await;
        let works = both_write(&school).await;
        let mut machine = |name: &str| Machine::of(school.take(name));
        let writers = [(machine(LAN), Said::default()), (machine(BACH), Said::default())];
        let reader = machine(KHOI);
        let backup = Backup::of(school.relay.data(), &school.folder().join("backups"));
        Self { school, writers, reader, backup, works, dice: Dice(seed), killed: 0 }
    }

    /// Everybody does something, and somebody is killed.
    fn round(&mut self, round: usize) {
        let plan = self.dice.plan();
        let work = self.works[round % self.works.len()];
        let (writers, reader, backup) = (&self.writers, &self.reader, &self.backup);
        let folder = self.school.folder().to_owned();
        let relay = &mut self.school.relay;
        let hits = std::thread::scope(|scope| {
            for (place, (machine, said)) in writers.iter().enumerate() {
                let (jobs, number, folder) = (plan.jobs[place], round * writers.len() + place, &folder);
                scope.spawn(move || said.work(machine, work, jobs, number, folder));
            }
            scope.spawn(|| reader.syncs());
            if plan.backs_up {
                scope.spawn(|| backup.is_made(round));
            }
            std::thread::sleep(plan.moment);
            let hit = match plan.victim {
                Victim::Writer(place) => writers[place].0.is_killed(),
                Victim::Reader => reader.is_killed(),
                Victim::Backup => backup.is_killed(),
                Victim::Relay => {
                    relay.kill();
                    std::thread::sleep(plan.absence);
                    relay.restart();
                    true
                }
            };
            usize::from(hit)
        });
        self.killed += hits;
    }

    /// Nobody is killed for a while: first the relay alone must have what it answered for, then all
    /// must have the same.
    async fn is_quiet(&self) {
        let witness = self.school.person(VINH);
        witness.syncs().await;
        for (_, said) in &self.writers {
            said.is_at_the_relay(witness, &self.works).await;
        }
        let mut people = vec![self.reader.opens(KHOI).await];
        for ((machine, _), name) in self.writers.iter().zip([LAN, BACH]) {
            people.push(machine.opens(name).await);
        }
        for _ in 0..2 {
            for person in people.iter().chain([witness]) {
                person.syncs().await;
            }
        }
        for person in people.iter().chain([witness]) {
            self.is_complete_for(person).await;
        }
    }

    async fn is_complete_for(&self, person: &Person) {
        for (_, said) in &self.writers {
            said.is_known_to(person, &self.works).await;
        }
        for id in &self.works {
            let (one, other) = (person.sees(*id).await, self.school.person(VINH).sees(*id).await);
            assert_eq!(one.heads, other.heads, "{} has another version", person.name);
        }
        let delivery = person.does(api::GetDelivery {}).await;
        assert_eq!((delivery.unsent, delivery.trouble), (0, None), "{}", person.name);
    }

    async fn life_of_the_relay(&self) -> Option<protocol::Epoch> {
        let asked = testkit::http().get(format!("{}/v1/hello", self.school.relay.url())).send().await;
        let bytes = asked.unwrap().bytes().await.unwrap();
        HelloAnswer::from_bytes(&bytes).unwrap().epoch
    }

    /// A new machine gets everything from the relay alone, each file byte for byte.
    async fn newcomer_has_everything(&mut self) {
        let files: Vec<_> = self.writers.iter().flat_map(|(_, said)| said.files()).collect();
        let copy = self.school.folder().join("copy");
        let newcomer = self.school.joins(VINH).await;
        newcomer.syncs().await;
        for id in &self.works {
            for evidence in newcomer.sees(*id).await.evidence {
                let Some((_, path)) = files.iter().find(|(title, _)| *title == evidence.title) else {
                    continue;
                };
                let blob = evidence.blob.unwrap();
                newcomer.does(api::FetchFile { blob }).await;
                newcomer.does(api::SaveFile { blob, path: copy.to_str().unwrap().into() }).await;
                assert!(std::fs::read(&copy).unwrap() == std::fs::read(path).unwrap(), "{}", evidence.title);
                std::fs::remove_file(&copy).unwrap();
            }
        }
        self.is_complete_for(self.school.person(&format!("{VINH} (2)"))).await;
    }

    /// The relay's folder and the last backup are sound, and killing has hit somebody.
    fn ends(mut self) {
        assert!(self.school.relay.stop(), "it ends when asked");
        assert!(machine::is_sound(self.school.relay.data()), "the relay's folder is sound");
        let writers = self.writers.iter().map(|(_, said)| said.counts());
        eprintln!(
            "{} programs killed; answered edits, files, syncs: {:?}",
            self.killed,
            writers.collect::<Vec<_>>()
        );
        assert!(self.killed > 0 && self.writers.iter().all(|(_, said)| said.counts().0 > 0));
    }
}

/// Initiatives that Lan and Bách write together, handed in, so that the others read them.
async fn both_write(school: &School) -> Vec<InitiativeId> {
    let bach = school.member("Bách").await;
    let (lan, mut works) = (school.person(LAN), Vec::new());
    for place in 0..WORKS {
        let id = lan.registers(&format!("Thẻ lỗi sai {place}")).await;
        lan.writes(id, &format!("authors/{bach}"), Value::Flag(true)).await;
        for (member, share) in [(school.member("Lan").await, 60), (bach, 40)] {
            lan.writes(id, &format!("authors/{member}/share"), Value::Integer(share)).await;
        }
        lan.does(ShareWithAuthors { id }).await;
        lan.hands_in(id).await;
        works.push(id);
    }
    school.syncs().await;
    works
}

/// What `edit_initiative` is asked for to enter one difficulty.
fn difficulty(id: InitiativeId, number: usize) -> EditInitiative {
    let (path, text) = said::difficulty(number);
    EditInitiative { id, edits: vec![Edit { path, value: Value::Text(text) }] }
}

/// A file that is like no other, of two chunks.
fn file(folder: &Path, number: usize) -> std::path::PathBuf {
    let path = folder.join(format!("anh-{number}.pdf"));
    let mut contents = b"%PDF-1.7\n".to_vec();
    let mut dice = Dice(number as u64 + 1);
    contents.extend((0..150_000).flat_map(|_| dice.next().to_le_bytes()));
    std::fs::write(&path, contents).unwrap();
    path
}

const PATIENCE: Duration = Duration::from_mins(1);
