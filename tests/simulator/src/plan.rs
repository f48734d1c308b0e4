use crate::Dice;

/// Machines of the school at its beginning, the registrar's first.
pub const MACHINES: usize = 8;
/// Operations of one seed.
const OPERATIONS: usize = 24;
/// So many operations lie between two times of calm, roughly.
const BETWEEN_CALM: usize = 12;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Somebody registers an initiative, and hands it in, shares it, or keeps it.
    Register,
    /// Somebody edits.
    Edit,
    /// Somebody decides about the first thing in their queue.
    Decide,
    /// Some machines sync at the same time.
    Sync,
    /// Somebody attaches a file.
    Attach,
    /// Somebody joins on a new machine.
    Join,
    /// The registrar gives somebody a role.
    Grant,
    /// The registrar takes a role from somebody.
    Ungrant,
    /// The registrar revokes a machine.
    Revoke,
    /// The registrar takes back what a revoked machine wrote.
    Readmit,
    /// The operator makes a backup of the relay.
    BackUpRelay,
    /// The relay's folder becomes the last backup.
    RestoreRelay,
    /// The relay's folder is lost.
    LoseRelay,
    /// The relay's machine loses power.
    CrashRelay,
    /// Somebody copies their profile.
    BackUpMachine,
    /// Somebody's profile becomes the copy.
    RestoreMachine,
    /// Somebody's profile is copied to another machine, and both are used.
    CloneMachine,
    /// A machine loses power, perhaps while it syncs.
    CrashMachine,
    /// Work goes from one machine to another on a stick.
    Stick,
    /// Somebody writes much, weeks go by, and the relay lets go what snapshots stand for.
    Compact,
    /// A clock jumps.
    Clock,
    /// The relay's disk is full from now on.
    FillDisk,
    /// The relay's disk has room again.
    FreeDisk,
    /// All is mended and everybody syncs: what must hold is checked.
    Calm,
}

/// What the wire does to what goes over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// It carries everything.
    Fair,
    /// It loses, repeats, delays and cuts.
    Foul,
}

/// One thing that is done, with numbers of its own: without the operations before it, it still does
/// what it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What.
    pub act: Act,
    /// Whose machine, where it is somebody's.
    pub who: usize,
    /// How the wire is meanwhile.
    pub weather: Weather,
    /// What else is left to chance.
    pub dice: u64,
}

/// Everything that happens to one school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// In this order.
    pub operations: Vec<Operation>,
}

/// How often each act is rolled, of the sum.
const WEIGHTS: &[(Act, u64)] = &[
    (Act::Edit, 22),
    (Act::Sync, 26),
    (Act::Register, 9),
    (Act::Decide, 10),
    (Act::Attach, 3),
    (Act::Grant, 3),
    (Act::Ungrant, 5),
    (Act::Revoke, 4),
    (Act::Readmit, 3),
    (Act::Join, 1),
    (Act::BackUpRelay, 5),
    (Act::RestoreRelay, 5),
    (Act::LoseRelay, 1),
    (Act::CrashRelay, 3),
    (Act::BackUpMachine, 2),
    (Act::RestoreMachine, 2),
    (Act::CloneMachine, 1),
    (Act::CrashMachine, 4),
    (Act::Stick, 4),
    (Act::Clock, 3),
    (Act::FillDisk, 2),
    (Act::FreeDisk, 2),
];

impl Plan {
    /// What a seed means.
    pub fn of(seed: u64) -> Self {
        Self::from(WEIGHTS, seed)
    }

    /// What a seed means where weeks go by, too, and payloads are let go.
    pub fn with_weeks(seed: u64) -> Self {
        Self::from(&[WEIGHTS, &[(Act::Compact, 2)]].concat(), seed)
    }

    fn from(weights: &[(Act, u64)], seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let acts = some(weights, &mut dice);
        let mut operations = Vec::new();
        for number in 1..=OPERATIONS {
            operations.push(Operation::roll(&acts, &mut dice));
            if number % BETWEEN_CALM == 0 {
                operations.push(Operation { dice: dice.roll(), ..Operation::calm() });
            }
        }
        Self { seed, operations }
    }
}

/// What one seed does: half of them leave about half of everything out, so that the rest meets more often.
fn some(weights: &[(Act, u64)], dice: &mut Dice) -> Vec<(Act, u64)> {
    let leaves_out = dice.happens(50);
    let stays = |act: Act, dice: &mut Dice| {
        matches!(act, Act::Edit | Act::Sync | Act::Register | Act::Decide) || !leaves_out || dice.happens(50)
    };
    weights.iter().copied().filter(|(act, _)| stays(*act, dice)).collect()
}

impl Operation {
    fn roll(acts: &[(Act, u64)], dice: &mut Dice) -> Self {
        let sum: u64 = acts.iter().map(|(_, weight)| weight).sum();
        let mut left = dice.roll() % sum;
        let mut act = Act::Sync;
        for (one, weight) in acts {
            if left < *weight {
                act = *one;
                break;
            }
            left -= weight;
        }
        let weather = if dice.happens(40) { Weather::Foul } else { Weather::Fair };
        Self { act, who: dice.below(MACHINES), weather, dice: dice.roll() }
    }

    /// All is mended.
    pub fn calm() -> Self {
        Self { act: Act::Calm, who: 0, weather: Weather::Fair, dice: 0 }
    }
}
