//! A head is let in by six digits that are read out; the registrar types them in the application.

use api::{Code, ConfirmJoin, ListPeople};
use journeys::words::said;

use crate::{HANH, KHOI, Scene, TURN};

#[tokio::test(flavor = "multi_thread")]
async fn six_digits_are_read_out_and_typed_and_the_book_opens_by_itself() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let hanh = scene.joins("hanh", HANH).await;
    hanh.holds_a_tablet(820, 1180).await;
    let khoi = scene.opens("khoi").await;
    khoi.goes_to(&scene.address("/")).await;
    khoi.types_code(&scene.school.ticket(KHOI).await).await;
    khoi.sees("join-code").await;
    let code = khoi.code().await.unwrap();
    khoi.reads("join-state", &said("start.wait.asking")).await;
    khoi.keep("tab-1366x768-six-digits.png").await;
    khoi.notes_barriers("six digits").await;
    khoi.loads_anew().await;
    khoi.reads("join-code", &code).await;
    khoi.holds_a_tablet(390, 844).await;
    khoi.keep("tab-390x844-six-digits.png").await;
    khoi.notes_barriers("six digits on a phone").await;

    hanh.goes_within("/").await;
    hanh.gets("duty-confirm-join").await;
    hanh.keep("tab-820x1180-today-joiner.png").await;
    hanh.clicks("duty-confirm-join").await;
    hanh.reads("joiners", KHOI).await;
    hanh.keep("tab-820x1180-joiners.png").await;
    hanh.notes_barriers("who waits to join").await;
    types_the_digits(&hanh, &code).await;

    khoi.sees("go-book").await;
    let people = khoi.does(ListPeople {}).await;
    assert_eq!(people.members.iter().find(|one| one.me).unwrap().name, KHOI);
    hanh.misses("joiners").await;
    khoi.closes().await;
    hanh.closes().await;
}

/// A registrar types other digits first, and then those that were read out.
async fn types_the_digits(hanh: &crate::Browser, code: &str) {
    hanh.clicks("confirm-joiner").await;
    let other = if code.starts_with('7') { "333 333" } else { "777 777" };
    hanh.types("confirm-code", other).await;
    hanh.clicks("confirm-join").await;
    hanh.reads("confirm-dialog", &said("errors.wrong_code.what")).await;
    hanh.keep("tab-820x1180-wrong-digits.png").await;
    hanh.notes_barriers("six digits are typed").await;
    hanh.types("confirm-code", code).await;
    hanh.clicks("confirm-join").await;
    hanh.reads("toast", KHOI).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_machines_with_one_slip_are_said_and_refusing_ends_both() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let hanh = scene.joins("hanh", HANH).await;
    let ticket = scene.school.ticket(KHOI).await;
    let [khoi, stranger] = [scene.opens("khoi").await, scene.opens("stranger").await];
    for browser in [&khoi, &stranger] {
        browser.goes_to(&scene.address("/")).await;
        browser.types_code(&ticket).await;
        browser.sees("join-code").await;
    }
    hanh.goes_within("/people").await;
    hanh.clicks("confirm-joiner").await;
    hanh.sees("joiners-several").await;
    hanh.holds_a_tablet(390, 844).await;
    hanh.keep("tab-390x844-two-machines.png").await;
    hanh.notes_barriers("two machines with one slip").await;
    hanh.clicks("refuse-joiner").await;
    hanh.misses("joiners").await;

    for browser in [&khoi, &stranger] {
        browser.reads("error", &said("errors.invitation_closed.what")).await;
    }
    khoi.keep("tab-1366x768-not-let-in.png").await;
    khoi.notes_barriers("not let in").await;
    let member = scene.school.member(KHOI).await;
    let late = ConfirmJoin { member, code: "123 456".to_owned() };
    assert_eq!(hanh.is_refused(late).await, Code::WrongCode);
    khoi.closes().await;
    stranger.closes().await;
    hanh.closes().await;
}
