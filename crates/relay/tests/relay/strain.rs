//! A disk without room, requests that are too large, and a relay that is told to stop.

use super::support::{MATHS, Server, founded, grant, joins};
use protocol::{Audience, Code, ControlBody, ErrorBody, MemberId, PushStatus, Role};
use relay::Limits;
use tempfile::tempdir;

/// Nothing in the world has so much room.
const NO_ROOM: Limits =
    Limits { burst: 5_000, rate: 50, member_files: None, school_files: None, reserve: u64::MAX };

#[tokio::test]
async fn without_room_nothing_new_is_taken_and_everything_else_goes_on() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (_, opened) = lan.opens(1, Audience::Authors);
    server.stop().await;

    let server = Server::with(folder.path(), NO_ROOM).await;
    let push = lan.with_token(server.http.post(server.school("push")).body(opened.to_wire()));
    let answer = push.send().await.unwrap();
    assert_eq!(answer.status(), 507);
    let body = ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(body.code, Code::DiskFull);
    assert!(lan.pulls(&server, None).await.is_some(), "reading goes on");
    lan.signs_in(&server).await;
    hanh.decides(&server, ControlBody::MemberRevoke { member: lan.member }).await;
    server.stop().await;

    let server = Server::start(folder.path()).await;
    hanh.decides(&server, ControlBody::Member { member: MemberId::from_bytes([9; 16]) }).await;
    hanh.decides(&server, grant(MemberId::from_bytes([9; 16]), Role::Clerk, None)).await;
}

#[tokio::test]
async fn what_was_refused_for_want_of_room_is_taken_later() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (_, opened) = lan.opens(1, Audience::Authors);
    server.stop().await;
    let server = Server::with(folder.path(), NO_ROOM).await;
    let push = lan.with_token(server.http.post(server.school("push")).body(opened.to_wire()));
    assert_eq!(push.send().await.unwrap().status(), 507);
    server.stop().await;

    let server = Server::start(folder.path()).await;

    assert_eq!(lan.pushes(&server, &[opened]).await[0].status, PushStatus::Admitted);
}
