//! What the person who starts the window may choose: the home folder, and a demonstration's clock.

use std::ffi::OsString;
use std::path::PathBuf;

/// The argument behind an option such as `--home`.
pub fn option(arguments: impl IntoIterator<Item = OsString>, name: &str) -> Option<OsString> {
    arguments.into_iter().skip_while(|argument| argument != name).nth(1)
}

/// Chooses the folder where the people of this machine keep their books: what was named, by the
/// option or else by the variable, and otherwise the system's folder for this application.
///
/// # Errors
/// When nothing was named and the system offers no folder.
pub fn home<E>(
    named: Option<OsString>,
    variable: Option<OsString>,
    system: impl FnOnce() -> Result<PathBuf, E>,
) -> Result<PathBuf, E> {
    match named.or(variable).filter(|named| !named.is_empty()) {
        Some(named) => Ok(PathBuf::from(named)),
        None => system(),
    }
}
