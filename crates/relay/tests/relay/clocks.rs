//! A relay whose clock was wrong, and is put right.

use super::support::{Person, SPACE, Server, founded, join};
use protocol::{Code, ControlBody, InviteOpen, InviteToken, PushStatus};
use rstest::rstest;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::tempdir;

const DAY: i64 = 24 * 60 * 60 * 1000;

fn tomorrow() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64 + DAY
}

fn invitation(token: &InviteToken, person: &Person) -> ControlBody {
    ControlBody::InviteOpen(InviteOpen {
        invite: token.invite_key(SPACE),
        member: Some(person.member),
        expires: tomorrow(),
        uses: 1,
        auto: true,
    })
}

#[rstest]
#[case::ahead("+9y", Some(Code::InviteClosed))]
#[case::behind("-9y", None)]
#[tokio::test]
async fn a_clock_put_right_ends_sessions_openly_and_closes_nothing(
    #[case] clock: &str,
    #[case] meanwhile: Option<Code>,
) {
    let folder = tempdir().unwrap();
    let server = Server::at_another_time(folder.path(), clock).await;
    let mut hanh = founded(&server).await;
    let (mut lan, mut tam) = (Person::new(2), Person::new(3));
    let tokens = [2, 3].map(|number| InviteToken::from_random([number; 10]));
    for (person, token) in [(&lan, &tokens[0]), (&tam, &tokens[1])] {
        hanh.decides(&server, ControlBody::Member { member: person.member }).await;
        hanh.decides(&server, invitation(token, person)).await;
    }
    let asks = join(&mut lan, &tokens[0], hanh.next.control);
    assert_eq!(lan.pushes(&server, std::slice::from_ref(&asks)).await[0].code, meanwhile);
    server.dies();

    let server = Server::program(folder.path()).await;

    let old = hanh.with_token(server.http.get(server.school("pull"))).send().await.unwrap();
    assert_eq!(old.status(), 401, "a session of another time is over, and its device is told");
    hanh.signs_in(&server).await;
    let head = if meanwhile.is_none() { asks.id() } else { hanh.next.control };
    let joins = join(&mut tam, &tokens[1], head);
    assert_eq!(tam.pushes(&server, &[joins]).await[0].status, PushStatus::Admitted);
    server.dies();
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_said() {
    let folder = tempdir().unwrap();
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let server = Server::start(&data).await;
    founded(&server).await;
    server.stop().await;
    let fence = data.join("schools").join(SPACE.to_string()).join("fence");
    let fence = std::fs::File::options().write(true).open(fence).unwrap();
    fence.set_modified(SystemTime::now() + Duration::from_hours(72)).unwrap();

    Server::logging(&data, &log).await.dies();

    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("clock is behind") && log.contains("\"days\":2"), "{log}");
}
