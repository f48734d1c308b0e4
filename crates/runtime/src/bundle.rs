//! Việc trong một tệp: work taken out as a sealed file, and taken in again (protocol, section 15).
//!
//! Taking out needs no network and none of this device's keys: everything is sealed to the public keys
//! that the log names. What is brought in waits beside the own unsent envelopes and is sent with them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use api::{
    BundlePlan, BundleTaken, BundleView, DeliveryView, DiscardBundle, Error, ExportBundle, FetchBundle,
    FilePiece, ImportBundle, PlanBundle, ReadBundle, Topic, TransferDirection, TransferView,
};

use crate::delivery;
use crate::session::Session;

mod arriving;
mod carry;
mod choose;
mod draft;
mod enclose;
mod export;
mod fetch;
mod import;
mod ready;
mod recipients;
mod source;

pub use carry::carry;
pub use import::{Fate, judge};

/// Shows what a bundle would hold.
pub fn plan(session: &Session, request: PlanBundle) -> Result<BundlePlan, Error> {
    session.read(|work| {
        let readers = recipients::find(work, &request.to)?;
        let chosen = choose::choose(work, request.what, &readers, None)?;
        export::describe(work, &readers, &chosen)
    })
}

/// Takes work out as a sealed file.
pub async fn export(session: &Session, request: ExportBundle) -> Result<BundleView, Error> {
    let made = export::export(session, request).await;
    session.bundling.end();
    session.emit(Topic::Delivery);
    made
}

/// Takes from the relay a file for another machine of this member.
pub async fn fetch(session: &Session, request: FetchBundle) -> Result<BundleView, Error> {
    let fetched = fetch::fetch(session, request).await;
    session.bundling.end();
    session.emit(Topic::Delivery);
    fetched
}

/// Reads a piece of a bundle that lies ready.
pub fn read(session: &Session, request: ReadBundle) -> Result<FilePiece, Error> {
    ready::read(session, &request)
}

/// Stops making a bundle, and removes what lies ready.
pub fn discard(session: &Session, _: DiscardBundle) -> Result<DeliveryView, Error> {
    session.bundling.stop();
    ready::clear(session);
    delivery::view(session)
}

/// Takes in what a bundle holds.
pub async fn import(session: &Session, request: ImportBundle) -> Result<BundleTaken, Error> {
    let taken = import::import(session, &request.file).await;
    session.bundling.end();
    session.emit(Topic::Delivery);
    taken
}

/// A bundle that is being made or read: how far it is, and whether to stop.
#[derive(Default)]
pub struct Bundling {
    stopped: AtomicBool,
    progress: Mutex<Option<TransferView>>,
}

impl Bundling {
    /// How far it is; nothing while no bundle is made or read.
    pub fn progress(&self) -> Option<TransferView> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn begin(&self) {
        self.stopped.store(false, Ordering::SeqCst);
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn note(&self, name: &str, direction: TransferDirection, done: u64, size: u64) {
        let view = TransferView { blob: String::new(), name: name.to_owned(), direction, done, size };
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(view);
    }

    fn end(&self) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
