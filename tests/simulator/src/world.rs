//! What the world is to the applications and the relay of this process: clocks, randomness, and a wire
//! that ends here.

use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tokio::sync::oneshot;

use crate::Dice;

/// Who a clock or randomness belongs to: the relay, or a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// The school's relay.
    Relay,
    /// A machine by its number.
    Machine(usize),
}

/// The first day of a simulated school year, in milliseconds since 1970: 5 October 2026, 7:00 in Hà Nội.
const BEGINNING: i64 = 1_791_158_400_000;

/// A request that has left a machine and whose answer it waits for.
pub struct Letter {
    /// The machine.
    pub from: usize,
    /// What it asks.
    pub request: reqwest::Request,
    /// Where the answer goes.
    pub answer: oneshot::Sender<Result<reqwest::Response, String>>,
}

struct World {
    at: i64,
    relay: Own,
    machines: Vec<Own>,
    seed: u64,
    /// Which machine's program runs now.
    running: usize,
    letters: Vec<Letter>,
}

/// What belongs to one host.
struct Own {
    skew: i64,
    dice: Dice,
}

static WORLD: Mutex<Option<World>> = Mutex::new(None);

fn world<T>(look: impl FnOnce(&mut World) -> T) -> T {
    let mut world: MutexGuard<'_, Option<World>> = WORLD.lock().unwrap_or_else(PoisonError::into_inner);
    look(world.get_or_insert_with(|| World::of(0)))
}

impl World {
    fn of(seed: u64) -> Self {
        let relay = Own { skew: 0, dice: Dice::new(seed ^ 0x5e1a) };
        Self { at: BEGINNING, relay, machines: Vec::new(), seed, running: 0, letters: Vec::new() }
    }

    fn machine(&mut self, number: usize) -> &mut Own {
        while self.machines.len() <= number {
            let own = (self.machines.len() as u64 + 1).wrapping_mul(0xa076_1d64_78bd_642f);
            self.machines.push(Own { skew: 0, dice: Dice::new(self.seed ^ own) });
        }
        &mut self.machines[number]
    }

    fn own(&mut self, host: Host) -> &mut Own {
        match host {
            Host::Relay => &mut self.relay,
            Host::Machine(number) => self.machine(number),
        }
    }
}

/// Makes the world anew, and stands in for the machine from the first time on.
pub fn begin(seed: u64) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        runtime::stand_in(runtime::StandIn { now: machine_now, random: machine_random, send });
        relay::stand_in(relay::StandIn { now: relay_now, random: relay_random });
    });
    *WORLD.lock().unwrap_or_else(PoisonError::into_inner) = Some(World::of(seed));
}

/// Says whose program runs from now on.
pub fn let_run(machine: usize) {
    world(|world| world.running = machine);
}

/// Lets time go by.
pub fn pass(millis: i64) {
    world(|world| world.at += millis);
}

/// Sets a clock wrong by so much more.
pub fn set_clock(host: Host, by: i64) {
    world(|world| world.own(host).skew += by);
}

/// Sets a clock right.
pub fn right_clock(host: Host) {
    world(|world| world.own(host).skew = 0);
}

/// Takes what has left machines since it was asked last.
pub fn letters() -> Vec<Letter> {
    world(|world| std::mem::take(&mut world.letters))
}

fn machine_now() -> i64 {
    world(|world| {
        let (at, running) = (world.at, world.running);
        at + world.machine(running).skew
    })
}

fn machine_random(bytes: &mut [u8]) {
    world(|world| {
        let running = world.running;
        world.machine(running).dice.fill(bytes);
    });
}

fn relay_now() -> i64 {
    world(|world| world.at + world.relay.skew)
}

fn relay_random(bytes: &mut [u8]) {
    world(|world| world.relay.dice.fill(bytes));
}

fn send(request: reqwest::Request) -> runtime::Sending {
    let (answer, answered) = oneshot::channel();
    world(|world| world.letters.push(Letter { from: world.running, request, answer }));
    Box::pin(async move { answered.await.unwrap_or_else(|_| Err("the wire was cut".to_owned())) })
}
