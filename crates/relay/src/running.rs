//! Starts a relay and stops it cleanly.

use crate::announce::Announcement;
use crate::clock;
use crate::config::Config;
use crate::doors::{self, Peer};
use crate::home::{Home, HomeError};
use crate::housekeeping;
use crate::relay::Relay;
use crate::router::router;
use crate::storage::StorageError;
use crate::tls::{CertificateError, Identity, grouped};
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
/// How often the machine's addresses, the certificate's end and the school's own files are looked at.
const CERTIFICATE: Duration = Duration::from_mins(1);

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
    /// There is no certificate to show over https.
    #[error("{0}")]
    Certificate(String),
}

impl From<CertificateError> for StartError {
    fn from(error: CertificateError) -> Self {
        Self::Certificate(error.to_string())
    }
}

impl From<HomeError> for StartError {
    fn from(error: HomeError) -> Self {
        match error {
            HomeError::Unusable { .. } => Self::Folder(error.to_string()),
            HomeError::Locked { path } => Self::AlreadyRunning(path),
            HomeError::Key(error) => Self::Key(error.to_string()),
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
    beside: Vec<JoinHandle<()>>,
    announced: Option<Announcement>,
}

/// Starts a relay on the present tokio runtime.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let (stop, stopping) = watch::channel(false);
    let not_listening = |error| StartError::Listen { address: config.listen.clone(), error };
    let listener = TcpListener::bind(&config.listen).await.map_err(not_listening)?;
    let address = listener.local_addr().map_err(not_listening)?;
    let (given, seen) = (config.clone(), stopping.clone());
    let opening = tokio::task::spawn_blocking(move || open(&given, address, seen));
    let relay = opening.await.unwrap_or_else(|error| Err(StartError::Data(error.to_string())))?;
    let relay = Arc::new(relay);
    let app = router(Arc::clone(&relay)).into_make_service_with_connect_info::<Peer>();
    let (doors, receiving) = doors::open(listener, relay.identity.server()?).map_err(not_listening)?;
    let serving = tokio::spawn(
        axum::serve(doors, app).with_graceful_shutdown(asked_to_stop(stopping.clone())).into_future(),
    );
    let beside = vec![
        tokio::spawn(receiving),
        tokio::spawn(keep_fences(Arc::clone(&relay), stopping.clone())),
        tokio::spawn(housekeeping::keep(Arc::clone(&relay), stopping.clone())),
        tokio::spawn(keep_certificate(Arc::clone(&relay.identity), stopping)),
    ];
    let key = relay.public();
    let announced = Announcement::begin(address, &key);
    Ok(Running { address, key, relay, stop, serving, beside, announced })
}

/// Opens the data folder; nobody is let in yet.
pub(crate) fn open(
    config: &Config,
    address: SocketAddr,
    stopping: watch::Receiver<bool>,
) -> Result<Relay, StartError> {
    let home = Home::open(&config.data)?;
    let key: SigningKey = home.key()?;
    let identity = Identity::open(&config.data, &config.https, address, clock::now())?;
    let spaces: Vec<SpaceId> = home.schools()?;
    for behind in spaces.iter().filter_map(|space| clock::behind(home.fence(*space).written_at()?)) {
        let days = behind.as_secs() / 86_400;
        tracing::error!(days, "this machine's clock is behind the last time that the relay wrote; set it");
    }
    tracing::info!(schools = spaces.len(), "data folder opened");
    let mut relay = Relay::open(config, home, key, identity, spaces, stopping)?;
    relay.turn_key()?;
    Ok(relay)
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

/// Keeps the certificate such that browsers take it, without a restart.
async fn keep_certificate(identity: Arc<Identity>, mut stopping: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            () = tokio::time::sleep(CERTIFICATE) => {}
        }
        look_at_certificate(Arc::clone(&identity)).await;
    }
}

async fn look_at_certificate(identity: Arc<Identity>) {
    let looked = tokio::task::spawn_blocking(move || identity.refresh(clock::now())).await;
    match looked {
        Ok(Ok(true)) => tracing::info!("another certificate is shown from now on"),
        Ok(Err(error)) => tracing::error!(%error, "the certificate stays as it was"),
        Ok(Ok(false)) | Err(_) => {}
    }
}

impl Running {
    /// The https address that people use.
    pub fn secure_address(&self) -> String {
        self.relay.identity.secure_address()
    }

    /// The address to hand out; it leads a browser to https.
    pub fn open_address(&self) -> String {
        self.relay.identity.open_address()
    }

    /// What people compare of the relay's key.
    pub fn key_fingerprint(&self) -> String {
        self.key.fingerprint()
    }

    /// SHA-256 of the relay's own authority, in pairs of digits to compare with what a device shows;
    /// nothing where the school has a certificate of its own.
    pub fn fingerprint(&self) -> Option<String> {
        self.relay.identity.trust().map(|trust| grouped(&trust.fingerprint))
    }

    /// Looks at once whether the certificate has to be another one; it does so each minute by itself.
    pub async fn look_at_certificate(&self) {
        look_at_certificate(Arc::clone(&self.relay.identity)).await;
    }

    /// Stops: no new requests, those that run end, everything lies in the main files.
    pub async fn stop(self) {
        if let Some(announced) = self.announced {
            announced.end();
        }
        // Nobody listening would mean that all has ended already.
        let _ = self.stop.send(true);
        let mut serving = self.serving;
        if tokio::time::timeout(GRACE, &mut serving).await.is_err() {
            tracing::warn!("requests were cut off");
            serving.abort();
            let _ = serving.await;
        }
        for task in self.beside {
            // One that broke has nothing left to end.
            let _ = task.await;
        }
        close(self.relay).await;
    }
}

/// Leaves everything in the main files, and lets the folder go.
pub(crate) async fn close(relay: Arc<Relay>) {
    let schools = relay.take_schools();
    drop(relay);
    let stopping = tokio::task::spawn_blocking(move || schools.into_iter().for_each(stop_school));
    if stopping.await.is_err() {
        tracing::error!("a school could not be closed");
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
