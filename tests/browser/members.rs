//! Machines and members in a browser: one is lost, somebody leaves, somebody else keeps the list.

use api::{Code, CreateInitiative, ListPeople, SyncNow};
use journeys::words::said;

use crate::{HANH, LAN, Scene, TURN, VINH};

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_machine_is_revoked_in_the_browser_and_says_so_where_it_is() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let lan = scene.school.person(LAN);
    let id = lan.registers("Thẻ lỗi sai").await;
    let hanh = scene.joins("hanh", HANH).await;
    hanh.does(SyncNow {}).await;
    hanh.goes_within("/people").await;
    hanh.clicks("tab-devices").await;
    hanh.sees("device").await;
    hanh.keep("tab-1366x768-devices.png").await;
    hanh.notes_barriers("the machines of a school").await;

    let name = format!("{} {LAN}", said("people.end.device_of"));
    hanh.clicks(&format!("[data-testid=revoke-device][aria-label='{name}']")).await;
    hanh.reads("end-dialog", &said("people.end.device_what")).await;
    hanh.keep("tab-1366x768-revoke.png").await;
    hanh.notes_barriers("ending a machine").await;
    hanh.clicks("end-confirm").await;
    hanh.reads("toast", &said("people.end.device_done")).await;

    assert_eq!(lan.is_refused(SyncNow {}).await, Code::DeviceRevoked);
    assert_eq!(lan.sees(id).await.summary.title, "Thẻ lỗi sai", "its book is still there");
    hanh.clicks("look-aside").await;
    hanh.reads("aside-empty", &said("people.aside.nothing")).await;
    hanh.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_headmaster_takes_the_list_over_with_the_key_on_paper() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let vinh = scene.joins("vinh", VINH).await;
    vinh.holds_a_tablet(820, 1180).await;
    vinh.goes_within("/people").await;
    vinh.clicks("tab-devices").await;
    vinh.sees("device").await;
    vinh.keep("tab-820x1180-devices.png").await;
    vinh.clicks("take-over").await;
    vinh.sees("registrars-dialog").await;
    vinh.types("recovery-key", "sai").await;
    vinh.clicks("save-registrars").await;
    vinh.reads("registrars-dialog", &said("errors.bad_recovery_key.what")).await;
    vinh.keep("tab-820x1180-registrars.png").await;
    vinh.notes_barriers("choosing who keeps the list").await;

    vinh.types("recovery-key", &scene.school.recovery_key).await;
    vinh.clicks("save-registrars").await;

    vinh.reads("toast", &said("people.registrars.done")).await;
    assert!(vinh.does(ListPeople {}).await.can_register);
    vinh.holds_a_tablet(390, 844).await;
    vinh.sees("revoke-device").await;
    vinh.keep("tab-390x844-devices.png").await;
    vinh.notes_barriers("the machines of a school on a phone").await;
    vinh.closes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_deleted_for_good_with_a_reason() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let lan = scene.joins("lan", LAN).await;
    let request = CreateInitiative { title: "Thẻ lỗi sai".to_owned(), content_area: None, period: None };
    let id = lan.does(request).await.summary.id;
    lan.does(api::ShareWithAuthors { id }).await;
    lan.goes_to(&scene.address(&format!("/book/{id}"))).await;
    let photo = scene.school.folder().join("gio-8a.jpg");
    image::RgbImage::from_fn(800, 600, |x, y| image::Rgb([x as u8, y as u8, 90])).save(&photo).unwrap();
    lan.picks("evidence-files", &photo).await;
    lan.sees("evidence-item").await;
    lan.clicks("[data-testid=evidence-item] button").await;
    lan.clicks("erase-evidence").await;
    lan.types("erase-reason", "Phụ huynh rút lời đồng ý.").await;
    lan.keep("tab-1366x768-erase.png").await;
    lan.notes_barriers("deleting a file for good").await;
    lan.clicks("erase-now").await;

    lan.reads("evidence-viewer", &said("common.viewer.erased_what")).await;
    lan.closes().await;
}
