//! Looks for the school's relay on the network. What answers is not believed: whoever uses an address
//! asks there for the relay's signature.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use mdns_sd::{ResolvedService, ScopedIp, ServiceDaemon, ServiceEvent};
use protocol::{RelayKey, limits};

/// How long is listened for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where a relay with this key says it is, best first; nothing where none answers soon.
pub async fn find(relay: &RelayKey) -> Vec<String> {
    if crate::host::stand_in::present().is_some() {
        return Vec::new();
    }
    let daemon = match ServiceDaemon::new() {
        Ok(daemon) => daemon,
        Err(failure) => {
            tracing::info!(%failure, "this network cannot be asked for the relay");
            return Vec::new();
        }
    };
    let found = tokio::time::timeout(PATIENCE, listen(&daemon, relay)).await.unwrap_or_default();
    // It is gone with its thread either way.
    let _ = daemon.shutdown();
    found
}

async fn listen(daemon: &ServiceDaemon, relay: &RelayKey) -> Vec<String> {
    let key = relay.to_base64url();
    let Ok(events) = daemon.browse(limits::SERVICE) else { return Vec::new() };
    while let Ok(event) = events.recv_async().await {
        if let ServiceEvent::ServiceResolved(service) = event
            && service.get_property_val_str("key") == Some(key.as_str())
        {
            return addresses(&service);
        }
    }
    Vec::new()
}

/// Addresses of the older kind first: every school's Wi-Fi carries them.
fn addresses(service: &ResolvedService) -> Vec<String> {
    let mut found: Vec<IpAddr> = service.get_addresses().iter().map(ScopedIp::to_ip_addr).collect();
    found.retain(|ip| !matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local()));
    found.sort_by_key(|ip| (ip.is_ipv6(), *ip));
    let port = service.get_port();
    found.into_iter().map(|ip| format!("http://{}", SocketAddr::new(ip, port))).collect()
}
