use super::{Attempts, Buckets};
use crate::config::Limits;
use protocol::DeviceKey;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

const DEVICE: DeviceKey = DeviceKey::from_bytes([1; 32]);

#[test]
fn a_device_waits_after_its_burst_and_not_longer_than_needed() {
    let buckets = Buckets::new(Limits { burst: 10, rate: 5, ..Limits::default() });
    let start = Instant::now();

    assert_eq!(buckets.take(DEVICE, 10, start), Ok(()));
    assert_eq!(buckets.take(DEVICE, 5, start), Err(Duration::from_secs(1)));
    assert_eq!(buckets.take(DEVICE, 5, start + Duration::from_secs(1)), Ok(()));
}

#[test]
fn the_sixth_failed_proof_of_a_minute_waits() {
    let attempts = Attempts::default();
    let (address, start) = (IpAddr::V4(Ipv4Addr::LOCALHOST), Instant::now());
    for _ in 0..5 {
        assert_eq!(attempts.must_wait(address, start), None);
        attempts.failed(address, start);
    }

    assert_eq!(attempts.must_wait(address, start), Some(Duration::from_mins(1)));
    assert_eq!(attempts.must_wait(address, start + Duration::from_mins(1)), None);
}
