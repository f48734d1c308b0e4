//! Inputs that a seed makes from the corpus: the same ones on every machine.

/// Numbers that end something in formats of bytes.
const EDGES: [u8; 16] =
    [0x00, 0x01, 0x17, 0x18, 0x19, 0x1b, 0x40, 0x58, 0x7f, 0x80, 0x9b, 0x9f, 0xbb, 0xf6, 0xfe, 0xff];
/// No input grows beyond this.
const LONGEST: usize = 64 * 1024;

/// An endless list of inputs.
pub struct Mutations<'c> {
    corpus: &'c [(String, Vec<u8>)],
    state: u64,
}

impl<'c> Mutations<'c> {
    /// Begins the list of a seed; the corpus is not empty.
    pub fn of(corpus: &'c [(String, Vec<u8>)], seed: u64) -> Self {
        Self { corpus, state: seed }
    }

    /// SplitMix64: short, and the same for ever.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.random() % bound.max(1) as u64) as usize
    }

    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let (one, other) = (self.below(length + 1), self.below(length + 1));
        one.min(other)..one.max(other)
    }

    fn any(&mut self) -> &'c [u8] {
        let place = self.below(self.corpus.len());
        &self.corpus[place].1
    }

    /// Changes an input in one way.
    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len());
        match self.below(8) {
            0 if !input.is_empty() => input[at] ^= 1 << self.below(8),
            1 if !input.is_empty() => input[at] = EDGES[self.below(EDGES.len())],
            2 if !input.is_empty() => input[at] = input[at].wrapping_add(1 + self.below(4) as u8),
            3 => input.insert(at, EDGES[self.below(EDGES.len())]),
            4 => drop(input.drain(self.stretch(input.len()))),
            5 => {
                let again = input[self.stretch(input.len())].to_vec();
                input.splice(at..at, again);
            }
            6 => {
                let other = self.any();
                let part = &other[self.stretch(other.len())];
                input.splice(at..at, part.iter().copied());
            }
            _ => input.truncate(at),
        }
        input.truncate(LONGEST);
    }
}

impl Iterator for Mutations<'_> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut input = self.any().to_vec();
        for _ in 0..=self.below(4) {
            self.change(&mut input);
        }
        Some(input)
    }
}
