//! Work carried on a stick: out of one machine, into others, to the relay, with evidence.

use std::path::{Path, PathBuf};

use api::{
    AttachEvidence, BundleFor, BundleSource, BundleTaken, BundleView, BundleWhat, Code, ExportBundle,
    GetDelivery, ImportBundle, ListMyInitiatives, PlanBundle, ShareWithAuthors,
};
use domain::id::InitiativeId;
use domain::role::Stage;
use domain::status::Status;
use testkit::{Person, School};

fn stick(school: &School, name: &str) -> PathBuf {
    school.folder().join(name)
}

async fn takes_out(person: &Person, what: BundleWhat, to: BundleFor, path: &Path) -> BundleView {
    let path = Some(path.to_str().unwrap().to_owned());
    person.does(ExportBundle { what, to, path, since: None }).await
}

fn brought(path: &Path) -> ImportBundle {
    let path = Some(path.to_str().unwrap().to_owned());
    ImportBundle { file: BundleSource { upload: None, path } }
}

async fn takes_in(person: &Person, path: &Path) -> BundleTaken {
    person.does(brought(path)).await
}

async fn attaches(person: &Person, id: InitiativeId, photo: &std::path::Path) {
    let request = AttachEvidence {
        id,
        upload: None,
        path: Some(photo.to_str().unwrap().into()),
        title: "Giờ sửa lỗi 8A".into(),
        caption: String::new(),
        supports: vec![],
    };
    person.does(request).await;
}

fn photo(school: &School) -> PathBuf {
    let path = school.folder().join("gio-8a.png");
    let picture = image::RgbImage::from_fn(900, 700, |x, y| {
        image::Rgb([(x ^ y) as u8, (x.wrapping_mul(y) >> 5) as u8, (x + 7 * y) as u8])
    });
    picture.save(&path).unwrap();
    path
}

