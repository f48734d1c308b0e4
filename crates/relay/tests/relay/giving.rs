//! `GET S/bundle`: a file of what a member may read, for their machines and this relay.

use super::support::{BOX, MATHS, Person, Server, founded, joins};
use protocol::{Audience, BoxSecret, BundleHeader, BundleItem, BundleReader, DeviceKey, Role, Vector};
use reqwest::Response;
use tempfile::tempdir;

async fn asks(server: &Server, who: &Person, have: Option<&Vector>) -> Response {
    use base64::Engine as _;
    let have = have.map(|have| base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(have.to_bytes()));
    let query = have.map(|have| format!("?have={have}")).unwrap_or_default();
    who.with_token(server.http.get(server.school(&format!("bundle{query}")))).send().await.unwrap()
}

/// Opens a file with the relay's key, as `relay import` does.
fn items(data: &std::path::Path, bytes: &[u8]) -> (BundleHeader, Vec<BundleItem>) {
    let seed: DeviceKey = std::fs::read_to_string(data.join("relay.key")).unwrap().trim().parse().unwrap();
    let key = protocol::SigningKey::from_seed(seed.to_bytes());
    let (header, length) = BundleHeader::read(bytes).unwrap().unwrap();
    let secret: BoxSecret = key.box_secret();
    let mut reader = BundleReader::open(&header, &key.public(), &secret).unwrap();
    reader.push(&bytes[length..]).unwrap();
    reader.end_input().unwrap();
    let mut items = Vec::new();
    while let Some(item) = reader.next_item().unwrap() {
        items.push(item);
    }
    assert!(reader.is_whole());
    (header, items)
}

fn authors(items: &[BundleItem]) -> Vec<DeviceKey> {
    let envelope = |item: &BundleItem| match item {
        BundleItem::Envelope(envelope) => Some(envelope.header().author),
        _ => None,
    };
    items.iter().filter_map(envelope).collect()
}

#[tokio::test]
async fn a_member_gets_what_they_may_read_and_a_delta_leaves_out_what_they_have() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let mut khoi = joins(&server, &mut hanh, 3, Some((Role::Staff, Some(MATHS)))).await;
    for who in [&mut lan, &mut khoi] {
        let (_, opened) = who.opens(1, Audience::Authors);
        assert_eq!(who.pushes(&server, &[opened]).await[0].code, None);
    }

    let bytes = asks(&server, &lan, None).await.bytes().await.unwrap();
    let (header, all) = items(folder.path(), &bytes);
    let names: Vec<_> = header.recipients().collect();
    let both = [server.key.to_bytes(), lan.key.device_key().to_bytes()];
    assert!(names.len() == 2 && both.iter().all(|name| names.contains(name)), "hers and the relay's");
    assert_eq!(authors(&all), [lan.key.device_key()], "Khôi's draft is not hers to read");
    let control = all.iter().filter(|item| matches!(item, BundleItem::Control(_))).count();
    assert_eq!(control, 1 + 2 * 4, "the whole control log");
    let BundleItem::Vector(held) = &all[0] else { panic!("the vector comes first") };
    assert!(held.holds(khoi.key.device_key(), 2), "it says what the relay has");
    let bytes = asks(&server, &lan, Some(held)).await.bytes().await.unwrap();
    let (_, delta) = items(folder.path(), &bytes);
    assert!(delta.iter().all(|item| matches!(
        item,
        BundleItem::Vector(_) | BundleItem::Checkpoint(_) | BundleItem::Ack(..) | BundleItem::End(_)
    )));
    assert_eq!(BOX.to_bytes(), [7; 32]);
}

#[tokio::test]
async fn nobody_gets_one_without_a_session_or_for_a_vector_that_is_none() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = founded(&server).await;
    assert_eq!(asks(&server, &Person::new(5), None).await.status(), 401);
    let wrong = hanh.with_token(server.http.get(server.school("bundle?have=nein"))).send().await.unwrap();
    assert_eq!(wrong.status(), 400);
}
