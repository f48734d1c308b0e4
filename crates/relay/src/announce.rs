//! Tells the network where this relay is, so that machines find it after its address has changed.
//! Nobody believes it for that: who comes asks for the relay's signature (protocol section 13).

use mdns_sd::{ServiceDaemon, ServiceInfo};
use protocol::{RelayKey, limits};
use std::net::SocketAddr;

/// Tells it as long as it lives.
pub(crate) struct Announcement(ServiceDaemon);

impl Announcement {
    /// Begins, unless only this machine reaches the relay. A network on which that is not possible is no
    /// reason not to run.
    pub fn begin(address: SocketAddr, key: &RelayKey) -> Option<Self> {
        if address.ip().is_loopback() {
            return None;
        }
        match announced(address, key) {
            Ok(daemon) => Some(Self(daemon)),
            Err(error) => {
                tracing::warn!(%error, "the network is not told where this relay is");
                None
            }
        }
    }

    /// Takes the word back.
    pub fn end(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::debug!(%error, "the network was not told that this relay stops");
        }
    }
}

impl std::fmt::Debug for Announcement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Announcement")
    }
}

fn announced(address: SocketAddr, key: &RelayKey) -> mdns_sd::Result<ServiceDaemon> {
    let name = key.to_string()[..12].to_owned();
    let (host, text) = (format!("ssk-{name}.local."), key.to_base64url());
    let properties = [("key", text.as_str())];
    let service = match address.ip() {
        ip if ip.is_unspecified() => {
            ServiceInfo::new(limits::SERVICE, &name, &host, (), address.port(), &properties[..])?
                .enable_addr_auto()
        }
        ip => ServiceInfo::new(limits::SERVICE, &name, &host, ip, address.port(), &properties[..])?,
    };
    let daemon = ServiceDaemon::new()?;
    daemon.register(service)?;
    Ok(daemon)
}
