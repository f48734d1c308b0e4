//! The limits of protocol section 18, where the relay and not admission holds them.

use super::support::{MATHS, Person, SPACE, Server, founded, grant, joins};
use protocol::{
    Audience, ChunkHash, Code, ControlBody, DeviceEntry, Envelope, ErrorBody, MemberId, PushStatus, Role,
    SigningKey, limits,
};
use relay::Limits;
use reqwest::Response;
use tempfile::tempdir;

async fn refusal(answer: Response) -> (u16, Code) {
    let status = answer.status().as_u16();
    (status, ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap().code)
}

/// Pushes bytes as they are.
async fn sends(person: &Person, server: &Server, bytes: Vec<u8>) -> Response {
    person.with_token(server.http.post(server.school("push")).body(bytes)).send().await.unwrap()
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = founded(&server).await;
    let too_large = (413, Code::TooLarge);

    let huge = vec![0; limits::SNAPSHOT as usize + 128 * 1024];
    assert_eq!(refusal(sends(&hanh, &server, huge).await).await, too_large, "a push");
    let chunk = vec![0; limits::CHUNK as usize + 1];
    let path = format!("b/c/{}", ChunkHash::of(&chunk).to_base64url());
    let put = hanh.with_token(server.http.put(server.school(&path)).body(chunk));
    assert_eq!(refusal(put.send().await.unwrap()).await, too_large, "a chunk");
    let ack = server.http.post(server.school("ack")).body(vec![0; 300 * 1024]);
    assert_eq!(refusal(hanh.with_token(ack).send().await.unwrap()).await, too_large, "anything else");
    let session = server.http.post(server.url("/v1/session")).body(vec![0; 300 * 1024]);
    assert_eq!(refusal(session.send().await.unwrap()).await, too_large, "without a session too");
}

#[tokio::test]
async fn a_push_has_256_items_and_an_item_that_is_none_spoils_no_other() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let opened: Vec<Envelope> = (0..=255).map(|nonce| lan.opens(nonce, Audience::Authors).1).collect();

    let mut bytes: Vec<u8> = opened.iter().flat_map(Envelope::to_wire).collect();
    let answers = lan.pushes(&server, &opened).await;
    assert!(answers.iter().all(|answer| answer.status == PushStatus::Admitted));
    bytes.extend(opened[0].to_wire());
    assert_eq!(refusal(sends(&lan, &server, bytes).await).await, (413, Code::TooLarge));
    let (_, next) = lan.opens(7, Audience::Authors);
    let torn = [opened[3].to_wire(), vec![0x01], next.to_wire()[..40].to_vec()].concat();
    let answer = sends(&lan, &server, torn).await.bytes().await.unwrap();
    let answers = protocol::PushResponse::from_bytes(&answer, 3).unwrap().answers;
    assert_eq!(answers[0].status, PushStatus::Duplicate);
    assert!(answers[1..].iter().all(|answer| answer.code == Some(Code::Malformed)), "{answers:?}");
}

#[tokio::test]
async fn a_device_that_sends_too_much_is_told_how_long_to_wait_and_others_are_not() {
    let folder = tempdir().unwrap();
    let limits = Limits { burst: 8, rate: 1, ..Limits::default() };
    let server = Server::with(folder.path(), limits).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let opened: Vec<Envelope> = (0..8).map(|nonce| lan.opens(nonce, Audience::Authors).1).collect();
    lan.pushes(&server, &opened).await;

    let (_, more) = lan.opens(9, Audience::Authors);
    let answer = sends(&lan, &server, more.to_wire()).await;
    assert_eq!(answer.status(), 429);
    let body = ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap();
    let wait = body.details.as_u64().unwrap();
    assert!((1..=1_000).contains(&wait), "{wait} ms for one envelope at one a second");
    hanh.decides(&server, grant(lan.member, Role::Clerk, None)).await;
}

#[tokio::test]
async fn a_member_has_five_devices() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let member = MemberId::from_bytes([2; 16]);
    hanh.decides(&server, ControlBody::Member { member }).await;
    let device = |seed| DeviceEntry {
        member,
        device: SigningKey::from_seed([seed; 32]).device_key(),
        box_key: super::support::BOX,
    };
    for seed in 100..105 {
        hanh.decides(&server, ControlBody::DeviceAdd(device(seed))).await;
    }

    let sixth =
        hanh.seal_only(SPACE.into(), protocol::DraftContent::Control(ControlBody::DeviceAdd(device(105))));
    let answer = hanh.pushes(&server, &[sixth]).await.remove(0);

    assert_ne!(answer.status, PushStatus::Admitted);
    assert_eq!(answer.code, Some(Code::TooLarge));
}
