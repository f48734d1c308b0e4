//! A relay without its doors: all of its routes, for whoever holds it in the same process.

use crate::config::Config;
use crate::doors::Peer;
use crate::housekeeping;
use crate::relay::Relay;
use crate::router::router;
use crate::running::{StartError, close, open};
use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::ConnectInfo;
use axum::http::{Request, Response};
use protocol::RelayKey;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::sync::watch;
use tower::ServiceExt;

/// Where it would listen if it had doors.
const NOWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8440);

/// A relay on its folder that nobody reaches over the network: where a whole school is simulated.
#[derive(Debug)]
pub struct Inside {
    relay: Arc<Relay>,
    router: Router,
    /// Whoever waits for news sees by it that the relay goes.
    stop: watch::Sender<bool>,
}

impl Inside {
    /// Opens the data folder; the fence is written when it is opened, when asked, and when it is closed.
    pub fn open(config: &Config) -> Result<Self, StartError> {
        let (stop, stopping) = watch::channel(false);
        let relay = Arc::new(open(config, NOWHERE, stopping)?);
        Ok(Self { router: router(Arc::clone(&relay)), relay, stop })
    }

    /// Its public key.
    pub fn key(&self) -> RelayKey {
        self.relay.public()
    }

    /// Answers a request of this machine.
    pub async fn answer(&self, mut request: Request<Body>) -> Response<Body> {
        request.extensions_mut().insert(ConnectInfo(Peer(NOWHERE)));
        let answer = self.router.clone().oneshot(request).await;
        answer.unwrap_or_else(|never| match never {})
    }

    /// Brings the fences up to the logs, as a running relay does every few seconds.
    pub fn write_fences(&self) -> Result<(), StartError> {
        self.relay.schools().iter().try_for_each(|school| school.write_fence()).map_err(StartError::from)
    }

    /// Tidies every school up, as a running relay does once a day.
    pub async fn tidy(&self) -> Result<(), StartError> {
        for school in self.relay.schools() {
            housekeeping::tidy(&school).await?;
        }
        Ok(())
    }

    /// Stops it: everything lies in the main files.
    pub async fn close(self) {
        // Nobody waiting would mean that all have gone already.
        let _ = self.stop.send(true);
        drop(self.router);
        close(self.relay).await;
    }
}
