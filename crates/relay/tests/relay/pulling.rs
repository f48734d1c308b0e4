use super::support::{MATHS, Pulled, Server, founded, grant, joins, record};
use protocol::{
    Ack, Audience, Code, Cursor, DocumentLine, Epoch, ErrorBody, ItemStatus, PullItem, Role, Share, Verb,
    WireReceipt,
};
use std::sync::Arc;
use tempfile::tempdir;

#[tokio::test]
async fn a_draft_is_not_even_a_header_for_others_and_counts_as_skipped() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let khoi = joins(&server, &mut hanh, 3, Some((Role::DepartmentHead, Some(MATHS)))).await;
    let (doc, opened) = lan.opens(1, Audience::Authors);
    let seq = lan.pushes(&server, &[opened]).await[0].seq.unwrap();

    let page = khoi.pulls(&server, None).await.unwrap();
    assert!(!page.seqs().contains(&seq), "Khôi does not read a draft");
    assert_eq!(page.skipped.len(), 1);
    assert_eq!(page.cursor.seq, seq, "the cursor moves past what is skipped");
    assert!(khoi.pulls(&server, Some(page.cursor)).await.is_none(), "nothing new is one empty answer");
    assert!(lan.pulls(&server, None).await.unwrap().seqs().contains(&seq), "Lan reads her own");

    let share = Share { audience: Audience::Group }.to_body();
    let shared = lan.seal(doc, record(Verb::Share, Role::Author, share));
    lan.pushes(&server, &[shared]).await;
    let page = khoi.pulls(&server, Some(page.cursor)).await.unwrap();
    assert_eq!(page.seqs(), [seq + 1], "the head hears of it");
    let whole = khoi.reads(&server, &server.school(&format!("docs/{}", doc.to_base64url()))).await.unwrap();
    assert_eq!(whole.seqs(), [seq, seq + 1], "and fetches what came before");
    assert_eq!(whole.cursor.seq, whole.head, "a complete document reaches to the head");
}

#[tokio::test]
async fn a_remark_made_among_authors_stays_among_them() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let khoi = joins(&server, &mut hanh, 3, Some((Role::DepartmentHead, Some(MATHS)))).await;
    let (doc, opened) = lan.opens(1, Audience::Authors);
    let remark = lan.seal(doc, record(Verb::Remark, Role::Author, protocol::Value::map([])));
    let share = Share { audience: Audience::Group }.to_body();
    let shared = lan.seal(doc, record(Verb::Share, Role::Author, share));
    let seq = lan.pushes(&server, &[opened, remark, shared]).await[1].seq.unwrap();

    let page = khoi.pulls(&server, None).await.unwrap();
    let item = page.items.iter().find(|item| item.seq() == seq).unwrap();

    assert!(
        matches!(item, PullItem::Envelope { status: ItemStatus::Withheld, payload: None, .. }),
        "that it exists is no secret, what it says is: {item:?}"
    );
}

#[tokio::test]
async fn documents_that_a_new_role_opens_can_be_listed() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let son = joins(&server, &mut hanh, 4, None).await;
    let (doc, opened) = lan.opens(1, Audience::Group);
    lan.pushes(&server, &[opened]).await;
    let list = async || {
        let answer = son.with_token(server.http.get(server.school("docs"))).send().await.unwrap();
        DocumentLine::read_all(&answer.bytes().await.unwrap()).unwrap()
    };

    assert_eq!(list().await, []);
    hanh.decides(&server, grant(son.member, Role::UnionOfficer, None)).await;
    assert_eq!(list().await.iter().map(|line| line.doc).collect::<Vec<_>>(), [doc]);
}

