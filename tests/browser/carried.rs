//! Work that leaves a tablet as a file, and comes into another without a network.

use std::path::{Path, PathBuf};

use api::GetInitiative;
use domain::role::Stage;
use journeys::words::said;

use crate::approval::{approves, finds_it_in_the_queue};
use crate::{Browser, KHOI, LAN, SON, Scene, TURN, arrives};

const TITLE: &str = "Thẻ lỗi sai: học sinh tự sửa bài theo cặp";
/// Who is asked once the department has approved.
const AFTER_THE_DEPARTMENT: [Stage; 2] = [Stage::Union, Stage::Leadership];

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_is_carried_from_one_tablet_to_another_and_from_there_to_everybody() {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[LAN]).await;
    let son = scene.joins("son", SON).await;
    let khoi = scene.joins("khoi", KHOI).await;
    let id = scene.hands_in(LAN, TITLE).await;
    finds_it_in_the_queue(&khoi, TITLE).await;

    scene.cuts_off(&khoi).await;
    scene.cuts_off(&son).await;
    approves(&khoi, "31/151 học sinh").await;
    let file = takes_out_for(&khoi, &scene, SON).await;
    // His tablet is switched off: what follows comes from the file.
    khoi.closes().await;

    brings_in(&son, &file).await;
    assert_eq!(son.does(GetInitiative { id }).await.summary.waiting_for, AFTER_THE_DEPARTMENT);
    finds_it_in_the_queue(&son, TITLE).await;
    let lan = scene.school.person(LAN);
    lan.syncs().await;
    assert_eq!(lan.sees(id).await.summary.waiting_for, [Stage::Department], "nothing has been sent yet");
    scene.connects(&son).await;
    arrives(lan, id, "the approval arrives", |view| view.summary.waiting_for == AFTER_THE_DEPARTMENT).await;
    son.closes().await;
}

/// Takes unsent work out as a file that somebody else can open too; gives the file.
async fn takes_out_for(khoi: &Browser, scene: &Scene, whom: &str) -> PathBuf {
    let folder = scene.school.folder().join("stick");
    khoi.saves_files_in(&folder).await;
    khoi.clicks("go-delivery").await;
    khoi.clicks("take-out").await;
    let whom_id = scene.school.member(whom).await;
    khoi.clicks(&format!("[data-testid=bundle-receiver] option[value='{whom_id}']")).await;
    khoi.reads("bundle-plan", whom).await;
    khoi.clicks("make-bundle").await;
    khoi.sees("taken-out").await;
    khoi.shows("delivery-taken-out").await;
    khoi.saved_in(&folder).await
}

/// Brings a file in, on the page that says what came.
async fn brings_in(son: &Browser, file: &Path) {
    son.clicks("go-delivery").await;
    son.picks("bring-in", file).await;
    son.reads("brought", &said("delivery.carry.taken")).await;
    son.shows("delivery-brought").await;
}
