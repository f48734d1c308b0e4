use super::support::Server;
use relay::{Application, Asset, Contents, Limits};
use reqwest::Response;
use reqwest::header::HOST;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

const PAGE: &[u8] = b"<h1>How to trust it</h1>";

async fn relay() -> (Server, TempDir) {
    let files = vec![
        Asset { path: "index.html", contents: Contents::Plain(b"<p>") },
        Asset { path: "trust.html", contents: Contents::Plain(PAGE) },
    ];
    let folder = tempdir().unwrap();
    let application = Application::of(files.leak());
    (Server::carrying(folder.path(), Limits::default(), application).await, folder)
}

async fn get(server: &Server, path: &str) -> Response {
    server.http.get(server.url(path)).send().await.unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_page_may_ask_nobody_but_the_same_host_over_https() {
    let (server, _folder) = relay().await;

    let page = get(&server, "/trust?to=/review").await;

    let policy = header(&page, "content-security-policy").to_owned();
    assert!(policy.contains(&format!("connect-src 'self' https://{}", server.address)), "{policy}");
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.bytes().await.unwrap(), PAGE);
}

#[tokio::test]
async fn a_host_that_is_none_gets_into_no_policy() {
    let (server, _folder) = relay().await;

    let asked = server.http.get(server.url("/trust")).header(HOST, "x; script-src *").send().await.unwrap();

    let policy = header(&asked, "content-security-policy");
    assert!(!policy.contains("script-src *"), "{policy}");
}

#[tokio::test]
async fn the_authority_is_handed_out_in_the_form_of_each_device() {
    let (server, folder) = relay().await;
    let text = std::fs::read_to_string(folder.path().join("tls/authority.crt")).unwrap();
    let kinds = [
        ("/trust/authority.crt", "application/x-x509-ca-cert"),
        ("/trust/authority.pem", "application/x-pem-file"),
        ("/trust/authority.mobileconfig", "application/x-apple-aspen-config"),
    ];
    for (path, kind) in kinds {
        let answer = get(&server, path).await;
        assert_eq!(header(&answer, "content-type"), kind, "{path}");
        assert!(header(&answer, "content-disposition").starts_with("attachment"), "{path}");
    }
    assert_eq!(get(&server, "/trust/authority.pem").await.text().await.unwrap(), text);
    let der = get(&server, "/trust/authority.crt").await.bytes().await.unwrap();
    assert_eq!(der[0], 0x30, "a certificate as it is");
    let profile = get(&server, "/trust/authority.mobileconfig").await.text().await.unwrap();
    assert!(profile.contains(text.lines().nth(1).unwrap()), "the same certificate");
}

#[tokio::test]
async fn another_page_may_learn_that_https_works_and_nothing_else() {
    let (server, _folder) = relay().await;

    let works = get(&server, "/trust/works").await;

    assert_eq!(works.status(), 204);
    assert_eq!(header(&works, "access-control-allow-origin"), "*");
    let facts = get(&server, "/trust/facts").await;
    assert_eq!(header(&facts, "access-control-allow-origin"), "");
}

#[tokio::test]
async fn facts_tell_what_people_compare() {
    let (server, _folder) = relay().await;

    let text = get(&server, "/trust/facts").await.text().await.unwrap();
    let facts: Value = serde_json::from_str(&text).unwrap();

    assert_eq!(facts["secure"], format!("https://{}", server.address));
    assert_eq!(facts["open"], format!("http://{}", server.address));
    let fingerprint = facts["authority"].as_str().unwrap();
    assert_eq!(fingerprint.split(' ').filter(|pair| pair.len() == 2).count(), 32, "{fingerprint}");
    let picture = get(&server, "/trust/qr.svg").await;
    assert!(picture.text().await.unwrap().contains("<svg"));
}
