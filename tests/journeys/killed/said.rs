//! What was answered to somebody, and is therefore there for ever.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use api::AttachEvidence;
use domain::id::InitiativeId;
use testkit::Person;

use super::dice::Job;
use super::machine::Machine;

/// What somebody's machine answered.
#[derive(Default)]
pub struct Said(Mutex<Answers>);

#[derive(Default)]
struct Answers {
    /// Difficulties that are entered, by number.
    entered: Vec<usize>,
    /// Files that are attached: title and path.
    attached: Vec<(String, PathBuf)>,
    /// How many of both the relay had when a sync answered.
    at_relay: (usize, usize),
    syncs: usize,
}

/// The field and the words of a difficulty.
pub fn difficulty(number: usize) -> (String, String) {
    (format!("difficulties/{:016x}/text", number + 1), format!("Khó khăn thứ {number}"))
}

impl Said {
    /// Does two things, one after the other, and notes what was answered.
    pub fn work(&self, machine: &Machine, id: InitiativeId, jobs: [Job; 2], number: usize, folder: &Path) {
        for (place, job) in jobs.into_iter().enumerate() {
            let number = number * jobs.len() + place;
            match job {
                Job::Edit if machine.answers(&super::difficulty(id, number)) => {
                    self.0.lock().unwrap().entered.push(number);
                }
                Job::Attach => self.attach(machine, id, number, folder),
                Job::Sync => self.sync(machine),
                Job::Edit => {}
            }
        }
    }

    fn attach(&self, machine: &Machine, id: InitiativeId, number: usize, folder: &Path) {
        let (title, path) = (format!("Ảnh {number}"), super::file(folder, number));
        let request = AttachEvidence {
            id,
            upload: None,
            path: Some(path.to_str().unwrap().into()),
            title: title.clone(),
            caption: String::new(),
            supports: Vec::new(),
        };
        if machine.answers(&request) {
            self.0.lock().unwrap().attached.push((title, path));
        }
    }

    fn sync(&self, machine: &Machine) {
        let before = self.counts();
        if machine.syncs() {
            let mut answers = self.0.lock().unwrap();
            answers.at_relay = (before.0, before.1);
            answers.syncs += 1;
        }
    }

    /// How many edits, files and syncs were answered.
    pub fn counts(&self) -> (usize, usize, usize) {
        let answers = self.0.lock().unwrap();
        (answers.entered.len(), answers.attached.len(), answers.syncs)
    }

    /// Titles and paths of the files that are attached.
    pub fn files(&self) -> Vec<(String, PathBuf)> {
        self.0.lock().unwrap().attached.clone()
    }

    /// Whoever hears of the relay alone knows what it had when it answered.
    pub async fn is_at_the_relay(&self, witness: &Person, works: &[InitiativeId]) {
        let (entered, attached) = self.0.lock().unwrap().at_relay;
        self.is_known(witness, works, entered, attached).await;
    }

    /// Somebody who has synced knows everything.
    pub async fn is_known_to(&self, person: &Person, works: &[InitiativeId]) {
        let (entered, attached, _) = self.counts();
        self.is_known(person, works, entered, attached).await;
    }

    async fn is_known(&self, person: &Person, works: &[InitiativeId], entered: usize, attached: usize) {
        let (mut texts, mut titles) = (Vec::new(), Vec::new());
        for id in works {
            let view = person.sees(*id).await;
            texts.extend(view.difficulties.into_iter().map(|one| one.text));
            titles.extend(view.evidence.into_iter().map(|one| one.title));
        }
        let answers = self.0.lock().unwrap();
        for number in &answers.entered[..entered] {
            let (_, text) = difficulty(*number);
            assert!(texts.contains(&text), "{}: {text} is lost", person.name);
        }
        for (title, _) in &answers.attached[..attached] {
            assert!(titles.contains(title), "{}: {title} is lost", person.name);
        }
    }
}
