//! Admission on a real log in SQLite.
#![allow(clippy::unwrap_used)]

mod ledger {
    mod brought;
    mod chain;
    mod changes;
    mod control;
    mod joining;
    mod lives;
    mod outbox;
    mod places;
    mod reading;
    mod rights;
    mod snapshots;
    mod support;
}
