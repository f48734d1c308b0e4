use super::support::{Person, SPACE, Server, founded, genesis, grant, invite, join, joins};
use protocol::{
    Code, EnvId, ErrorBody, InviteToken, PushAnswer, PushResponse, PushStatus, RelayKey, Role, SpaceId, Value,
};
use std::path::Path;
use tempfile::tempdir;

async fn found(server: &Server, founder: &mut Person, relay: RelayKey) -> Result<PushAnswer, Code> {
    let body = genesis(founder, relay).to_wire();
    let answer = server.http.post(server.url("/v1/found")).body(body).send().await.unwrap();
    let status = answer.status();
    let bytes = answer.bytes().await.unwrap();
    if status == 200 {
        let response = PushResponse::from_bytes(&bytes, 1).unwrap();
        Ok(response.answers[0].clone())
    } else {
        Err(ErrorBody::from_bytes(&bytes).unwrap().code)
    }
}

#[tokio::test]
async fn a_lost_answer_to_a_founding_can_be_asked_for_again() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let key = server.key;

    let first = found(&server, &mut Person::new(1), key).await.unwrap();
    let second = found(&server, &mut Person::new(1), key).await.unwrap();

    assert_eq!((first.status, first.seq), (PushStatus::Admitted, Some(1)));
    assert_eq!((second.status, second.seq), (PushStatus::Duplicate, Some(1)));
}

#[tokio::test]
async fn a_school_for_another_relay_and_a_second_school_are_refused() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let other = RelayKey::from_bytes([5; 32]);

    assert_eq!(found(&server, &mut Person::new(1), other).await, Err(Code::ForbiddenKind));
    found(&server, &mut Person::new(1), server.key).await.unwrap();
    assert_eq!(found(&server, &mut Person::new(2), server.key).await, Err(Code::ControlConflict));
}

#[tokio::test]
async fn the_head_of_the_control_log_is_told_to_whoever_holds_an_invitation() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let genesis = hanh.next.control;
    let mut lan = Person::new(2);
    let token = InviteToken::from_random([2; 10]);
    hanh.decides(&server, protocol::ControlBody::Member { member: lan.member }).await;
    let head = hanh.decides(&server, invite(&token, lan.member)).await;

    let answers = lan.pushes(&server, &[join(&mut Person::new(2), &token, genesis)]).await;
    assert_eq!(answers[0].code, Some(Code::ControlConflict));
    assert_eq!(answers[0].details, Value::bytes(head));

    let envelope = join(&mut lan, &token, head);
    let answers = lan.pushes(&server, &[envelope]).await;
    assert_eq!(answers[0].status, PushStatus::Admitted);
    lan.signs_in(&server).await;
}

#[tokio::test]
async fn a_used_invitation_is_closed_and_guessing_is_slowed_down() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    joins(&server, &mut hanh, 2, None).await;

    let used = InviteToken::from_random([2; 10]);
    let mut thief = Person::new(3);
    let attempt = join(&mut thief, &used, hanh.next.control);
    for _ in 0..5 {
        let answers = thief.pushes(&server, std::slice::from_ref(&attempt)).await;
        assert_eq!(answers[0].code, Some(Code::InviteClosed));
    }
    let answer = server.http.post(server.school("push")).body(attempt.to_wire()).send().await.unwrap();

    assert_eq!(answer.status(), 429, "the sixth attempt of a minute waits");
}

#[tokio::test]
async fn strangers_get_no_session_and_read_nothing() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut stranger = Person::new(66);

    assert_eq!(stranger.opens_a_session(&server).await.status(), 403);
    for path in ["pull", "control", "docs", "pack", "receipts"] {
        let answer = server.http.get(server.school(path)).send().await.unwrap();
        assert_eq!(answer.status(), 401, "{path} needs a session");
    }
    let entry = hanh.control(grant(hanh.member, Role::Clerk, None));
    let answer = server.http.post(server.school("push")).body(entry.to_wire()).send().await.unwrap();
    assert_eq!(answer.status(), 401, "without a session only a join is taken");
    let nowhere = SpaceId::from_bytes([1; 16]).to_base64url();
    let answer = server.http.get(server.url(&format!("/v1/s/{nowhere}/pull"))).send().await.unwrap();
    assert_eq!(answer.status(), 404);
}

#[tokio::test]
async fn a_nonce_serves_once() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = founded(&server).await;
    let hello = server.hello().await;
    let request = protocol::SessionRequest::sign(&hanh.key, SPACE, hello.relay, hello.nonce, None).to_bytes();

    let first = server.http.post(server.url("/v1/session")).body(request.clone()).send().await.unwrap();
    let second = server.http.post(server.url("/v1/session")).body(request).send().await.unwrap();

    assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 401));
    assert_ne!(hanh.next.control, EnvId::ZERO);
    assert!(Path::new(folder.path()).join("relay.key").is_file());
}
