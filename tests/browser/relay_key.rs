//! A registrar compares the relay's next key with what the relay says, and enters it, in a tab.

use std::process::Command;

use journeys::words::said;
use testkit::binary;

use crate::{HANH, Scene, TURN};

/// Has the relay make its next key, and finds in what it says the fingerprint that people compare.
fn makes_the_next_key(scene: &Scene) -> String {
    let data = scene.school.relay.data().to_str().unwrap();
    let made = Command::new(binary("relay")).args(["key", "new", "--data", data]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told = String::from_utf8(made.stdout).unwrap();
    let next = told.split("its next key ").nth(1).unwrap();
    next.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registrar_compares_the_relays_next_key_and_enters_it() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let hanh = scene.joins("hanh", HANH).await;
    hanh.goes_within("/delivery").await;
    hanh.sees("relay-fingerprint").await;
    hanh.shows("relay-key").await;

    hanh.clicks("change-relay-key").await;
    hanh.clicks("look-at-relay").await;
    hanh.reads("relay-seen", &said("delivery.relay_key.ours")).await;
    let next = makes_the_next_key(&scene);
    hanh.clicks("look-at-relay").await;
    hanh.reads("relay-seen", &said("delivery.relay_key.next")).await;
    hanh.reads("seen-fingerprint", &next).await;
    hanh.shows("relay-key-dialog").await;

    hanh.types("relay-key-recovery", "Chưa phải khóa").await;
    hanh.clicks("relay-key-same").await;
    hanh.clicks("enter-relay").await;
    hanh.reads("relay-key-dialog", &said("errors.bad_recovery_key.what")).await;
    hanh.shows("relay-key-refused").await;
    hanh.types("relay-key-recovery", &scene.school.recovery_key).await;
    hanh.clicks("enter-relay").await;
    hanh.reads("toast", &said("delivery.relay_key.done")).await;
    hanh.closes().await;
}
