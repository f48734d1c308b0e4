use super::support::{BOX, Person, SPACE, Server, founded, grant, invite, joins};
use protocol::{
    Code, ControlBody, ErrorBody, InviteOpen, InviteToken, JoinRequest, JoinState, MemberId, Role,
    SigningKey, WaitingJoin, join_proof, read_joins,
};
use reqwest::Method;
use tempfile::tempdir;

const KHOI: MemberId = MemberId::from_bytes([2; 16]);

fn token() -> InviteToken {
    InviteToken::from_random([2; 10])
}

/// What a machine asks with, which has the keys of a number.
fn request(token: &InviteToken, number: u8) -> JoinRequest {
    let device = SigningKey::from_seed([number; 32]).device_key();
    let proof = join_proof(&token.key(SPACE), SPACE, device, BOX);
    JoinRequest { invite: token.invite_key(SPACE), device, box_key: BOX, proof }
}

async fn sends(server: &Server, method: Method, request: &JoinRequest) -> Result<Vec<u8>, Code> {
    let asked = server.http.request(method, server.school("join")).body(request.to_bytes());
    let answer = asked.send().await.unwrap();
    let (ok, body) = (answer.status().is_success(), answer.bytes().await.unwrap());
    if ok { Ok(body.to_vec()) } else { Err(ErrorBody::from_bytes(&body).unwrap().code) }
}

async fn asks(server: &Server, request: &JoinRequest) -> Result<JoinState, Code> {
    sends(server, Method::POST, request).await.map(|body| JoinState::from_bytes(&body).unwrap())
}

async fn waiting(server: &Server, person: &Person) -> Result<Vec<WaitingJoin>, Code> {
    let answer = person.with_token(server.http.get(server.school("joins"))).send().await.unwrap();
    let (ok, body) = (answer.status().is_success(), answer.bytes().await.unwrap());
    if ok { Ok(read_joins(&body).unwrap()) } else { Err(ErrorBody::from_bytes(&body).unwrap().code) }
}

/// A school in which Khôi, a head, has an invitation.
async fn invited(server: &Server) -> Person {
    let mut hanh = founded(server).await;
    hanh.decides(server, ControlBody::Member { member: KHOI }).await;
    hanh.decides(server, grant(KHOI, Role::Leadership, None)).await;
    hanh.decides(server, invite(&token(), KHOI)).await;
    hanh
}

#[tokio::test]
async fn a_machine_waits_through_a_restart_until_a_registrar_adds_it() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = invited(&server).await;
    let asked = request(&token(), 60);
    assert_eq!(asks(&server, &asked).await, Ok(JoinState::Waits));
    server.stop().await;
    let server = Server::start(folder.path()).await;

    let seen = waiting(&server, &hanh).await.unwrap();
    assert_eq!(seen.iter().map(|one| one.request).collect::<Vec<_>>(), [asked]);
    assert_eq!(asks(&server, &asked).await, Ok(JoinState::Waits));
    let entry = protocol::DeviceEntry { member: KHOI, device: asked.device, box_key: BOX };
    hanh.decides(&server, ControlBody::DeviceAdd(entry)).await;

    assert_eq!(asks(&server, &asked).await, Ok(JoinState::Admitted));
    assert!(waiting(&server, &hanh).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_registrars_see_who_waits_and_it_is_no_part_of_the_log() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = invited(&server).await;
    let lan = joins(&server, &mut hanh, 3, None).await;
    let before = hanh.pulls(&server, None).await.unwrap().head;
    asks(&server, &request(&token(), 60)).await.unwrap();

    assert_eq!(waiting(&server, &lan).await, Err(Code::ForbiddenKind));
    let stranger = Person::new(61);
    assert_eq!(waiting(&server, &stranger).await, Err(Code::SessionRequired));
    assert_eq!(hanh.pulls(&server, None).await.unwrap().head, before);
}

#[tokio::test]
async fn four_machines_wait_with_one_invitation_and_a_fifth_does_not() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = invited(&server).await;
    for number in 60..64 {
        assert_eq!(asks(&server, &request(&token(), number)).await, Ok(JoinState::Waits));
    }

    assert_eq!(asks(&server, &request(&token(), 64)).await, Err(Code::SlowDown));
    assert_eq!(asks(&server, &request(&token(), 60)).await, Ok(JoinState::Waits), "who waits may ask");
    sends(&server, Method::DELETE, &request(&token(), 61)).await.unwrap();
    assert_eq!(asks(&server, &request(&token(), 64)).await, Ok(JoinState::Waits), "there is room again");
    assert_eq!(waiting(&server, &hanh).await.unwrap().len(), 4);
}

#[tokio::test]
async fn with_a_closed_or_expired_invitation_nobody_waits() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = invited(&server).await;
    let asked = request(&token(), 60);
    asks(&server, &asked).await.unwrap();
    let late = InviteToken::from_random([3; 10]);
    hanh.decides(
        &server,
        ControlBody::InviteOpen(InviteOpen {
            invite: late.invite_key(SPACE),
            member: Some(KHOI),
            expires: 1,
            uses: 1,
            auto: false,
        }),
    )
    .await;
    hanh.decides(&server, ControlBody::InviteClose { invite: asked.invite }).await;

    assert!(waiting(&server, &hanh).await.unwrap().is_empty());
    assert_eq!(asks(&server, &asked).await, Err(Code::InviteClosed));
    assert_eq!(asks(&server, &request(&late, 61)).await, Err(Code::InviteClosed));
    assert_eq!(
        asks(&server, &request(&InviteToken::from_random([9; 10]), 62)).await,
        Err(Code::InviteClosed)
    );
}

#[tokio::test]
async fn wrong_proofs_wait_nowhere_and_the_sixth_of_a_minute_is_not_looked_at() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = invited(&server).await;
    let borrowed = JoinRequest { device: request(&token(), 61).device, ..request(&token(), 60) };
    for _ in 0..5 {
        assert_eq!(asks(&server, &borrowed).await, Err(Code::BadSignature));
    }

    assert_eq!(asks(&server, &borrowed).await, Err(Code::SlowDown));
    assert!(waiting(&server, &hanh).await.unwrap().is_empty());
    let large = server.http.post(server.school("join")).body(vec![0; 300 * 1024]).send().await.unwrap();
    assert_ne!(large.status(), 200);
}
