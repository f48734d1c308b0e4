//! What this machine is called, and which addresses it has.

use super::name::Name;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Somewhere outside: nothing is sent there, the system only says by which address it would go.
const OUTSIDE: (Ipv4Addr, u16) = (Ipv4Addr::new(192, 0, 2, 1), 9);

/// The machine at one moment.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    /// Names that a person gave, and what the machine calls itself.
    pub names: BTreeSet<Name>,
    /// All that a browser of the network may reach it by.
    pub all: BTreeSet<Name>,
}

impl Machine {
    /// Looks at the machine.
    pub fn now(given: &[String], listen: SocketAddr) -> Self {
        let mut names: BTreeSet<Name> = given.iter().map(|name| Name::read(name)).collect();
        names.extend(own_names());
        let mut all = names.clone();
        all.extend(["localhost".to_owned()].map(Name::Dns));
        all.extend(addresses().into_iter().map(Name::Address));
        let loopbacks: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        all.extend(loopbacks.map(Name::Address));
        if !listen.ip().is_unspecified() {
            all.insert(Name::Address(listen.ip().to_canonical()));
        }
        Self { names, all }
    }
}

/// The machine's own name, and the name that others on the same Wi-Fi find it by.
fn own_names() -> Vec<Name> {
    let name = hostname::get().ok().and_then(|name| name.into_string().ok()).unwrap_or_default();
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let label = name.split('.').next().unwrap_or_default().to_owned();
    let names = [name, format!("{label}.local")].map(Name::Dns);
    names.into_iter().filter(Name::is_sound).collect()
}

/// Every address but those that hold for one cable only.
fn addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_else(|error| {
        tracing::warn!(%error, "the addresses of this machine cannot be read");
        Vec::new()
    });
    interfaces.iter().map(if_addrs::Interface::ip).filter(|address| !is_of_one_cable(*address)).collect()
}

fn is_of_one_cable(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local() || address.is_unspecified(),
        IpAddr::V6(address) => address.is_unicast_link_local() || address.is_unspecified(),
    }
}

/// The name by which others most likely reach what listens there.
pub(super) fn best(listen: SocketAddr) -> Name {
    if !listen.ip().is_unspecified() {
        return Name::Address(listen.ip().to_canonical());
    }
    let own = addresses().into_iter().filter(|address| address.is_ipv4() && !address.is_loopback());
    way_out().or_else(|| own.min()).map_or_else(|| Name::Dns("localhost".to_owned()), Name::Address)
}

fn way_out() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(OUTSIDE).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !is_of_one_cable(address)).then_some(address)
}
