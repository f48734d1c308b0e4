//! Starts a relay and stops it cleanly.

use crate::config::Config;
use crate::home::{Home, HomeError};
use crate::relay::Relay;
use crate::router::router;
use crate::storage::StorageError;
use axum::serve::ListenerExt;
use protocol::{RelayKey, SigningKey, SpaceId};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the fence is brought up to the log.
const FENCE: Duration = Duration::from_secs(5);
/// How long requests may go on after the relay was asked to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Why a relay cannot start; each says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The data folder cannot be made, read or written.
    #[error("{0}; choose a folder that this user may write to")]
    Folder(String),
    /// Another relay runs on the same data folder.
    #[error("another relay is already running on the data folder {0}; stop it first")]
    AlreadyRunning(PathBuf),
    /// The relay's key cannot be read.
    #[error("{0}")]
    Key(String),
    /// A school's database was written by a newer version.
    #[error(
        "the data was written by a newer version of the relay (format {found}, this one knows {known}); install that version"
    )]
    TooNew {
        /// The format found.
        found: i64,
        /// The newest format known.
        known: i64,
    },
    /// A school's database cannot be opened.
    #[error("the data cannot be opened: {0}")]
    Data(String),
    /// The address is in use, is not this machine's, or is not an address.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// The address that was asked for.
        address: String,
        /// Why not.
        error: std::io::Error,
    },
}

impl From<HomeError> for StartError {
    fn from(error: HomeError) -> Self {
        match error {
            HomeError::Unusable { .. } => Self::Folder(error.to_string()),
            HomeError::Locked { path } => Self::AlreadyRunning(path),
            HomeError::Key { .. } => Self::Key(error.to_string()),
        }
    }
}

impl From<StorageError> for StartError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Ledger(ledger::LedgerError::TooNew { found, known }) => {
                Self::TooNew { found, known }
            }
            other => Self::Data(other.to_string()),
        }
    }
}

/// A relay that runs until it is stopped.
#[derive(Debug)]
pub struct Running {
    /// Where it listens, with the real port.
    pub address: SocketAddr,
    /// Its public key.
    pub key: RelayKey,
    relay: Arc<Relay>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
    fencing: JoinHandle<()>,
}

/// Starts a relay on the present tokio runtime.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let (stop, stopping) = watch::channel(false);
    let listener = TcpListener::bind(&config.listen)
        .await
        .map_err(|error| StartError::Listen { address: config.listen.clone(), error })?;
    let address = listener
        .local_addr()
        .map_err(|error| StartError::Listen { address: config.listen.clone(), error })?;
    let seen = stopping.clone();
    let opening = tokio::task::spawn_blocking(move || open(&config, seen));
    let relay = opening.await.unwrap_or_else(|error| Err(StartError::Data(error.to_string())))?;
    let relay = Arc::new(relay);
    let app = router(Arc::clone(&relay)).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|tcp| {
        // An answer to a push is one small packet: it must not wait for a second one.
        let _ = tcp.set_nodelay(true);
    });
    let serving = tokio::spawn(
        axum::serve(listener, app).with_graceful_shutdown(asked_to_stop(stopping.clone())).into_future(),
    );
    let fencing = tokio::spawn(keep_fences(Arc::clone(&relay), stopping));
    Ok(Running { address, key: relay.public(), relay, stop, serving, fencing })
}

fn open(config: &Config, stopping: watch::Receiver<bool>) -> Result<Relay, StartError> {
    let home = Home::open(&config.data)?;
    let key: SigningKey = home.key()?;
    let spaces: Vec<SpaceId> = home.schools()?;
    tracing::info!(schools = spaces.len(), "data folder opened");
    Ok(Relay::open(config, home, key, spaces, stopping)?)
}

async fn asked_to_stop(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a reason to stop as well.
    let _ = stopping.wait_for(|stop| *stop).await;
}

async fn keep_fences(relay: Arc<Relay>, mut stopping: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            () = tokio::time::sleep(FENCE) => {}
        }
        for school in relay.schools() {
            let written = tokio::task::spawn_blocking(move || school.write_fence()).await;
            if let Ok(Err(error)) = written {
                tracing::error!(%error, "the fence cannot be written");
            }
        }
    }
}

impl Running {
    /// Stops: no new requests, those that run end, everything lies in the main files.
    pub async fn stop(self) {
        // Nobody listening would mean that all has ended already.
        let _ = self.stop.send(true);
        let mut serving = self.serving;
        if tokio::time::timeout(GRACE, &mut serving).await.is_err() {
            tracing::warn!("requests were cut off");
            serving.abort();
            let _ = serving.await;
        }
        let _ = self.fencing.await;
        let schools = self.relay.take_schools();
        drop(self.relay);
        let stopping = tokio::task::spawn_blocking(move || schools.into_iter().for_each(stop_school));
        if stopping.await.is_err() {
            tracing::error!("a school could not be closed");
        }
    }
}

fn stop_school(school: Arc<crate::school::School>) {
    let Some(school) = Arc::into_inner(school) else {
        // A request that was cut off still holds it; every commit is on disk all the same.
        tracing::warn!("a school was still in use");
        return;
    };
    if let Err(error) = school.stop() {
        tracing::error!(%error, "a school could not be closed");
    }
}
