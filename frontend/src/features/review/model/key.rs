/// What a key asks for in the review place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The next item.
    Next,
    /// The item before.
    Previous,
    /// Approve what is on the screen.
    Approve,
    /// Return it, or go to the remark that is still missing.
    Return,
    /// Leave the text field, or the item.
    Leave,
}

/// Where the focus is when a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In a field that takes letters.
    Typing,
    /// On a control that uses arrows and letters itself.
    Choosing,
    /// Anywhere else.
    Elsewhere,
}

/// One press of a key.
#[derive(Clone, Copy, Debug)]
pub struct Stroke<'key> {
    /// The key's name, as the browser says it.
    pub key: &'key str,
    /// Ctrl or Command is held.
    pub control: bool,
    /// Alt is held.
    pub alt: bool,
    /// Where the focus is.
    pub focus: Focus,
}

/// Reads a press; letters count only where nobody is typing.
pub fn command(stroke: Stroke<'_>) -> Option<Command> {
    match (stroke.focus, stroke.key) {
        _ if stroke.alt => None,
        (_, "Escape") => Some(Command::Leave),
        (Focus::Typing, "Enter") if stroke.control => Some(Command::Return),
        _ if stroke.control => None,
        (Focus::Elsewhere, "j" | "J" | "ArrowRight") => Some(Command::Next),
        (Focus::Elsewhere, "k" | "K" | "ArrowLeft") => Some(Command::Previous),
        (Focus::Elsewhere, "a" | "A") => Some(Command::Approve),
        (Focus::Elsewhere, "r" | "R") => Some(Command::Return),
        _ => None,
    }
}

/// Finds the place in a list that a key goes to, from the place that has the focus.
pub fn step(key: &str, place: Option<usize>, length: usize) -> Option<usize> {
    let last = length.checked_sub(1)?;
    match key {
        "j" | "J" | "ArrowDown" => Some(place.map_or(0, |place| (place + 1).min(last))),
        "k" | "K" | "ArrowUp" => Some(place.map_or(0, |place| place.saturating_sub(1))),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}
