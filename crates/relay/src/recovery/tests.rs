use super::{Holder, Recovery};
use protocol::{DeviceKey, MemberId, Vector};
use std::collections::BTreeMap;

const LAN: DeviceKey = DeviceKey::from_bytes([1; 32]);
const KHOI: DeviceKey = DeviceKey::from_bytes([2; 32]);

fn member(device: DeviceKey) -> MemberId {
    MemberId::from_bytes([device.to_bytes()[0]; 16])
}

fn holder(device: DeviceKey, lan_to: u64, khoi_to: u64) -> Holder {
    let knows = Vector::of([(LAN, 1, lan_to), (KHOI, 1, khoi_to)]);
    Holder { device, member: member(device), is_registrars: false, offers: knows.clone(), knows }
}

fn owners() -> BTreeMap<DeviceKey, MemberId> {
    [LAN, KHOI].into_iter().map(|device| (device, member(device))).collect()
}

#[test]
fn own_work_is_wanted_as_far_as_somebody_else_has_seen_it_placed() {
    let recovery = Recovery::default();

    assert_eq!(recovery.ask(holder(LAN, 9, 3), &owners()), Vector::of([(KHOI, 1, 3)]));
    assert_eq!(recovery.ask(holder(KHOI, 5, 8), &owners()), Vector::of([(KHOI, 1, 3), (LAN, 1, 5)]));
    assert_eq!(recovery.ask(holder(LAN, 9, 3), &owners()), Vector::of([(LAN, 1, 5), (KHOI, 1, 3)]));
    assert!(recovery.wants(LAN, LAN, 5) && !recovery.wants(LAN, LAN, 6));
    recovery.end();
    assert!(!recovery.wants(LAN, LAN, 5), "nothing is asked for any more");
}

#[test]
fn a_registrars_device_is_asked_for_all_of_its_own() {
    let registrar = Holder { is_registrars: true, ..holder(LAN, 9, 3) };

    assert_eq!(Recovery::default().ask(registrar, &owners()), Vector::of([(LAN, 1, 9), (KHOI, 1, 3)]));
}

#[test]
fn work_of_a_machine_that_is_not_known_yet_needs_somebody_elses_word_too() {
    let (recovery, strange) = (Recovery::default(), DeviceKey::from_bytes([7; 32]));
    let work = Vector::of([(strange, 1, 4)]);
    let brings = |device| Holder { offers: work.clone(), knows: work.clone(), ..holder(device, 0, 0) };

    assert!(recovery.ask(brings(LAN), &owners()).is_empty(), "it may be another one of her own");
    assert_eq!(recovery.ask(brings(KHOI), &owners()), work);
}
