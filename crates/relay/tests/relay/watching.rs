//! What an operator sees of a relay that runs.

use super::support::{MATHS, Person, SPACE, Server, founded, joins};
use protocol::{Audience, Role};
use std::collections::BTreeMap;
use tempfile::tempdir;

/// Reads the metrics: each line's name with its labels, and its number.
async fn metrics(server: &Server) -> BTreeMap<String, String> {
    let answer = server.http.get(server.url("/metrics")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    let text = answer.text().await.unwrap();
    let samples = text.lines().filter(|line| !line.starts_with('#'));
    samples.map(|line| line.rsplit_once(' ').unwrap()).map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
}

fn number(text: &str) -> usize {
    text.parse().unwrap()
}

fn of_school(name: &str, more: &str) -> String {
    format!("ssk_relay_{name}{{school=\"{SPACE}\"{more}}}")
}

#[tokio::test]
async fn metrics_count_what_happened() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let mut lan = joins(&server, &mut hanh, 2, Some((Role::Staff, Some(MATHS)))).await;
    let (_, opened) = lan.opens(1, Audience::Authors);
    lan.pushes(&server, &[opened.clone(), opened]).await;
    lan.pulls(&server, None).await.unwrap();
    server.http.get(server.school("pull")).send().await.unwrap();

    let seen = metrics(&server).await;

    assert_eq!(seen[&of_school("school_documents", "")], "1");
    assert_eq!(seen[&of_school("school_entries", "")], "6");
    assert_eq!(
        (&*seen[&of_school("school_devices", "")], &*seen[&of_school("school_sessions", "")]),
        ("2", "2")
    );
    assert_eq!(seen[&of_school("school_pushed_total", ",outcome=\"duplicate\"")], "1");
    assert_eq!(seen["ssk_relay_refused_total{code=\"session_required\"}"], "1");
    let pull = "route=\"/v1/s/{space}/pull\"";
    assert_eq!(seen[&format!("ssk_relay_requests_total{{{pull},status=\"200\"}}")], "1");
    assert_eq!(seen[&format!("ssk_relay_request_seconds_count{{{pull}}}")], "2");
    assert!(number(&seen[&format!("ssk_relay_sent_bytes_total{{{pull}}}")]) > 1_000);
    assert!(number(&seen["ssk_relay_disk_free_bytes"]) > 0);
}

#[tokio::test]
async fn a_stream_is_counted_as_it_goes() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let hanh = founded(&server).await;

    let pack = hanh.with_token(server.http.get(server.school("pack"))).send().await.unwrap();
    let bytes = pack.bytes().await.unwrap().len();

    let seen = metrics(&server).await;
    let sent = number(&seen["ssk_relay_sent_bytes_total{route=\"/v1/s/{space}/pack\"}"]);
    assert_eq!(sent, bytes);
}

#[tokio::test]
async fn nobody_beyond_a_proxy_sees_metrics_or_health() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;

    for path in ["/metrics", "/healthz"] {
        let asked = server.http.get(server.url(path)).header("x-forwarded-for", "203.0.113.7").send();
        assert_eq!(asked.await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn metrics_name_nobody() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    let lan: Person = joins(&server, &mut hanh, 2, None).await;

    let text = server.http.get(server.url("/metrics")).send().await.unwrap().text().await.unwrap();

    for secret in [lan.member.to_string(), lan.key.device_key().to_string(), lan.token.unwrap()] {
        assert!(!text.contains(&secret), "{secret} in {text}");
    }
    assert!(!text.contains("127.0.0.1"), "{text}");
}
