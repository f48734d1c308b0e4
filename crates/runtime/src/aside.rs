//! Puts a damaged book aside: kept under another name, so that its person can join again.

use std::sync::Arc;
use std::time::Duration;

use api::{Code, Error, Topic};

use crate::application::Application;
use crate::lock::Entry;
use crate::session::Session;
use crate::{error, host, profile};

/// How often, and after which pause, it is seen whether everybody let go of the book.
const LOOKS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// Puts a profile aside.
///
/// # Errors
/// `sound_profile` where nothing is wrong with it: what only it has would be out of reach.
pub async fn set_aside(application: &Application, id: &str) -> Result<(), Error> {
    let place = application.place();
    match application.session().ok().filter(|session| session.profile == id) {
        Some(session) => {
            is_damaged(&session)?;
            application.switch_to(Err(Error::new(Code::NoProfile)));
            is_let_go(session).await?;
        }
        None => match profile::open(place, id, Entry::Plain).await {
            Ok(session) => is_damaged(&session)?,
            // Its bytes stay: where the key is found again, so is what it says.
            Err(failure) if matches!(failure.code, Code::DamagedProfile | Code::BookKeyGone) => {}
            Err(other) => return Err(other),
        },
    }
    profile::set_aside(&place.home, id)?;
    // Nobody listening is no failure.
    let _ = place.changed.send(Topic::Profiles);
    Ok(())
}

fn is_damaged(session: &Session) -> Result<(), Error> {
    let checked = session.read(|work| store::check(work.connection()).map_err(error::from_store));
    match checked {
        Ok(()) => Err(Error::new(Code::SoundProfile)),
        Err(failure) if failure.code == Code::DamagedProfile => Ok(()),
        Err(other) => Err(other),
    }
}

/// Waits until the loops of a session have ended: its file is open until then.
async fn is_let_go(session: Arc<Session>) -> Result<(), Error> {
    let left = Arc::downgrade(&session);
    drop(session);
    for _ in 0..LOOKS {
        if left.strong_count() == 0 {
            return Ok(());
        }
        host::sleep(PAUSE).await;
    }
    Err(Error::new(Code::ProfileInUse))
}
