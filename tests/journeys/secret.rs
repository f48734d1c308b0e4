//! On the way to the relay: nobody reads along, and nobody stands in for it.

use api::{Code, FoundSchool, GetDelivery, InviteMembers, JoinSchool, SetRelay, SyncNow};
use testkit::{Network, Person, RelayProcess, School};

const SECRET: &str = "Chuyện riêng của lớp 8A";

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_the_relay_cannot_be_read_on_the_way() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let wire = Network::overheard(school.relay.address()).await;
    lan.does(SetRelay { address: wire.secure_url() }).await;

    let id = lan.registers(SECRET).await;
    lan.hands_in(id).await;
    lan.does(SyncNow {}).await;

    khoi.does(SyncNow {}).await;
    assert_eq!(khoi.sees(id).await.summary.title, SECRET, "it arrived");
    let heard = wire.heard();
    assert!(heard.contains("GET /v1/entrance"), "in clear only the relay's signed word is asked for");
    for secret in [SECRET, "/v1/s/", "/v1/session", "earer"] {
        assert!(!heard.contains(secret), "{secret} was heard");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_who_answers_by_tls_is_told_nothing() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let impostor = RelayProcess::start(&school.folder().join("impostor"));
    let between = Network::diverted(school.relay.address(), impostor.address()).await;
    let id = lan.registers(SECRET).await;
    lan.hands_in(id).await;

    lan.does(SetRelay { address: between.secure_url() }).await;

    assert_eq!(lan.is_refused(SyncNow {}).await, Code::RelayUnreachable);
    let delivery = lan.does(GetDelivery {}).await;
    assert!(delivery.unsent > 0 && !delivery.safe_to_shut_down, "nothing was given away");
    let direct = format!("https://{}", school.relay.address());
    lan.does(SetRelay { address: direct }).await;
    lan.does(SyncNow {}).await;
    assert!(lan.does(GetDelivery {}).await.safe_to_shut_down);
    let other = format!("https://{}", impostor.address());
    lan.does(SetRelay { address: other }).await;
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::NotOurRelay);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_is_founded_and_joined_by_tls_alone() {
    let folder = tempfile::tempdir().unwrap();
    let relay = RelayProcess::start(&folder.path().join("relay"));
    let wire = Network::overheard(relay.address()).await;
    let anh = Person::at("Anh", &folder.path().join("anh")).await;
    anh.does(FoundSchool {
        school: "THCS Hòa Bình".into(),
        school_year: "2026-2027".into(),
        template: None,
        template_json: None,
        person: "Phan Đức Anh".into(),
        staff_code: None,
        roles: vec![],
        relay: wire.secure_url(),
        pin: None,
    })
    .await;
    let me = anh.does(api::ListPeople {}).await.members[0].id;
    let invited = anh.does(InviteMembers { members: vec![me], days: 3 }).await;
    let second = Person::at("Máy thứ hai", &folder.path().join("second")).await;

    second.does(JoinSchool { ticket: invited[0].ticket.clone(), pin: None }).await;

    assert!(second.does(api::ListPeople {}).await.can_register);
    for secret in ["/v1/found", "/v1/s/", "earer", "Hòa Bình"] {
        assert!(!wire.heard().contains(secret), "{secret} was heard");
    }
}
