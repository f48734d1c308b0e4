use super::{AT_THE_DOOR, OF_ONE_ADDRESS, Place, Waiting};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

fn of_network(number: u8) -> IpAddr {
    Ipv4Addr::new(192, 168, 1, number).into()
}

/// As many as come in, up to a thousand.
fn crowd(waiting: &Arc<Waiting>, address: IpAddr) -> Vec<Place> {
    (0..1_000).map_while(|_| Waiting::enter(waiting, address)).collect()
}

#[test]
fn one_address_takes_only_its_share_of_the_door() {
    let waiting = Arc::new(Waiting::default());

    let crowd = crowd(&waiting, of_network(7));

    assert_eq!(crowd.len(), OF_ONE_ADDRESS);
    assert!(Waiting::enter(&waiting, of_network(8)).is_some(), "others still come in");
}

#[test]
fn the_door_holds_only_so_many_and_is_free_again() {
    let waiting = Arc::new(Waiting::default());
    let all: Vec<Place> = (0..=255).flat_map(|number| crowd(&waiting, of_network(number))).collect();
    assert_eq!(all.len(), AT_THE_DOOR);
    assert!(Waiting::enter(&waiting, Ipv4Addr::LOCALHOST.into()).is_none());

    drop(all);

    assert!(waiting.by_address.lock().unwrap().is_empty());
    assert_eq!(crowd(&waiting, of_network(7)).len(), OF_ONE_ADDRESS);
}

#[test]
fn a_proxy_on_this_machine_is_not_one_address() {
    let waiting = Arc::new(Waiting::default());

    assert_eq!(crowd(&waiting, Ipv4Addr::LOCALHOST.into()).len(), AT_THE_DOOR);
}
