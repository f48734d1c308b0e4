//! The page of the application, saved as a file and opened from somewhere else.

use std::path::PathBuf;

use journeys::words::said;
use rstest::rstest;

use crate::{Browser, Scene, TURN};

#[rstest]
#[case::from_a_folder(Saved::File)]
#[case::from_another_address(Saved::Elsewhere)]
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_saved_says_that_it_does_not_run(#[case] saved: Saved) {
    let _turn = TURN.lock().await;
    let scene = Scene::with(&[]).await;
    let page = testkit::http().get(scene.address("/")).send().await.unwrap().text().await.unwrap();
    let folder = scene.school.folder().join("saved");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("trang.html"), page).unwrap();
    let address = saved.address(folder).await;

    let lan = Browser::opens("lan", &scene.profile("lan")).await;
    lan.client.goto(&address).await.unwrap();
    lan.reads("main.unstarted", said("tab.unstarted").split(':').next_back().unwrap().trim()).await;
    lan.closes().await;
}

/// Where a saved page is opened from.
#[derive(Clone, Copy)]
enum Saved {
    File,
    Elsewhere,
}

impl Saved {
    async fn address(self, folder: PathBuf) -> String {
        match self {
            Self::File => format!("file://{}/trang.html", folder.display()),
            Self::Elsewhere => format!("http://{}/trang.html", serve(folder.join("trang.html")).await),
        }
    }
}

/// Serves one file at its name, and nothing else.
async fn serve(file: PathBuf) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut caller, _)) = listener.accept().await {
            let mut asked = [0; 2_048];
            let read = caller.read(&mut asked).await.unwrap_or(0);
            let body = if asked[..read].starts_with(b"GET /trang.html") {
                std::fs::read(&file).unwrap()
            } else {
                Vec::new()
            };
            let status = if body.is_empty() { "404 Not Found" } else { "200 OK" };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = caller.write_all(head.as_bytes()).await;
            let _ = caller.write_all(&body).await;
        }
    });
    address
}
