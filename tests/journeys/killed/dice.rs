//! What happens in a round, by a number.

use std::time::Duration;

/// Numbers that are the same in each run of one seed.
pub struct Dice(pub u64);

/// What somebody who writes does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Enters a difficulty.
    Edit,
    /// Attaches a file.
    Attach,
    /// Sends and receives.
    Sync,
}

/// Who is killed.
#[derive(Clone, Copy, Debug)]
pub enum Victim {
    /// One of those who write.
    Writer(usize),
    /// The one who reads.
    Reader,
    /// The relay.
    Relay,
    /// A backup of the relay.
    Backup,
}

/// One round.
#[derive(Debug)]
pub struct Plan {
    /// What each of the two who write does, one after the other.
    pub jobs: [[Job; 2]; 2],
    /// Whether the relay is copied meanwhile.
    pub backs_up: bool,
    /// Who is killed.
    pub victim: Victim,
    /// When, after all have begun.
    pub moment: Duration,
    /// How long a relay that was killed stays away.
    pub absence: Duration,
}

/// A round is over after about so many milliseconds.
const LONGEST: u64 = 350;

impl Dice {
    /// The next number (SplitMix64).
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// Makes the next round up.
    pub fn plan(&mut self) -> Plan {
        let jobs = std::array::from_fn(|_| match self.below(8) {
            0 => [Job::Attach, Job::Sync],
            1 => [Job::Sync, Job::Edit],
            2 => [Job::Edit, Job::Edit],
            _ => [Job::Edit, Job::Sync],
        });
        let backs_up = self.below(8) == 0;
        let victim = match self.below(10) {
            _ if backs_up && self.below(2) == 0 => Victim::Backup,
            0..4 => Victim::Relay,
            4..7 => Victim::Writer(0),
            7..9 => Victim::Writer(1),
            _ => Victim::Reader,
        };
        let milliseconds = |number| Duration::from_millis(number);
        let (moment, absence) = (milliseconds(self.below(LONGEST)), milliseconds(self.below(50)));
        Plan { jobs, backs_up, victim, moment, absence }
    }
}
