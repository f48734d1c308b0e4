//! A relay that has another address than yesterday.

use std::net::{Ipv4Addr, UdpSocket};
use std::time::Duration;

use api::{Code, GetDelivery, SetRelay, SyncNow};
use testkit::{Person, RelayProcess, School};

/// Whether this machine has a network by which one program hears what another asks everybody.
fn carries_multicast() -> bool {
    let group = Ipv4Addr::new(239, 255, 84, 40);
    let heard = || {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
        socket.join_multicast_v4(&group, &Ipv4Addr::UNSPECIFIED)?;
        socket.set_read_timeout(Some(Duration::from_secs(1)))?;
        socket.send_to(b"?", (group, socket.local_addr()?.port()))?;
        socket.recv(&mut [0])
    };
    heard().is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_with_another_address_is_found_on_the_network_and_known_by_its_key() {
    if !carries_multicast() {
        eprintln!("no network of this machine carries multicast: nothing can be found on it");
        return;
    }
    let mut school = School::with(&["Nguyễn Thị Lan"]).await;
    let slip = school.ticket("Lưu Đình Khôi").await;
    let lan = school.take("Nguyễn Thị Lan");
    let before = format!("https://{}", school.relay.address());
    lan.does(SetRelay { address: before.clone() }).await;
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    let data = school.relay.data().to_owned();
    assert!(school.relay.stop());
    let another = RelayProcess::start_at(&school.folder().join("another"), "0.0.0.0:0");
    assert_eq!(
        lan.is_refused(SyncNow {}).await,
        Code::RelayUnreachable,
        "another school's relay is not ours"
    );

    let moved = RelayProcess::start_at(&data, "0.0.0.0:0");

    lan.does(SyncNow {}).await;
    let delivery = lan.does(GetDelivery {}).await;
    assert!(delivery.safe_to_shut_down, "its work has arrived");
    assert_ne!(delivery.relay, before, "the new address is kept");
    let khoi = Person::at("Lưu Đình Khôi", &school.home_for("khoi")).await;
    school.registrar.does(SetRelay { address: delivery.relay }).await;
    testkit::joins(&khoi, slip, &school.registrar).await;
    assert_eq!(khoi.sees(id).await.summary.title, "Thẻ lỗi sai", "an older slip leads to it, too");
    drop((moved, another));
}
