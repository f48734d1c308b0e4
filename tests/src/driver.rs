//! The programs that turn requests into clicks and keys of one window or one browser.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::display::Display;
use crate::kind::Kind;

/// A driver with everything that it starts, in a process group that ends with this value.
pub struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// Starts a `tauri-driver` whose window will live in `home` and write its log beside it.
    ///
    /// # Panics
    /// When the driver is not installed or does not answer.
    pub async fn start(display: &Display, home: &Path) -> Self {
        let [port, native] = free_ports();
        std::fs::create_dir_all(home).unwrap();
        let mut command = Command::new(from_cargo("tauri-driver"));
        command
            .args(["--port", &port, "--native-port", &native, "--native-driver", "/usr/bin/WebKitWebDriver"])
            .env("SSK_HOME", home)
            .env("SSK_KEYS", "file")
            // What the web view keeps belongs to this machine too, not to the one that runs the test.
            .env("XDG_DATA_HOME", home.join("web"))
            .env("XDG_CACHE_HOME", home.join("web"))
            .env("XDG_CONFIG_HOME", home.join("web"));
        let mut driver = Self::spawn(display.show(&mut command), &home.with_extension("log"), &port);
        // It hangs up on whoever asks before the web view's own driver is there.
        driver.answers(&format!("127.0.0.1:{native}")).await;
        driver.answers(&driver.address.clone()).await;
        driver
    }

    /// Starts the driver of a browser; it writes its log to a file.
    ///
    /// # Panics
    /// When the driver is not installed or does not answer.
    pub async fn of_browsers(kind: Kind, log: &Path) -> Self {
        let [port, _] = free_ports();
        let mut command = match kind {
            Kind::Chromium => Command::new("chromedriver"),
            Kind::Firefox => Command::new(from_cargo("geckodriver")),
        };
        command.arg(format!("--port={port}"));
        if kind == Kind::Firefox {
            // Then the browser's own window may be asked, not only pages.
            command.arg("--allow-system-access");
        }
        // What the browser's owner trusts belongs to this machine too.
        let home = log.with_extension("home");
        std::fs::create_dir_all(&home).unwrap();
        command.env("HOME", home);
        let mut driver = Self::spawn(&mut command, log, &port);
        driver.answers(&driver.address.clone()).await;
        driver
    }

    fn spawn(command: &mut Command, log: &Path, port: &str) -> Self {
        let log = File::create(log).unwrap();
        let spawned = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .process_group(0)
            .spawn();
        let process = spawned.unwrap_or_else(|error| {
            let program = command.get_program().display();
            panic!("{program} does not start ({error}); `cargo xtask setup` installs it")
        });
        Self { process, address: format!("127.0.0.1:{port}") }
    }

    /// Its address as `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its address as `http://…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The process group of everything that it started.
    pub fn group(&self) -> u32 {
        self.process.id()
    }

    async fn answers(&mut self, address: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while tokio::net::TcpStream::connect(address).await.is_err() {
            let ended = self.process.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < deadline, "the driver does not answer ({ended:?})");
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

/// Two ports that nobody listens on; both are held until both are known, so that they differ.
fn free_ports() -> [String; 2] {
    let listeners = [TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap()];
    listeners.map(|listener| listener.local_addr().unwrap().port().to_string())
}

/// A driver that cargo installed, else the one on the search path.
fn from_cargo(name: &str) -> PathBuf {
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cargo = home("CARGO_HOME").or_else(|| home("HOME").map(|home| home.join(".cargo")));
    let path = cargo.unwrap_or_default().join("bin").join(name);
    if path.exists() { path } else { name.into() }
}