#[tokio::test]
async fn a_long_poll_ends_when_something_readable_comes() {
    let folder = tempdir().unwrap();
    let server = Arc::new(Server::start(folder.path()).await);
    let mut hanh = founded(&server).await;
    let lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let cursor = lan.pulls(&server, None).await.unwrap().cursor;
    let url = server.school(&format!("pull?after={cursor}&wait=25"));
    let (waiting, started) = (Arc::clone(&server), std::time::Instant::now());

    let poll = tokio::spawn(async move { lan.reads(&waiting, &url).await });
    tokio::task::yield_now().await;
    hanh.decides(&server, grant(hanh.member, Role::Clerk, None)).await;
    let page = poll.await.unwrap().unwrap();

    assert_eq!(page.items.len(), 1);
    assert!(started.elapsed().as_secs() < 20, "it did not wait to its end");
}

#[tokio::test]
async fn pages_join_without_gaps_and_the_pack_holds_the_same() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let opened: Vec<_> = (0..40).map(|nonce| lan.opens(nonce, Audience::Authors).1).collect();
    lan.pushes(&server, &opened).await;

    let (mut cursor, mut seqs) = (None, Vec::new());
    loop {
        let after = cursor.map(|cursor: Cursor| format!("after={cursor}&")).unwrap_or_default();
        let Some(page) = lan.reads(&server, &server.school(&format!("pull?{after}max=2000"))).await else {
            break;
        };
        seqs.extend(page.seqs());
        cursor = Some(page.cursor);
    }
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "every number once");

    let packed = lan.with_token(server.http.get(server.school("pack"))).send().await.unwrap();
    let plain = packed.bytes().await.unwrap();
    assert_eq!(Pulled::read(&plain, &server.key).seqs(), seqs);
    let request = server.http.get(server.school("pack")).header("accept-encoding", "gzip");
    let packed = lan.with_token(request).send().await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    let gzip = packed.bytes().await.unwrap();
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&gzip[..]), &mut unpacked).unwrap();
    assert_eq!(Pulled::read(&unpacked, &server.key).seqs(), seqs);
    assert!(gzip.len() < plain.len());
}

#[tokio::test]
async fn cursors_of_another_life_or_from_the_future_are_answered_with_the_checkpoint() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = founded(&server).await;
    let cursor = hanh.pulls(&server, None).await.unwrap().cursor;
    let ask = async |cursor: Cursor| {
        let url = server.school(&format!("pull?after={cursor}"));
        let answer = hanh.with_token(server.http.get(url)).send().await.unwrap();
        ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap()
    };

    let other = ask(Cursor { epoch: Epoch::from_bytes([1; 16]), ..cursor }).await;
    assert_eq!(other.code, Code::EpochChanged);
    assert!(other.details.as_array().is_some_and(|parts| parts.len() == 2));
    assert_eq!(ask(Cursor { seq: 999, ..cursor }).await.code, Code::LogRewound);
    assert_eq!(ask(Cursor { chain: [1; 8], ..cursor }).await.code, Code::LogRewound);
}

#[tokio::test]
async fn an_ack_becomes_a_receipt_for_others() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let lan = joins(&server, &mut hanh, 2, None).await;
    let cursor = lan.pulls(&server, None).await.unwrap().cursor;
    let ack = Ack::sign(&lan.key, super::support::SPACE, cursor);

    let sent =
        lan.with_token(server.http.post(server.school("ack")).body(ack.to_bytes())).send().await.unwrap();
    assert_eq!(sent.status(), 204);
    let forged =
        hanh.with_token(server.http.post(server.school("ack")).body(ack.to_bytes())).send().await.unwrap();
    assert_eq!(forged.status(), 400, "nobody acks for another");

    let answer = hanh.with_token(server.http.get(server.school("receipts?since=0"))).send().await.unwrap();
    let (receipts, since) = WireReceipt::read_all(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(receipts, [WireReceipt { device: lan.key.device_key(), ack }]);
    let url = server.school(&format!("receipts?since={since}"));
    let answer = hanh.with_token(server.http.get(url)).send().await.unwrap();
    assert_eq!(answer.status(), 204, "nothing moved since");
}
