//! The program that turns requests into clicks and keys of one window.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::display::Display;

/// A `tauri-driver` with everything that it starts, in a process group that ends with this value.
pub struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// Starts a driver whose window will live in `home` and write its log beside it.
    ///
    /// # Panics
    /// When the driver is not installed or does not answer.
    pub async fn start(display: &Display, home: &Path) -> Self {
        // Both are held until both are known, so that they differ.
        let ports = [TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap()];
        let [port, native] = ports.map(|listener| listener.local_addr().unwrap().port().to_string());
        std::fs::create_dir_all(home).unwrap();
        let log = File::create(home.with_extension("log")).unwrap();
        let mut command = Command::new(program());
        command
            .args(["--port", &port, "--native-port", &native, "--native-driver", "/usr/bin/WebKitWebDriver"])
            .env("SSK_HOME", home)
            // What the web view keeps belongs to this machine too, not to the one that runs the test.
            .env("XDG_DATA_HOME", home.join("web"))
            .env("XDG_CACHE_HOME", home.join("web"))
            .env("XDG_CONFIG_HOME", home.join("web"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .process_group(0);
        let process = display.show(&mut command).spawn().expect("tauri-driver starts");
        let mut driver = Self { process, address: format!("127.0.0.1:{port}") };
        // It hangs up on whoever asks before the web view's own driver is there.
        driver.answers(&format!("127.0.0.1:{native}")).await;
        driver.answers(&driver.address.clone()).await;
        driver
    }

    /// Its address as `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its address as `http://…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn answers(&mut self, address: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while tokio::net::TcpStream::connect(address).await.is_err() {
            let ended = self.process.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < deadline, "tauri-driver does not answer ({ended:?})");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
    }
}

/// Where cargo installed the driver.
fn program() -> PathBuf {
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cargo = home("CARGO_HOME").or_else(|| home("HOME").map(|home| home.join(".cargo")));
    let path = cargo.unwrap_or_default().join("bin/tauri-driver");
    assert!(path.exists(), "{} is missing: `cargo xtask setup` installs it", path.display());
    path
}
