use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What the school calls the machine of its relay, beside its addresses.
pub const NAME: &str = "tram.an-binh.test";

/// A real relay process on a folder, which can be killed and started again at the same address.
pub struct RelayProcess {
    data: PathBuf,
    address: String,
    clock: Option<&'static str>,
    child: Option<Child>,
}

/// What lets a program live at another time; Debian's package `faketime` has it.
const FAKETIME: &str = "/usr/$LIB/faketime/libfaketimeMT.so.1";

/// The path of one of the project's programs, built beside the running test.
///
/// # Panics
/// When the program was not built; `cargo xtask test` builds it first.
pub fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().find(|folder| folder.ends_with("debug") || folder.ends_with("release"));
    let path = folder.unwrap_or(Path::new(".")).join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not built: run `cargo build --workspace --bins`", path.display());
    path
}

impl RelayProcess {
    /// Starts a relay on an empty or earlier folder, on a free port.
    pub fn start(data: &Path) -> Self {
        Self::start_at(data, "127.0.0.1:0")
    }

    /// Starts a relay on an empty or earlier folder at an address.
    pub fn start_at(data: &Path, listen: &str) -> Self {
        let mut relay = Self { data: data.to_owned(), address: listen.to_owned(), clock: None, child: None };
        relay.restart();
        relay
    }

    /// Starts a relay whose clock is as far from this machine's as `-9y` or `+57y` says: between the
    /// two it is as if this machine's were as far off to the other side.
    pub fn start_at_another_time(data: &Path, clock: &'static str) -> Self {
        let address = "127.0.0.1:0".to_owned();
        let mut relay = Self { data: data.to_owned(), address, clock: Some(clock), child: None };
        relay.restart();
        relay
    }

    /// Its address as `http://…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its address as `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The certificate of its own authority, as devices come to trust it.
    pub fn authority(&self) -> PathBuf {
        self.data.join("tls/authority.crt")
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The process id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Starts it again on the same folder and port.
    pub fn restart(&mut self) {
        self.restart_with(&[]);
    }

    /// Starts it again as if its disk were as good as full.
    pub fn restart_without_room(&mut self) {
        self.restart_with(&[("SSK_RELAY_RESERVE", "1000000000000")]);
    }

    /// Starts it again with so many MiB for each member's files.
    pub fn restart_with_room_of(&mut self, mib: u32) {
        self.restart_with(&[("SSK_RELAY_MEMBER_FILES", &mib.to_string())]);
    }

    fn restart_with(&mut self, settings: &[(&str, &str)]) {
        self.kill();
        let mut command = Command::new(binary("relay"));
        if let Some(clock) = self.clock {
            command.envs([
                ("LD_PRELOAD", FAKETIME),
                ("FAKETIME", clock),
                ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ]);
        }
        let mut child = command
            .envs(settings.iter().copied())
            .args(["--data", self.data.to_str().unwrap(), "--listen", &self.address, "--name", NAME])
            .env("RUST_LOG", std::env::var("RELAY_LOG").unwrap_or_else(|_| "warn".into()))
            .stdout(Stdio::piped())
            .spawn()
            .expect("the relay starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("listening on http://").map(|(_, rest)| rest.trim().to_owned()));
        self.address = address.expect("the relay says where it listens");
        // Its later lines must go somewhere, or it would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        self.child = Some(child);
    }

    /// Ends it as a power cut would: `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks it to stop (SIGTERM), and tells whether it did so by itself within ten seconds.
    pub fn stop(&mut self) -> bool {
        let Some(mut child) = self.child.take() else { return true };
        let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the signal is sent");
        for _ in 0..100 {
            if let Ok(Some(status)) = child.try_wait() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = child.kill();
        false
    }
}

impl Drop for RelayProcess {
    fn drop(&mut self) {
        self.kill();
    }
}
