/// What must hold and did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which rule.
    pub rule: &'static str,
    /// What was seen.
    pub what: String,
}

impl Violation {
    /// Names a rule that was broken.
    pub fn of(rule: &'static str, what: impl Into<String>) -> Self {
        Self { rule, what: what.into() }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)
    }
}

/// What happened, line by line, and a number for all of it.
#[derive(Debug, Default)]
pub struct Trace {
    lines: Vec<String>,
    hasher: blake3::Hasher,
}

impl Trace {
    /// Notes a line.
    pub fn note(&mut self, line: String) {
        self.hasher.update(line.as_bytes());
        self.hasher.update(b"\n");
        self.lines.push(line);
    }

    /// Counts bytes in without a line.
    pub fn count(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
    }

    /// The lines, and the number in hex.
    pub fn end(self) -> (Vec<String>, String) {
        (self.lines, self.hasher.finalize().to_hex().to_string())
    }
}
