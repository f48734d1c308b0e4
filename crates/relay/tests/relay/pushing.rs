use super::support::{MATHS, Person, Server, founded, grant, joins, record};
use protocol::{Audience, Code, ErrorBody, PushStatus, Role, Value, Verb};
use relay::Limits;
use tempfile::tempdir;

#[tokio::test]
async fn every_item_of_a_push_has_its_own_answer() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (doc, opened) = lan.opens(1, Audience::Authors);
    let void = lan.seal(doc, record(Verb::Recognize, Role::Author, Value::map([])));
    let after_void = lan.seal(doc, record(Verb::Withdraw, Role::Author, Value::map([])));
    let gap = {
        let mut ahead = Person::new(2);
        ahead.next = lan.next;
        ahead.next.aseq += 5;
        ahead.seal_only(doc, record(Verb::Withdraw, Role::Author, Value::map([])))
    };

    let answers = lan.pushes(&server, &[opened.clone(), void, after_void, gap, opened]).await;
    let short: Vec<_> = answers.iter().map(|answer| (answer.status, answer.code)).collect();

    assert_eq!(
        short,
        [
            (PushStatus::Admitted, None),
            (PushStatus::Void, Some(Code::BadPayload)),
            (PushStatus::Admitted, None),
            (PushStatus::Need, Some(Code::AuthorGap)),
            (PushStatus::Duplicate, None),
        ]
    );
    assert_eq!(answers[3].details, Value::Uint(lan.next.aseq), "the relay says what comes next");
    assert_eq!(answers[4].seq, answers[0].seq, "a duplicate is told its place");
}

#[tokio::test]
async fn garbage_between_envelopes_harms_nobody_else() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (_, opened) = lan.opens(1, Audience::Authors);
    let mut body = Value::text("not an envelope").to_bytes();
    body.extend(opened.to_wire());
    body.extend([0xff, 0x00]);

    let request = lan.with_token(server.http.post(server.school("push")).body(body));
    let bytes = request.send().await.unwrap().bytes().await.unwrap();
    let answers = protocol::PushResponse::from_bytes(&bytes, 3).unwrap().answers;

    assert_eq!(answers[0].code, Some(Code::Malformed));
    assert_eq!(answers[1].status, PushStatus::Admitted);
    assert_eq!(answers[2].code, Some(Code::Malformed));
}

#[tokio::test]
async fn a_control_entry_on_an_old_head_is_told_the_new_one() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let old = hanh.next.control;
    let head = hanh.decides(&server, grant(hanh.member, Role::Clerk, None)).await;
    hanh.next.control = old;

    let envelope = hanh.seal_only(
        super::support::SPACE.into(),
        protocol::DraftContent::Control(grant(hanh.member, Role::Leadership, None)),
    );
    let answers = hanh.pushes(&server, &[envelope]).await;

    assert_eq!(answers[0].code, Some(Code::ControlConflict));
    assert_eq!(answers[0].details, Value::bytes(head));
}

#[tokio::test]
async fn a_flood_is_told_to_wait_and_a_giant_push_is_refused() {
    let folder = tempdir().unwrap();
    let server = Server::with(folder.path(), Limits { burst: 20, rate: 1, ..Limits::default() }).await;
    let mut hanh = founded(&server).await;
    let one = hanh.control(grant(hanh.member, Role::Clerk, None));
    let many: Vec<u8> = std::iter::repeat_n(one.to_wire(), 257).flatten().collect();
    let some: Vec<u8> = std::iter::repeat_n(one.to_wire(), 20).flatten().collect();
    let push = async |body: Vec<u8>| {
        let answer =
            hanh.with_token(server.http.post(server.school("push")).body(body)).send().await.unwrap();
        (answer.status().as_u16(), answer.bytes().await.unwrap())
    };

    let (status, body) = push(many).await;
    assert_eq!((status, ErrorBody::from_bytes(&body).unwrap().code), (413, Code::TooLarge));
    assert_eq!(push(some.clone()).await.0, 200);
    let (status, body) = push(some).await;
    let error = ErrorBody::from_bytes(&body).unwrap();
    assert_eq!((status, error.code), (429, Code::SlowDown));
    assert!(error.details.as_u64().is_some_and(|wait| wait > 10_000), "twenty take about twenty seconds");
}
