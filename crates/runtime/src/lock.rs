//! Khóa máy: the PIN, wrong ones, and rest (ADR 0014).
//!
//! A locked book is closed: nothing of it is in memory but whose it is. How long somebody rests is
//! measured by two clocks, and either may say that it is enough: the machine's running time stands
//! still while the machine sleeps, and its calendar may be set back, but not both help a stranger.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use api::{Code, Error, LockView, LockedView, SetLock, SetPin};
use domain::date::Moment;
use store::Store;
use store::setting::{self, Key};

use crate::keys::kept;
use crate::session::Session;
use crate::vault::Vault;
use crate::{error, host, profile};

/// Minutes of rest that a person may choose, the usual one first.
const REST_MINUTES: [u8; 3] = [10, 5, 30];
/// Wrong PINs that cost no waiting.
const FREE_TRIES: u32 = 3;
/// What the next one costs; it doubles with every further one.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// What no wrong one costs more than.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// Mã PIN: 6 to 12 digits that are not the first somebody would try.
#[derive(Clone)]
pub struct Pin(String);

impl Pin {
    /// Reads a PIN that is to be set.
    ///
    /// # Errors
    /// `bad_pin` with `details.reason`: `length`, `digits` or `trivial`.
    pub fn new(text: &str) -> Result<Self, Error> {
        let bad = |reason: &str| Err(Error::new(Code::BadPin).with("reason", reason));
        let digits = text.as_bytes();
        if !digits.iter().all(u8::is_ascii_digit) {
            bad("digits")
        } else if !(6..=12).contains(&digits.len()) {
            bad("length")
        } else if is_trivial(digits) {
            bad("trivial")
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// Takes a PIN that somebody tries; whether it is one is told by what it opens.
    pub fn tried(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Seals a secret.
    pub fn seal(&self, secret: &[u8]) -> Vec<u8> {
        protocol::seal_with_pin(&self.0, host::random(), host::random(), secret)
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        protocol::open_with_pin(&self.0, sealed)
    }
}

/// Whether digits repeat a short group, or count up or down.
fn is_trivial(digits: &[u8]) -> bool {
    let repeats = |group: usize| digits.iter().zip(&digits[group..]).all(|(one, next)| one == next);
    let counts = |step: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0');
    (1..=3).any(repeats) || counts(1) || counts(9)
}

/// How somebody comes to a profile.
#[derive(Clone, Copy)]
pub enum Entry<'a> {
    /// With nothing.
    Plain,
    /// With a PIN, this long after the last wrong one.
    Pin(&'a Pin, Duration),
}

/// Lets somebody pass the profile's lock, and gives what the PIN opened; nothing where there is none.
///
/// # Errors
/// `locked`, `wrong_pin` and `pin_wait`, both with `details.seconds` until the next try.
pub fn pass(store: &Store, entry: Entry<'_>) -> Result<Option<Vec<u8>>, Error> {
    let get = |key| store.read(|connection| setting::get(connection, key)).map_err(error::from_store);
    let Some(sealed) = get(Key::Pin)? else { return Ok(None) };
    let wrong = get(Key::WrongPins)?.and_then(|count| count.parse().ok()).unwrap_or(0);
    let sealed = kept::unhex(&sealed).unwrap_or_default();
    try_pin(&sealed, wrong, entry, |wrong| count(store, wrong)).map(Some)
}

/// Opens what a PIN sealed, after so many wrong ones; `count` keeps how many there are now.
///
/// # Errors
/// `locked`, `wrong_pin` and `pin_wait`, both with `details.seconds` until the next try.
pub fn try_pin(
    sealed: &[u8],
    wrong: u32,
    entry: Entry<'_>,
    mut count: impl FnMut(u32) -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let Entry::Pin(pin, waited) = entry else { return Err(Error::new(Code::Locked)) };
    if let Some(left) = wait(wrong).checked_sub(waited).filter(|left| !left.is_zero()) {
        return Err(wait_error(Code::PinWait, left));
    }
    // Counted before it is tried: switching the machine off meanwhile gains nothing.
    count(wrong.saturating_add(1))?;
    match pin.open(sealed) {
        Some(secret) => count(0).map(|()| secret),
        None => Err(wait_error(Code::WrongPin, wait(wrong + 1))),
    }
}

fn count(store: &Store, wrong: u32) -> Result<(), Error> {
    store
        .transaction(|connection| match wrong {
            0 => setting::remove(connection, Key::WrongPins),
            _ => setting::set(connection, Key::WrongPins, &wrong.to_string()),
        })
        .map_err(error::from_store)
}

/// How long nobody may try after so many wrong PINs.
fn wait(wrong: u32) -> Duration {
    let Some(doubled) = wrong.checked_sub(FREE_TRIES) else { return Duration::ZERO };
    FIRST_WAIT.saturating_mul(1 << doubled.min(16)).min(LONGEST_WAIT)
}

fn wait_error(code: Code, left: Duration) -> Error {
    Error::new(code).with("seconds", left.as_millis().div_ceil(1_000) as u64)
}

/// When somebody last touched the machine, and when a wrong PIN was last tried.
pub struct Watch {
    touched: Mutex<Option<(Duration, Moment)>>,
    wrong_at: Mutex<Duration>,
}

impl Default for Watch {
    fn default() -> Self {
        // Nobody knows how long ago the last wrong PIN was: a start counts as one.
        Self { touched: Mutex::new(None), wrong_at: Mutex::new(host::uptime()) }
    }
}

impl Watch {
    /// Somebody is there.
    pub fn touch(&self) {
        *hold(&self.touched) = Some((host::uptime(), host::now()));
    }

    /// Somebody opened a book, on a host that says when somebody is there.
    pub fn touch_if_watched(&self) {
        let mut touched = hold(&self.touched);
        if touched.is_some() {
            *touched = Some((host::uptime(), host::now()));
        }
    }

    /// Whether nobody was there for so long. Where nobody ever was, nobody can leave.
    pub fn rested(&self, rest: Duration) -> bool {
        let Some((running, calendar)) = *hold(&self.touched) else { return false };
        let by_calendar = host::now().millis().saturating_sub(calendar.millis());
        host::uptime().saturating_sub(running) >= rest
            || u64::try_from(by_calendar).is_ok_and(|millis| Duration::from_millis(millis) >= rest)
    }

    /// How long ago a wrong PIN was tried, or the program started.
    pub fn since_wrong(&self) -> Duration {
        host::uptime().saturating_sub(*hold(&self.wrong_at))
    }

    /// A wrong PIN was tried.
    pub fn note_wrong(&self) {
        *hold(&self.wrong_at) = host::uptime();
    }
}

fn hold<T>(value: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the settings of a book have a PIN.
pub fn has_pin(connection: &store::Connection) -> Result<bool, store::StoreError> {
    Ok(setting::get(connection, Key::Pin)?.is_some())
}

/// The rest after which a book is locked; nothing without a PIN.
pub fn rest(vault: &Vault, connection: &store::Connection) -> Result<Option<Duration>, store::StoreError> {
    if !vault.has_pin(connection)? {
        return Ok(None);
    }
    let minutes = setting::get(connection, Key::RestMinutes)?.and_then(|text| text.parse().ok());
    Ok(Some(Duration::from_mins(u64::from(minutes.unwrap_or(REST_MINUTES[0])))))
}

/// Sets, changes or takes away the PIN; who has one shows it first.
pub fn set_pin(session: &Session, request: &SetPin, waited: Duration) -> Result<(), Error> {
    let next = request.pin.as_deref().map(Pin::new).transpose()?;
    let old = Pin::tried(request.old.as_deref().unwrap_or_default());
    session.set_pin(Entry::Pin(&old, waited), next.as_ref())?;
    session.read_rest()
}

/// Chooses after how many minutes of rest the book is locked.
pub fn set_lock(session: &Session, request: &SetLock) -> Result<(), Error> {
    if !REST_MINUTES.contains(&request.rest_minutes) {
        return Err(Error::new(Code::BadValue).with("path", "rest_minutes").with("reason", "not_offered"));
    }
    let minutes = request.rest_minutes.to_string();
    session.commit(|work| {
        setting::set(work.connection(), Key::RestMinutes, &minutes).map_err(error::from_store)
    })?;
    session.read_rest()
}

/// What is told of a session's lock.
pub fn view(session: &Session, connection: &store::Connection) -> Result<LockView, Error> {
    let minutes = setting::get(connection, Key::RestMinutes).map_err(error::from_store)?;
    Ok(LockView {
        pin: session.rest().is_some(),
        rest_minutes: minutes.and_then(|text| text.parse().ok()).unwrap_or(REST_MINUTES[0]),
        keys: session.vault().keys(connection).map_err(error::from_store)?,
        encrypted: session.vault().is_encrypted(),
        key_gone: session.signer.is_gone(),
    })
}

/// The error that every call answers while a book is locked.
pub fn locked(profile: &str) -> Error {
    Error::new(Code::Locked).with("profile", profile)
}

/// Whose book is locked, if that is why there is no session.
pub fn locked_profile(home: &std::path::Path, why: &Error) -> Option<LockedView> {
    let id = why.details.get("profile").filter(|_| why.code == Code::Locked)?.as_str()?;
    let known = profile::list(home, None).into_iter().find(|profile| profile.id == id)?;
    Some(LockedView { profile: known.id, person: known.person, school: known.school })
}

#[cfg(test)]
mod tests;
