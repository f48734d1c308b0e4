//! Where the people of this machine keep their books.

use std::ffi::OsString;
use std::path::PathBuf;

/// Chooses the home folder: `--home DIR`, else the variable `SSK_HOME`, else the system's folder
/// for this application.
///
/// # Errors
/// When nothing was named and the system offers no folder.
pub fn home<E>(
    arguments: impl IntoIterator<Item = OsString>,
    variable: Option<OsString>,
    system: impl FnOnce() -> Result<PathBuf, E>,
) -> Result<PathBuf, E> {
    let mut arguments = arguments.into_iter().skip_while(|argument| argument != "--home").skip(1);
    match arguments.next().or(variable).filter(|named| !named.is_empty()) {
        Some(named) => Ok(PathBuf::from(named)),
        None => system(),
    }
}
