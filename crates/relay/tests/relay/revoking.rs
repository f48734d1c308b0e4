use super::support::{MATHS, Person, Server, founded, joins};
use protocol::{
    Audience, Code, ControlBody, DraftContent, ErrorBody, PushStatus, Role, WireQuarantined, read_quarantine,
};
use reqwest::Response;
use std::time::{Duration, Instant};
use tempfile::tempdir;

async fn code(answer: Response) -> Code {
    ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap().code
}

fn ends(person: &Person) -> ControlBody {
    ControlBody::DeviceRevoke { device: person.key.device_key(), last_aseq: person.next.aseq - 1 }
}

async fn kept_aside(server: &Server, person: &Person) -> Result<Vec<WireQuarantined>, Code> {
    let request = person.with_token(server.http.get(server.school("quarantine")));
    let answer = request.send().await.unwrap();
    if answer.status() != 200 {
        return Err(code(answer).await);
    }
    Ok(read_quarantine(&answer.bytes().await.unwrap()).unwrap())
}

#[tokio::test]
async fn a_revoked_device_is_out_at_once_and_told_why() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let cursor = lan.pulls(&server, None).await.unwrap().cursor;
    let poll = server.http.get(server.school(&format!("pull?after={cursor}&wait=25")));
    let polling = tokio::spawn(lan.with_token(poll).send());
    tokio::time::sleep(Duration::from_millis(300)).await;
    let since = Instant::now();

    hanh.decides(&server, ends(&lan)).await;

    let waiting = polling.await.unwrap().unwrap();
    assert_eq!(waiting.status(), 403, "who waits is told, and gets nothing more");
    assert_eq!(code(waiting).await, Code::Revoked);
    assert!(since.elapsed() < Duration::from_secs(20), "it does not wait for the poll to end");
    let pulls = lan.with_token(server.http.get(server.school("pull"))).send().await.unwrap();
    assert_eq!(code(pulls).await, Code::SessionExpired);
    let answer = lan.opens_a_session(&server).await;
    assert_eq!(code(answer).await, Code::Revoked);
    let answer = Person::new(77).opens_a_session(&server).await;
    assert_eq!(code(answer).await, Code::NotMember, "a stranger is no revoked device");
}

#[tokio::test]
async fn what_a_revoked_device_wrote_comes_back_when_a_registrar_takes_it() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let khoi = joins(&server, &mut hanh, 3, Some((Role::DepartmentHead, Some(MATHS)))).await;
    hanh.decides(&server, ends(&lan)).await;
    let (doc, opened) = lan.opens(1, Audience::Group);

    let carried = khoi.pushes(&server, std::slice::from_ref(&opened)).await;
    assert_eq!(carried[0].status, PushStatus::Quarantined, "a colleague may carry it");
    assert_eq!(kept_aside(&server, &khoi).await, Err(Code::ForbiddenKind));
    let kept = kept_aside(&server, &hanh).await.unwrap();
    assert_eq!(kept.iter().map(|one| protocol::env_id(&one.header)).collect::<Vec<_>>(), [opened.id()]);
    let before = khoi.pulls(&server, None).await.unwrap();
    let readmit = hanh.seal(doc, DraftContent::Readmit(vec![opened.id()]));
    let answers = hanh.pushes(&server, &[readmit]).await;

    assert_eq!(answers[0].status, PushStatus::Admitted, "{:?}", answers[0]);
    assert_eq!(kept_aside(&server, &hanh).await.unwrap(), []);
    let after = khoi.pulls(&server, Some(before.cursor)).await.unwrap();
    assert_eq!(after.seqs(), [before.head + 1, before.head + 2], "right behind the entry that says so");
    assert_eq!(khoi.pushes(&server, &[opened]).await[0].status, PushStatus::Duplicate);
    server.stop().await;
    let report = relay::verify(folder.path()).unwrap();
    assert!(report.is_sound(), "{report}");
}
