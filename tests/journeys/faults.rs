//! Cut cables, dead relays, lost answers: what was saved stays, what was acknowledged stays.

use std::time::Duration;

use api::{AttachEvidence, Code, DeliveryState, FetchFile, GetDelivery, SetRelay, SyncNow};
use domain::role::Stage;
use testkit::{Network, Person, School};

fn attach(id: domain::id::InitiativeId, path: &std::path::Path) -> AttachEvidence {
    AttachEvidence {
        id,
        upload: None,
        path: Some(path.to_str().unwrap().into()),
        title: "Bảng điểm".into(),
        caption: String::new(),
        supports: vec![],
    }
}

/// A PDF-like file of so many bytes that no two chunks of are equal.
fn big_file(school: &School, name: &str, bytes: usize) -> std::path::PathBuf {
    let path = school.folder().join(name);
    let mut contents = b"%PDF-1.7\n".to_vec();
    let mut state = 20_261_123_u32;
    while contents.len() < bytes {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        contents.extend(state.to_le_bytes());
    }
    std::fs::write(&path, contents).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_killed_in_the_middle_of_pushes_loses_nothing_that_it_acknowledged() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.syncs().await;
    for round in 0..10 {
        for edit in 0..20 {
            school
                .person("Nguyễn Thị Lan")
                .types(id, "support_needed", &format!("Lần {round}, sửa {edit}"))
                .await;
        }
        let lan = school.person("Nguyễn Thị Lan");
        let pushing = lan.tries(SyncNow {});
        let killing = async {
            tokio::time::sleep(Duration::from_millis(3 * round)).await;
            std::process::Command::new("kill").args(["-9", &school.relay.pid().unwrap().to_string()]).status()
        };
        let _ = tokio::join!(pushing, killing);
        school.relay.restart();
    }
    school.syncs().await;

    let seen = school.person("Lưu Đình Khôi").sees(id).await;
    assert_eq!(seen.support_needed, "Lần 9, sửa 19");
    assert_eq!(school.person("Nguyễn Thị Lan").does(GetDelivery {}).await.unsent, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_twenty_megabytes_resumes_after_the_relay_was_killed_and_the_cable_cut() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let wire = Network::to(school.relay.address()).await;
    let path = big_file(&school, "bang-diem.pdf", 20 << 20);
    let lan = school.person("Nguyễn Thị Lan");
    lan.does(SetRelay { address: wire.url() }).await;
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.does(attach(id, &path)).await;
    lan.hands_in(id).await;

    wire.cut_after_sending(7 << 20);
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::RelayUnreachable);
    wire.mend();
    school.relay.restart();
    wire.cut_after_sending(6 << 20);
    let lan = school.person("Nguyễn Thị Lan");
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::RelayUnreachable);
    wire.mend();
    lan.syncs().await;
    let (sent, _) = wire.passed();
    assert!(sent < 27 << 20, "chunks that had arrived are not sent again: {sent} bytes");

    let khoi = school.person("Lưu Đình Khôi");
    khoi.syncs().await;
    let evidence = khoi.sees(id).await.evidence.remove(0);
    khoi.does(FetchFile { blob: evidence.blob.unwrap() }).await;
    let copy = school.folder().join("ban-sao.pdf");
    let save = api::SaveFile { blob: evidence.blob.unwrap(), path: copy.to_str().unwrap().into() };
    khoi.does(save).await;
    assert!(std::fs::read(copy).unwrap() == std::fs::read(path).unwrap(), "byte for byte");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_makes_no_second_envelope() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let wire = Network::to(school.relay.address()).await;
    let lan = school.person("Nguyễn Thị Lan");
    lan.does(SetRelay { address: wire.url() }).await;
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.syncs().await;
    lan.types(id, "problem", "32/151 học sinh dưới trung bình.").await;

    // The request passes, its answer does not.
    wire.cut_after_receiving(0);
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::RelayUnreachable);
    wire.mend();
    school.syncs().await;
    school.syncs().await;

    let (hers, his) = (lan.sees(id).await, school.person("Lưu Đình Khôi").sees(id).await);
    assert_eq!((hers.heads, hers.unsent), (his.heads, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_goes_on_by_itself_when_the_relay_comes_back() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    for name in ["Nguyễn Thị Lan", "Lưu Đình Khôi"] {
        school.person(name).application().keep_in_sync();
    }
    school.relay.kill();
    let id = school.person("Nguyễn Thị Lan").registers("Thẻ lỗi sai").await;
    school.person("Nguyễn Thị Lan").hands_in(id).await;
    school.relay.restart();

    let khoi = school.person("Lưu Đình Khôi");
    arrives(khoi, id, |view| view.summary.waiting_for == [Stage::Department]).await;
    khoi.approves(id, Stage::Department).await;
    arrives(school.person("Nguyễn Thị Lan"), id, |view| view.summary.waiting_for != [Stage::Department])
        .await;
}

/// Waits until what arrives is as expected, and fails after half a minute.
async fn arrives(
    person: &Person,
    id: domain::id::InitiativeId,
    as_expected: impl Fn(&api::InitiativeView) -> bool,
) {
    let mut changes = person.application().subscribe();
    let waiting = async {
        loop {
            if person.tries(api::GetInitiative { id }).await.is_ok_and(|view| as_expected(&view)) {
                return;
            }
            // A change that is missed is no harm: the next look comes with the next one, or with the tick.
            let _ = tokio::time::timeout(Duration::from_millis(500), changes.recv()).await;
        }
    };
    let arrived = tokio::time::timeout(Duration::from_secs(30), waiting).await;
    assert!(arrived.is_ok(), "{}: it did not arrive within half a minute", person.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_record_tells_how_far_it_got() {
    let school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    let id = lan.registers("Thẻ lỗi sai").await;
    assert_eq!(lan.hands_in(id).await.summary.delivery, DeliveryState::ThisMachine);
    lan.syncs().await;
    assert_eq!(lan.sees(id).await.summary.delivery, DeliveryState::AtRelay);
    khoi.syncs().await;
    lan.syncs().await;
    assert_eq!(lan.sees(id).await.summary.delivery, DeliveryState::Received);
    let heads = khoi.does(api::GetReview { id }).await.initiative.heads;
    khoi.does(api::MarkSeen { id, heads }).await;
    school.syncs().await;
    assert_eq!(lan.sees(id).await.summary.delivery, DeliveryState::Seen);
    assert!(lan.does(GetDelivery {}).await.safe_to_shut_down);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_answers_garbage_is_not_the_schools_relay() {
    let school = School::with(&["Nguyễn Thị Lan"]).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").await;
        }
    });
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.does(SetRelay { address: format!("http://{address}") }).await;

    assert_eq!(lan.is_refused(SyncNow {}).await, Code::NotOurRelay);
    lan.does(SetRelay { address: school.relay.url() }).await;
    lan.syncs().await;
    assert_eq!(lan.does(GetDelivery {}).await.unsent, 0, "nothing was lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_stops_cleanly_when_asked() {
    let mut school = School::with(&["Nguyễn Thị Lan"]).await;
    assert!(school.relay.stop(), "SIGTERM ends it with success");
    school.relay.restart();
    school.person("Nguyễn Thị Lan").syncs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_without_room_is_said_and_goes_on_handing_out() {
    let mut school = School::with(&["Nguyễn Thị Lan", "Lưu Đình Khôi"]).await;
    let lan = school.person("Nguyễn Thị Lan");
    let id = lan.registers("Thẻ lỗi sai").await;
    lan.hands_in(id).await;
    lan.syncs().await;
    school.relay.restart_without_room();

    let (lan, khoi) = (school.person("Nguyễn Thị Lan"), school.person("Lưu Đình Khôi"));
    lan.types(id, "support_needed", "Máy chiếu").await;
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::RelayFull, "it is not this machine's disk");
    assert_eq!(lan.does(GetDelivery {}).await.unsent, 1, "what was written waits");
    khoi.syncs().await;
    assert_eq!(khoi.sees(id).await.summary.title, "Thẻ lỗi sai", "reading goes on");

    school.relay.restart();
    school.syncs().await;
    assert_eq!(school.person("Lưu Đình Khôi").sees(id).await.support_needed, "Máy chiếu");
    assert_eq!(school.person("Nguyễn Thị Lan").does(GetDelivery {}).await.unsent, 0);
}
