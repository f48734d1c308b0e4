//! Machines that are lost, people who leave, and the school going on without its registrar's machine.

use api::{
    BundleFor, BundleSource, BundleWhat, Code, DeviceView, ExportBundle, GetDelivery, ImportBundle,
    InviteMembers, JoinSchool, ListPeople, ListQuarantine, Readmit, RelayState, RevokeDevice, RevokeMember,
    SetRegistrars, SyncNow,
};
use domain::id::InitiativeId;
use domain::role::Role;
use testkit::{Person, School};

async fn machine_of(asker: &Person, name: &str) -> DeviceView {
    asker.does(SyncNow {}).await;
    let people = asker.does(ListPeople {}).await;
    people.devices.into_iter().find(|one| one.name.ends_with(name) && !one.revoked).expect("their machine")
}

async fn revokes(asker: &Person, name: &str) -> DeviceView {
    let device = machine_of(asker, name).await;
    assert!(device.can_revoke);
    asker.does(RevokeDevice { device: device.key.clone() }).await;
    device
}

async fn problem(person: &Person, id: InitiativeId) -> String {
    let sheet = serde_json::to_value(person.sees(id).await).unwrap();
    sheet.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_machine_keeps_its_work_which_can_come_back() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    school.syncs().await;
    let device = revokes(&school.registrar, "Lan").await;

    lan.types(id, "problem", "Ghi sau khi máy bị thu hồi.").await;
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::DeviceRevoked);
    let delivery = lan.does(GetDelivery {}).await;
    assert_eq!(delivery.relay_state, RelayState::Stopped);
    assert!(problem(lan, id).await.contains("Ghi sau khi"), "nothing is lost on the machine");

    let stick = school.folder().join("viec.ssk").to_str().unwrap().to_owned();
    let to = BundleFor::Members(vec![school.member("Khôi").await]);
    let export = ExportBundle { what: BundleWhat::Unsent, to, path: Some(stick.clone()), since: None };
    lan.does(export).await;
    khoi.does(SyncNow {}).await;
    khoi.does(ImportBundle { file: BundleSource { upload: None, path: Some(stick) } }).await;
    khoi.does(SyncNow {}).await;
    assert!(!problem(khoi, id).await.contains("Ghi sau khi"), "it counts for nobody yet");

    let kept = school.registrar.does(ListQuarantine {}).await;
    assert_eq!((kept.len(), kept[0].document, kept[0].name.as_str()), (1, id, "Nguyễn Thị Lan"));
    let left = school.registrar.does(Readmit { device: device.key, document: id }).await;
    assert!(left.is_empty(), "{left:?}");
    khoi.does(SyncNow {}).await;
    assert!(problem(khoi, id).await.contains("Ghi sau khi"));
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::DeviceRevoked, "the machine stays out");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_adds_and_ends_an_own_machine_and_nobody_elses() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let me = school.member("Lan").await;
    let invited = lan.does(InviteMembers { members: vec![me], days: 3 }).await;
    let second = Person::at("Máy thứ hai", &school.home_for("second")).await;
    second.does(JoinSchool { ticket: invited[0].ticket.clone(), pin: None }).await;
    lan.does(SyncNow {}).await;

    let foreign = machine_of(khoi, "Lan").await;
    assert!(!foreign.can_revoke);
    assert_eq!(khoi.is_refused(RevokeDevice { device: foreign.key }).await, Code::NotAllowed);
    let own = lan.does(ListPeople {}).await.devices;
    let this = own.iter().find(|one| one.this_one).unwrap();
    assert_eq!(lan.is_refused(RevokeDevice { device: this.key.clone() }).await, Code::BadValue);
    let other = own.iter().find(|one| one.can_revoke).expect("her second machine");
    let left = lan.does(RevokeDevice { device: other.key.clone() }).await;
    assert!(left.devices.iter().any(|one| one.key == other.key && one.revoked));
    assert_eq!(second.is_refused(SyncNow {}).await, Code::DeviceRevoked);
    assert_eq!(lan.is_refused(RevokeDevice { device: other.key.clone() }).await, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_the_school_is_out_with_all_roles_and_their_work_stays() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    school.syncs().await;

    let member = school.member("Lan").await;
    let people = school.registrar.does(RevokeMember { member }).await;

    assert!(people.members.iter().all(|one| one.id != member));
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::DeviceRevoked);
    khoi.does(SyncNow {}).await;
    assert_eq!(khoi.sees(id).await.summary.title, "Thẻ lỗi sai");
    let me = people.members.iter().find(|one| one.me).unwrap().id;
    assert_eq!(school.registrar.is_refused(RevokeMember { member: me }).await, Code::BadValue);
    assert_eq!(school.registrar.is_refused(RevokeMember { member }).await, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_recovery_key_a_school_goes_on_without_its_registrars_machine() {
    let school = School::with(&["Đinh Quang Vinh", "Nguyễn Thị Lan"]).await;
    let vinh = school.person("Đinh Quang Vinh");
    let me = school.member("Vinh").await;
    let take_over =
        |recovery_key: &str| SetRegistrars { members: vec![me], recovery_key: recovery_key.to_owned() };
    let misread = school.recovery_key.replacen(|one: char| one.is_ascii_digit(), "Z", 1);
    assert_eq!(vinh.is_refused(take_over(&misread)).await, Code::BadRecoveryKey);
    let another = School::with(&[]).await.recovery_key;
    assert_eq!(vinh.is_refused(take_over(&another)).await, Code::BadRecoveryKey);

    let people = vinh.does(take_over(&school.recovery_key)).await;

    assert!(people.can_register);
    let lost = people.members.iter().find(|one| one.name == "Nguyễn Thị Hạnh").unwrap();
    assert!(!lost.roles.contains(&Role::Registrar), "one list, one set of keepers");
    revokes(vinh, "Hạnh").await;
    assert_eq!(school.registrar.is_refused(SyncNow {}).await, Code::DeviceRevoked);
    let hanh = lost.id;
    let invited = vinh.does(InviteMembers { members: vec![hanh], days: 3 }).await;
    let new = Person::at("Máy mới", &school.home_for("new")).await;
    testkit::joins(&new, invited[0].ticket.clone(), vinh).await;
    let both = SetRegistrars { members: vec![me, hanh], recovery_key: school.recovery_key.clone() };
    vinh.does(both).await;
    new.does(SyncNow {}).await;
    assert!(new.does(ListPeople {}).await.can_register);
}
