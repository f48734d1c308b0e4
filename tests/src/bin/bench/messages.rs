//! HTTP/1.1 messages in a stream of bytes, told apart without understanding them.

/// What comes next in the stream.
enum State {
    Head,
    Body(u64),
    ChunkSize,
    Chunk(u64),
    /// The line end after a chunk.
    ChunkEnd,
    /// The lines after the last chunk.
    Trailers,
}

/// Follows one direction of a connection.
pub struct Messages {
    state: State,
    line: Vec<u8>,
}

/// A piece of a message.
pub enum Piece<'a> {
    /// The whole head, with its line ends.
    Head(&'a str),
    /// Some of its body.
    Body(&'a [u8]),
    /// Its end.
    End,
}

impl Messages {
    /// Begins with a head.
    pub fn new() -> Self {
        Self { state: State::Head, line: Vec::new() }
    }

    /// Takes the next bytes and hands on what they are.
    pub fn take(&mut self, mut bytes: &[u8], mut piece: impl FnMut(Piece<'_>)) {
        while !bytes.is_empty() {
            match self.state {
                State::Body(left) | State::Chunk(left) => {
                    let some = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                    piece(Piece::Body(&bytes[..some]));
                    bytes = &bytes[some..];
                    self.after_body(left - some as u64, &mut piece);
                }
                State::Head | State::ChunkSize | State::ChunkEnd | State::Trailers => {
                    self.line.push(bytes[0]);
                    bytes = &bytes[1..];
                    self.after_letter(&mut piece);
                }
            }
        }
    }

    fn after_body(&mut self, left: u64, piece: &mut impl FnMut(Piece<'_>)) {
        self.state = match (&self.state, left) {
            (State::Body(_), 0) => {
                piece(Piece::End);
                State::Head
            }
            (State::Body(_), left) => State::Body(left),
            (_, 0) => State::ChunkEnd,
            (_, left) => State::Chunk(left),
        };
    }

    fn after_letter(&mut self, piece: &mut impl FnMut(Piece<'_>)) {
        let ended = match self.state {
            State::Head => self.line.ends_with(b"\r\n\r\n"),
            _ => self.line.ends_with(b"\r\n"),
        };
        if !ended {
            return;
        }
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
        self.state = match self.state {
            State::Head => {
                piece(Piece::Head(&line));
                body_of(&line)
            }
            State::ChunkSize => match u64::from_str_radix(line.trim(), 16).unwrap_or(0) {
                0 => State::Trailers,
                size => State::Chunk(size),
            },
            State::ChunkEnd => State::ChunkSize,
            _ if line == "\r\n" => State::Body(0),
            _ => State::Trailers,
        };
        if matches!(self.state, State::Body(0)) {
            piece(Piece::End);
            self.state = State::Head;
        }
    }
}

/// What follows a head.
fn body_of(head: &str) -> State {
    if header(head, "transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        return State::ChunkSize;
    }
    State::Body(header(head, "content-length").and_then(|value| value.parse().ok()).unwrap_or(0))
}

/// A header's value in lower case.
fn header(head: &str, name: &str) -> Option<String> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines
        .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_ascii_lowercase())
        .next()
}

#[cfg(test)]
mod tests;