async fn second_laptop(school: &School, name: &str) -> Person {
    let ticket = school.ticket(name).await;
    let second = Person::at("Máy thứ hai", &school.home_for("second")).await;
    testkit::joins(&second, ticket, &school.registrar).await;
    // Everybody hears of the new machine, or nothing could be sealed to it.
    school.syncs().await;
    second
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_laptop_brings_what_the_first_wrote_offline_to_everybody() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let second = second_laptop(&school, "Nguyễn Thị Lan").await;
    school.relay.kill();
    let lan = school.person("Nguyễn Thị Lan");
    let (id, draft) = (lan.registers("Thẻ lỗi sai").await, lan.registers("Chỉ là nháp").await);
    attaches(lan, id, &photo(&school)).await;
    lan.hands_in(id).await;
    let file = stick(&school, "viec.ssk");
    let made = takes_out(lan, BundleWhat::Unsent, BundleFor::Own, &file).await;
    assert_eq!((made.plan.initiatives, made.plan.drafts, made.plan.files), (1, 1, 1), "{:?}", made.plan);
    assert_eq!((made.plan.own_machines, std::fs::metadata(&file).unwrap().len()), (1, made.size));

    let taken = takes_in(&second, &file).await;
    assert!(taken.whole && taken.envelopes > 0 && taken.incomplete + taken.refused == 0, "{taken:?}");
    assert_eq!((taken.initiatives, taken.drafts, taken.files), (1, 1, 1));
    let shown = second.sees(id).await;
    assert_eq!(shown.evidence.iter().filter(|item| item.here).count(), 1, "the photo is here");
    let again = takes_in(&second, &file).await;
    assert_eq!((again.envelopes, again.drafts, again.files), (0, 0, 0), "twice is once");

    school.relay.restart();
    second.syncs().await;
    second.syncs().await;
    assert!(second.does(GetDelivery {}).await.safe_to_shut_down, "all of it is at the relay");
    school.syncs().await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    assert_eq!(khoi.sees(id).await.heads, lan.sees(id).await.heads, "everybody has the same");
    assert!(khoi.sees(id).await.evidence[0].preview_here, "with the photo");
    assert_eq!(second.sees(draft).await.summary.status, Status::Draft);
    assert!(khoi.tries(api::GetInitiative { id: draft }).await.is_err(), "a draft goes to nobody else");
    lan.types(id, "problem", "Viết tiếp sau đó.").await;
    school.syncs().await;
    assert_eq!(lan.does(GetDelivery {}).await.unsent, 0, "her own machine goes on from there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_decides_on_what_came_on_a_stick_and_carries_it_to_the_relay() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi", "Phạm Thị Hà"]).await;
    let khoi = school.member("Khôi").await;
    school.syncs().await;
    school.relay.kill();
    let lan = school.person("Nguyễn Thị Lan");
    // What only she may read comes first in her chain.
    let private = lan.registers("Chưa cho ai xem").await;
    lan.does(ShareWithAuthors { id: private }).await;
    let id = lan.registers("Thẻ lỗi sai").await;
    attaches(lan, id, &photo(&school)).await;
    lan.hands_in(id).await;
    let file = stick(&school, "cho-thay-khoi.ssk");
    let made = takes_out(lan, BundleWhat::Unsent, BundleFor::Members(vec![khoi]), &file).await;
    assert_eq!(made.plan.people, ["Lưu Đình Khôi"]);
    assert!(made.plan.not_for_people > 0, "what he may not read is only for the relay");

    let head = school.person("Lưu Đình Khôi");
    let taken = takes_in(head, &file).await;
    assert!(taken.whole && taken.carried > 0 && taken.incomplete + taken.refused == 0, "{taken:?}");
    assert!(head.tries(api::GetInitiative { id: private }).await.is_err(), "not his to read");
    head.approves(id, Stage::Department).await;
    let other = school.person("Phạm Thị Hà");
    assert_eq!(other.is_refused(brought(&file)).await, Code::BundleForOthers, "it is sealed");

    school.relay.restart();
    let head = school.person("Lưu Đình Khôi");
    head.syncs().await;
    head.syncs().await;
    let delivery = head.does(GetDelivery {}).await;
    assert!(delivery.safe_to_shut_down && delivery.refused.is_empty(), "{} wait", delivery.unsent);
    let second = second_laptop(&school, "Nguyễn Thị Lan").await;
    second.syncs().await;
    assert!(second.sees(id).await.summary.waiting_for.iter().all(|stage| *stage != Stage::Department));
    assert_eq!(second.sees(private).await.summary.id, private, "carried by somebody who cannot read it");
    school.syncs().await;
    assert_eq!(school.person("Nguyễn Thị Lan").does(GetDelivery {}).await.unsent, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_cut_altered_or_of_others_are_told_and_harm_nothing() {
    let mut school = School::with(&["Nguyễn Thị Lan"]).await;
    let second = second_laptop(&school, "Nguyễn Thị Lan").await;
    let elsewhere = School::with(&["Nguyễn Thị Lan"]).await;
    school.relay.kill();
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    attaches(lan, id, &photo(&school)).await;
    lan.hands_in(id).await;
    let file = stick(&school, "viec.ssk");
    takes_out(lan, BundleWhat::Unsent, BundleFor::Own, &file).await;
    let whole = std::fs::read(&file).unwrap();
    let written = |name: &str, bytes: &[u8]| {
        let path = stick(&school, name);
        std::fs::write(&path, bytes).unwrap();
        path
    };

    let refused = elsewhere.person("Nguyễn Thị Lan").is_refused(brought(&file)).await;
    assert_eq!(refused, Code::BundleOfOtherSchool);
    assert_eq!(second.is_refused(brought(&written("a.ssk", b"%PDF-1.7 ..."))).await, Code::NotABundle);
    let mut altered = whole.clone();
    altered[2_000] ^= 1;
    assert_eq!(second.is_refused(brought(&written("b.ssk", &altered))).await, Code::BundleDamaged);
    assert!(second.does(ListMyInitiatives {}).await.is_empty(), "nothing of it was taken");

    let cut = takes_in(&second, &written("c.ssk", &whole[..whole.len() - 1_000])).await;
    assert!(!cut.whole && cut.files == 0, "{cut:?}");
    assert_eq!(second.sees(id).await.summary.title, "Thẻ lỗi sai", "what lay before the cut is here");
    let rest = takes_in(&second, &file).await;
    assert!(rest.whole && rest.files == 1 && rest.refused == 0, "the whole file brings the rest: {rest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn newer_and_older_files_come_in_any_order_and_a_delta_holds_only_what_is_new() {
    let mut school = School::with(&["Nguyễn Thị Lan"]).await;
    let second = second_laptop(&school, "Nguyễn Thị Lan").await;
    school.relay.kill();
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.does(ShareWithAuthors { id }).await;
    let (first, later) = (stick(&school, "1.ssk"), stick(&school, "2.ssk"));
    takes_out(lan, BundleWhat::Unsent, BundleFor::Own, &first).await;
    lan.types(id, "problem", "Lần thứ hai.").await;
    takes_out(lan, BundleWhat::Everything, BundleFor::Own, &later).await;

    takes_in(&second, &later).await;
    let older = takes_in(&second, &first).await;
    assert_eq!((older.envelopes, older.refused, older.incomplete), (0, 0, 0), "{older:?}");
    assert_eq!(second.sees(id).await.problem, "Lần thứ hai.");
    let back = stick(&school, "3.ssk");
    takes_out(&second, BundleWhat::Unsent, BundleFor::Own, &back).await;
    lan.types(id, "problem", "Lần thứ ba.").await;
    let delta = stick(&school, "4.ssk");
    let since = Some(BundleSource { upload: None, path: Some(back.to_str().unwrap().into()) });
    let path = Some(delta.to_str().unwrap().into());
    let to = BundleFor::Own;
    let made = lan.does(ExportBundle { what: BundleWhat::Everything, to, path, since }).await;
    assert_eq!(made.plan.unsent, 1, "one edit is new to the second laptop");
    assert_eq!(takes_in(&second, &delta).await.envelopes, 1);
    assert_eq!(second.sees(id).await.problem, "Lần thứ ba.");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_gives_a_file_for_a_machine_that_meets_none() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi", "Phạm Thị Hà"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    school.syncs().await;
    let second = second_laptop(&school, "Nguyễn Thị Lan").await;
    let (last, all, news) = (stick(&school, "1.ssk"), stick(&school, "2.ssk"), stick(&school, "3.ssk"));
    takes_out(&second, BundleWhat::Everything, BundleFor::Own, &last).await;
    attaches(lan, id, &photo(&school)).await;
    school.syncs().await;
    school.person("Lưu Đình Khôi").approves(id, Stage::Department).await;
    school.syncs().await;

    let lan = school.person("Nguyễn Thị Lan");
    let fetched = |path: &Path, since: Option<&Path>| api::FetchBundle {
        path: Some(path.to_str().unwrap().into()),
        since: since.map(|file| brought(file).file),
    };
    let whole = lan.does(fetched(&all, None)).await;
    let delta = lan.does(fetched(&news, Some(&last))).await;
    assert_eq!((whole.plan.initiatives, delta.plan.files, delta.plan.own_machines), (1, 1, 1));
    assert!(delta.size < whole.size, "what the other machine has is left out");
    assert_eq!(lan.is_refused(fetched(&news, None)).await, Code::BadValue, "no file is written over");
    assert_eq!(school.person("Phạm Thị Hà").is_refused(brought(&news)).await, Code::BundleForOthers);
    school.relay.kill();
    let taken = takes_in(&second, &news).await;
    assert!(taken.whole && taken.files == 1 && taken.incomplete == 0 && taken.refused == 0, "{taken:?}");
    let seen = second.sees(id).await;
    assert!(seen.evidence[0].here && !seen.summary.waiting_for.contains(&Stage::Department));
    assert_eq!(takes_in(&second, &all).await.envelopes, 0, "the whole file has nothing else");
    school.relay.restart();
    second.syncs().await;
    assert_eq!(second.does(GetDelivery {}).await.unsent, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_is_cut_leaves_no_half_file_behind() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let wire = testkit::Network::to(school.relay.address()).await;
    lan.does(api::SetRelay { address: wire.url() }).await;
    lan.syncs().await;
    wire.cut_after_receiving(3_000);
    let path = stick(&school, "dut-day.ssk");
    let request = api::FetchBundle { path: Some(path.to_str().unwrap().into()), since: None };
    assert_eq!(lan.is_refused(request).await, Code::RelayUnreachable);
    assert!(!path.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_the_relay_refuses_still_gives_its_work_out() {
    let school = School::with(&["Nguyễn Thị Lan", "Trịnh Xuân Bách"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    lan.registers("Thẻ lỗi sai").await;
    let nowhere = api::SetRelay { address: "http://127.0.0.1:9".into() };
    lan.does(nowhere).await;
    let plan = lan.does(PlanBundle { what: BundleWhat::Unsent, to: BundleFor::Own }).await;
    assert_eq!((plan.drafts, plan.own_machines), (1, 0));

    let made = lan
        .does(ExportBundle { what: BundleWhat::Unsent, to: BundleFor::Own, path: None, since: None })
        .await;
    let piece = lan.does(api::ReadBundle { bundle: made.bundle.clone(), offset: 0 }).await;
    assert_eq!(piece.size, made.size);
    lan.does(api::DiscardBundle {}).await;
    let gone = api::ReadBundle { bundle: made.bundle, offset: 0 };
    assert_eq!(lan.is_refused(gone).await, Code::NotFound);
}
