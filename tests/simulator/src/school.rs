use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use api::{Call, Error};
use domain::id::InitiativeId;
use ledger::Ledger;
use protocol::{EnvId, LogView};
use tempfile::TempDir;

use crate::beginning::{self, Beginning, PEOPLE, home_of, relay_of};
use crate::machine::{Machine, Standing};
use crate::post::{Conditions, Post};
use crate::{Dice, Operation, Planted, world};

/// Where every machine thinks that the relay is.
pub const ADDRESS: &str = "http://127.0.0.1:8440";

/// Words that somebody wrote into a list to which everybody only adds.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where.
    pub work: InitiativeId,
    /// What.
    pub text: String,
    /// On which machine.
    pub machine: usize,
}

/// A school in the middle of what a seed does to it.
pub struct School {
    /// Relay and wire.
    pub post: Post,
    /// All machines, the registrar's first.
    pub machines: Vec<Machine>,
    /// Initiatives that were begun.
    pub works: Vec<InitiativeId>,
    /// What was written and must not be lost.
    pub words: Vec<Word>,
    /// The last backup of the relay.
    pub backup: Option<PathBuf>,
    /// Sticks with something on them.
    pub sticks: Vec<PathBuf>,
    /// How many things were made so far, to name the next one.
    pub made: usize,
    folder: TempDir,
}

impl School {
    /// Begins where all schools begin.
    pub async fn begin(beginning: &Beginning, seed: u64, planted: Option<Planted>) -> Self {
        let folder = beginning::folder();
        beginning.copy_to(folder.path());
        world::begin(seed.wrapping_add(1));
        let post = Post::with(&relay_of(folder.path()), planted);
        let mut machines = Vec::new();
        for (number, (short, _)) in PEOPLE.iter().enumerate() {
            machines.push(Machine::on(number, short, &home_of(folder.path(), short)).await);
        }
        let mut school = Self {
            post,
            machines,
            works: beginning.works.clone(),
            words: Vec::new(),
            backup: None,
            sticks: Vec::new(),
            made: 0,
            folder,
        };
        school.introduce();
        school
    }

    /// Ends everything.
    pub async fn end(self) -> (crate::trace::Trace, Option<crate::Violation>) {
        drop(self.machines);
        let mut post = self.post;
        let (trace, broken) = (std::mem::take(&mut post.trace), post.broken.take());
        post.close().await;
        (trace, broken)
    }

    /// The folder of all disks and sticks.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Tells the witness whose each machine is.
    pub fn introduce(&mut self) {
        for machine in &self.machines {
            if let (Some(device), Some(member)) = (machine.device(), machine.member()) {
                self.post.witness.owners.insert(machine.number, (device, member));
            }
        }
    }

    /// A name that was not used yet.
    pub fn next_name(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    /// Has a machine make a call, under the conditions of an operation.
    pub async fn has<C: Call>(
        &mut self,
        who: usize,
        operation: &Operation,
        request: C,
    ) -> Option<Result<C::Answer, Error>> {
        let mut conditions =
            Conditions { weather: operation.weather, dice: Dice::new(operation.dice ^ 0x7), power: None };
        let machine = &self.machines[who];
        let task = (machine.number, Box::pin(machine.person().tries(request)) as _);
        self.post.together(vec![task], &mut conditions).await.remove(0)
    }

    /// Learns from the relay's log who was revoked.
    pub fn learn_standings(&mut self) {
        for machine in &mut self.machines {
            let Some((device, member)) = self.post.witness.owners.get(&machine.number).copied() else {
                continue;
            };
            let known = self.post.witness.device(device);
            let is_out = known.is_some_and(|known| known.cut.is_some())
                || self.post.witness.log().is_some_and(|log| {
                    known.is_some() && !Ledger::placed(log).is_member(member).unwrap_or(true)
                });
            if is_out {
                machine.standing = Standing::Revoked;
            }
        }
    }

    /// Something was lost: what neither the relay nor a machine of the school holds is gone for good.
    pub fn forgets_what_nobody_holds(&mut self) {
        let active = self.machines.iter().filter(|machine| machine.standing == Standing::Active);
        let mut held: BTreeSet<EnvId> = active.flat_map(Machine::holds).collect();
        held.extend(self.at_relay());
        self.post.witness.answered.retain(|id, _| held.contains(id));
        self.post.witness.cuts.retain(|_, cut| held.contains(&cut.entry));
    }

    /// What the relay has, in its log or aside.
    pub fn at_relay(&self) -> Vec<EnvId> {
        let Some(log) = self.post.witness.log() else { return Vec::new() };
        let sql = "SELECT env_id FROM log_envelope UNION ALL SELECT env_id FROM log_quarantine";
        let mut statement = log.prepare(sql).expect("a relay has a log");
        let ids = statement.query_map([], |row| row.get::<_, [u8; 32]>(0)).expect("the log can be read");
        ids.map(|id| EnvId::from_bytes(id.expect("an id"))).collect()
    }
}
