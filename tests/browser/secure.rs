//! A tablet on the school's Wi-Fi: from a scanned invitation to https, with and without trust.

use std::path::Path;
use std::process::Command;

use api::GetDelivery;
use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use journeys::chromium;
use journeys::kind::Kind;
use journeys::words::said;
use serde_json::Value;

use crate::{Browser, KHOI, LAN, Scene, TURN};

/// The address that a tablet scans, over the wire: http, by a name, with the code in the fragment.
fn scanned(scene: &Scene, ticket: &str) -> String {
    format!("http://{}/#{ticket}", over_the_wire(scene))
}

/// The relay by its name, over the wire.
fn over_the_wire(scene: &Scene) -> String {
    let (_, port) = scene.network.address().split_once(':').unwrap();
    format!("{}:{port}", chromium::NAME)
}

/// Puts the relay's authority among those that a browser's owner trusts, as the system keeps them.
fn trusts(home: &Path, authority: &Path) {
    let store = home.join(".pki/nssdb");
    std::fs::create_dir_all(&store).unwrap();
    let store = format!("sql:{}", store.display());
    let steps: [&[&str]; 2] = [
        &["-N", "--empty-password"],
        &["-A", "-n", "So Sang Kien", "-t", "C,,", "-i", authority.to_str().unwrap()],
    ];
    for step in steps {
        let done = Command::new("certutil").args(["-d", &store]).args(step).status();
        let done = done.expect("certutil is there: `cargo xtask setup` installs libnss3-tools");
        assert!(done.success(), "certutil {step:?}");
    }
}

async fn address_of(client: &Client) -> String {
    client.current_url().await.unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_invitation_leads_a_tablet_that_trusts_the_relay_into_its_book() {
    let _turn = TURN.lock().await;
    let mut scene = Scene::with(&[]).await;
    let profile = scene.profile("khoi");
    trusts(&Browser::home(&profile), &scene.school.relay.authority());
    let ticket = scene.school.ticket(KHOI).await;
    let khoi = Browser::opens("khoi", &profile).await;

    khoi.client.goto(&scanned(&scene, &ticket)).await.unwrap();
    khoi.sees("join-school").await;
    assert_eq!(address_of(&khoi.client).await, format!("https://{}/", over_the_wire(&scene)));
    khoi.clicks("join-school").await;
    khoi.is_let_in(&scene.school).await;
    khoi.keeps_the_application().await;
    khoi.clicks("go-delivery").await;
    khoi.misses("online-only").await;

    scene.school.relay.kill();
    scene.cuts_off(&khoi).await;
    khoi.loads_anew().await;
    khoi.sees("go-book").await;
    khoi.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_without_trust_is_shown_how_and_compares_what_the_registrar_sees() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let ticket = scene.school.ticket(LAN).await;
    let seen = scene.school.registrar.does(GetDelivery {}).await.entrance.expect("it was asked");
    let lan = Browser::opens("lan", &scene.profile("lan")).await;

    lan.client.goto(&scanned(&scene, &ticket)).await.unwrap();
    lan.sees("trust-untrusted").await;
    lan.reads("fingerprint", &seen.fingerprint.expect("the relay has an authority of its own")).await;
    lan.sees("trust-file-android").await;
    let onward = lan.runs("return document.querySelector('[data-testid=trust-without]').href", vec![]).await;
    let onward = onward.as_str().unwrap();
    assert_eq!(onward, format!("https://{}/#{ticket}", over_the_wire(&scene)), "the code comes along");
    lan.shows("trust").await;
    lan.closes().await;
}

/// Where Firefox keeps the buttons of its warning, beyond a driver's selectors.
const IN_FIREFOXS_WARNING: &str = "document.querySelector('net-error-card')?.shadowRoot?";

/// Reads the browser's warning of a certificate that nobody vouches for, goes on, and joins.
async fn joins_in_spite_of_the_warning(scene: &Scene, kind: Kind) -> Browser {
    let ticket = scene.school.ticket(LAN).await;
    let lan = scene.opens("lan").await;
    // A driver may tell of the warning as a failure; the page that warns is there all the same.
    let _ = lan.client.goto(&format!("https://{}/#{ticket}", over_the_wire(scene))).await;
    match kind {
        Kind::Chromium => {
            lan.clicks("#details-button").await;
            lan.clicks("#proceed-link").await;
        }
        Kind::Firefox => {
            presses_in_firefoxs_warning(&lan, "advanced-button").await;
            presses_in_firefoxs_warning(&lan, "exception-button").await;
        }
    }
    lan.clicks("join-school").await;
    lan.sees("go-book").await;
    lan
}

async fn presses_in_firefoxs_warning(lan: &Browser, button: &str) {
    let found = format!("{IN_FIREFOXS_WARNING}.getElementById('{button}')");
    lan.until(&format!("Firefox shows {button}"), &format!("{found}?.disabled === false")).await;
    let element = lan.runs(&format!("return {found}"), vec![]).await;
    let id = element.as_object().and_then(|names| names.values().next()?.as_str()).expect("an element");
    let element = Element::from_element_id(lan.client.clone(), ElementRef::from(id.to_owned()));
    element.click().await.expect("it can be pressed");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_in_spite_of_chromiums_warning_works_near_the_relay_and_is_told() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = joins_in_spite_of_the_warning(&scene, Kind::Chromium).await;
    lan.clicks("go-delivery").await;
    lan.reads("online-only", &said("common.online_only.untrusted")).await;
    lan.shows("delivery-online-only").await;
    let kept = lan.runs("return Boolean(navigator.serviceWorker.controller)", vec![]).await;
    assert_eq!(kept, Value::Bool(false), "the browser keeps no application");
    lan.loads_anew().await;
    lan.sees("online-only").await;
    lan.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_in_spite_of_firefoxs_warning_starts_without_the_relay() {
    let _turn = TURN.lock().await;
    let mut scene = Scene::of(Kind::Firefox, &[]).await;
    let lan = joins_in_spite_of_the_warning(&scene, Kind::Firefox).await;
    lan.keeps_the_application().await;
    scene.school.relay.kill();
    scene.cuts_off(&lan).await;
    lan.loads_anew().await;
    lan.clicks("go-delivery").await;
    lan.sees("sync-now").await;
    lan.misses("online-only").await;
    lan.closes().await;
}
