use super::support::{SPACE, Server};
use flate2::Compression;
use flate2::write::GzEncoder;
use protocol::{Code, ErrorBody};
use relay::{Application, Asset, Contents, Limits};
use reqwest::{Method, Response};
use std::io::Write;
use tempfile::{TempDir, tempdir};

const PAGE: &str = "<p>Sổ Sáng Kiến</p>";
const MODULE: &str = "app/tab-0123456789abcdef.wasm";
const FONT: &str = "app/be-vietnam-pro-0123456789abcdef.woff2";

/// A file whose packed forms can be told apart.
fn packed(path: &'static str, text: &str) -> Asset {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(text.as_bytes()).unwrap();
    let brotli = format!("brotli of {text}").into_bytes().leak();
    Asset { path, contents: Contents::Packed { brotli, gzip: gzip.finish().unwrap().leak() } }
}

fn application() -> Application {
    let font = Asset { path: FONT, contents: Contents::Plain(b"wOF2") };
    let files = vec![packed("index.html", PAGE), packed("sw.js", "//"), packed(MODULE, "\0asm"), font];
    Application::of(files.leak())
}

async fn relay() -> (Server, TempDir) {
    let folder = tempdir().unwrap();
    let server = Server::carrying(folder.path(), Limits::default(), application()).await;
    (server, folder)
}

async fn get(server: &Server, path: &str) -> Response {
    server.http.get(server.url(path)).send().await.unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_place_of_the_application_is_its_page() {
    let (server, _folder) = relay().await;

    for path in ["/", "/book", "/review/0a1b2c", "/v1x"] {
        let answer = get(&server, path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&answer, "cache-control"), "no-cache", "the next version is seen at once");
        assert_eq!(answer.text().await.unwrap(), PAGE);
    }
}

#[tokio::test]
async fn pages_may_run_only_what_the_relay_sent() {
    let (server, _folder) = relay().await;

    for path in ["/", "/sw.js", &format!("/{MODULE}"), "/app/gone-0123456789abcdef.js"] {
        let answer = get(&server, path).await;
        let policy = header(&answer, "content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{path}: {policy}");
        assert!(policy.contains("worker-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        assert_eq!(header(&answer, "referrer-policy"), "no-referrer");
        assert_eq!(header(&answer, "cross-origin-opener-policy"), "same-origin");
        assert!(header(&answer, "permissions-policy").contains("camera=(self)"));
    }
}

#[tokio::test]
async fn a_name_by_content_is_kept_for_a_year() {
    let (server, _folder) = relay().await;

    let module = get(&server, &format!("/{MODULE}")).await;
    assert_eq!(header(&module, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&module, "content-type"), "application/wasm");
    let font = get(&server, &format!("/{FONT}")).await;
    assert_eq!(header(&font, "content-type"), "font/woff2");
    assert_eq!(header(&font, "vary"), "", "it has one form only");
    assert_eq!(font.bytes().await.unwrap(), "wOF2");
    assert_eq!(header(&get(&server, "/sw.js").await, "cache-control"), "no-cache");
}

#[tokio::test]
async fn files_are_packed_as_the_browser_takes_them() {
    let (server, _folder) = relay().await;
    let ask = async |offer: &str| {
        let request = server.http.get(server.url("/sw.js")).header("accept-encoding", offer);
        request.send().await.unwrap()
    };

    for (offer, packing) in [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip, deflate", "gzip"),
        ("identity", ""),
        ("gzip;q=0.0", ""),
    ] {
        let answer = ask(offer).await;
        assert_eq!(header(&answer, "content-encoding"), packing, "{offer}");
        assert_eq!(header(&answer, "vary"), "accept-encoding", "{offer}");
    }
    assert_eq!(ask("br").await.text().await.unwrap(), "brotli of //");
    assert_eq!(ask("identity").await.text().await.unwrap(), "//");
}

#[tokio::test]
async fn unknown_files_are_not_found() {
    let (server, _folder) = relay().await;

    for path in ["/app/frontend-ffffffffffffffff.js", "/app/", "/favicon.ico", "/files.json"] {
        let answer = get(&server, path).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.bytes().await.unwrap(), "", "{path} is no page");
    }
}

#[tokio::test]
async fn unknown_endpoints_answer_in_the_words_of_the_protocol() {
    let (server, _folder) = relay().await;
    let of_a_school = format!("/v1/s/{}/nothing", SPACE.to_base64url());

    for path in ["/v1", "/v1/nothing", "/v1/s/x", of_a_school.as_str(), "/metrics/"] {
        for method in [Method::GET, Method::POST] {
            let answer = server.http.request(method, server.url(path)).send().await.unwrap();
            assert_eq!(answer.status(), 404, "{path}");
            let error = ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap();
            assert_eq!(error.code, Code::UnknownDoc, "{path}");
        }
    }
    assert_eq!(server.hello().await.relay, server.key, "endpoints are where they were");
}

#[tokio::test]
async fn only_reading_is_possible() {
    let (server, _folder) = relay().await;

    let head = server.http.head(server.url("/")).send().await.unwrap();
    assert_eq!((head.status().as_u16(), header(&head, "content-length")), (200, "24"));
    assert_eq!(head.bytes().await.unwrap(), "");
    let post = server.http.post(server.url("/book")).send().await.unwrap();
    assert_eq!((post.status().as_u16(), header(&post, "allow")), (405, "GET, HEAD"));
}

#[tokio::test]
async fn a_relay_without_the_application_says_how_to_build_it() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;

    let answer = get(&server, "/").await;

    assert_eq!(answer.status(), 404);
    assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
    assert!(header(&answer, "content-security-policy").contains("default-src 'self'"));
    assert!(answer.text().await.unwrap().contains("cargo xtask interface"));
}
