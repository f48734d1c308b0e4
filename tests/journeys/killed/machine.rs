//! Programs that can be killed while they work.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use api::Call;
use testkit::{Person, binary};

use super::PATIENCE;

/// A program's place: at most one runs in it.
#[derive(Default)]
struct Seat(Mutex<Option<Child>>);

impl Seat {
    /// Runs a program to its end, by itself or by a kill.
    fn run(&self, command: &mut Command) -> ExitStatus {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        *self.0.lock().unwrap() = Some(child.expect("the program starts"));
        let begun = Instant::now();
        loop {
            let ended = self.0.lock().unwrap().as_mut().expect("it was put there").try_wait().unwrap();
            if let Some(status) = ended {
                *self.0.lock().unwrap() = None;
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "{command:?} does not end");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Kills what runs; tells whether something did.
    fn is_killed(&self) -> bool {
        self.0.lock().unwrap().as_mut().is_some_and(|child| child.kill().is_ok())
    }
}

/// Somebody's machine, where `ssk` runs.
pub struct Machine {
    home: PathBuf,
    seat: Seat,
}

impl Machine {
    /// Closes somebody's application; from now on `ssk` works on the same folder.
    pub fn of(person: Person) -> Self {
        Self { home: person.home().to_owned(), seat: Seat::default() }
    }

    fn ssk(&self, arguments: &[&str]) -> ExitStatus {
        self.seat.run(
            Command::new(binary("ssk")).args(["--keys", "file", "--home"]).arg(&self.home).args(arguments),
        )
    }

    /// Makes a call; tells whether it was answered. Only a kill keeps a machine from answering.
    pub fn answers<C: Call>(&self, request: &C) -> bool {
        let request = serde_json::to_string(request).unwrap();
        let status = self.ssk(&["call", C::NAME, &request]);
        assert!(status.success() || status.code().is_none(), "{} is refused: {request}", C::NAME);
        status.success()
    }

    /// Sends and receives; tells whether the relay had everything then.
    pub fn syncs(&self) -> bool {
        self.ssk(&["sync", "--once"]).success()
    }

    /// Kills what runs here; tells whether something did.
    pub fn is_killed(&self) -> bool {
        self.seat.is_killed()
    }

    /// Opens the application again, to look at what is here.
    pub async fn opens(&self, name: &str) -> Person {
        Person::at(name, &self.home).await
    }
}

/// Copies of the relay's folder, made while it runs.
pub struct Backup {
    data: PathBuf,
    folder: PathBuf,
    seat: Seat,
}

impl Backup {
    /// Copies of one folder into another.
    pub fn of(data: &Path, folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        Self { data: data.to_owned(), folder: folder.to_owned(), seat: Seat::default() }
    }

    /// Makes a copy; one that came to its end is sound.
    pub fn is_made(&self, round: usize) {
        let copy = self.folder.join(round.to_string());
        let mut command = Command::new(binary("relay"));
        let status = self.seat.run(command.arg("backup").arg(&copy).arg("--data").arg(&self.data));
        assert!(status.success() || status.code().is_none(), "a backup is refused");
        assert!(!status.success() || is_sound(&copy), "a backup that was made is sound");
        let _ = std::fs::remove_dir_all(copy);
    }

    /// Kills a copying that runs; tells whether one did.
    pub fn is_killed(&self) -> bool {
        self.seat.is_killed()
    }
}

/// Checks a relay's folder or a copy of one.
pub fn is_sound(folder: &Path) -> bool {
    let output = Command::new(binary("relay")).arg("verify").arg(folder).output().unwrap();
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stdout));
    }
    output.status.success()
}
