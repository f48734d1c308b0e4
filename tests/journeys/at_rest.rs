//! What lies on a machine's disk: encrypted, with a key that is kept as well as the machine can.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use api::{
    AttachEvidence, Code, CreateInitiative, ForgetDevice, GetStart, JoinSchool, KeysKept, Lock, OpenProfile,
    SaveFile, SetPin, Unlock, WeighForgetting,
};
use domain::id::InitiativeId;
use serde_json::{Value, json};
use testkit::{Person, School, binary};

const LAN: &str = "Nguyễn Thị Lan";
const BACH: &str = "Trịnh Xuân Bách";
const PIN: &str = "271828";
const TITLE: &str = "Bảng điểm mật của lớp 7A";
const WORDS: &str = "Em Bình còn yếu phần phân số";

/// Whether words can be read in any file of a folder.
fn can_be_read(folder: &Path, words: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return can_be_read(&path, words);
        }
        std::fs::read(path).unwrap_or_default().windows(words.len()).any(|part| part == words.as_bytes())
    })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

async fn joins(school: &School, name: &str, person: &Person, pin: Option<&str>) -> String {
    let ticket = school.ticket(name).await;
    person.does(JoinSchool { ticket, pin: pin.map(str::to_owned) }).await;
    let profiles = person.does(GetStart {}).await.profiles;
    profiles.into_iter().find(|profile| profile.open).unwrap().id
}

/// A draft that nobody was shown, with a file.
async fn drafts(school: &School, person: &Person) -> InitiativeId {
    let draft = CreateInitiative { title: TITLE.to_owned(), content_area: None, period: None };
    let id = person.does(draft).await.summary.id;
    person.types(id, "support_needed", WORDS).await;
    let file = school.folder().join("bang-diem.pdf");
    std::fs::write(&file, format!("%PDF-1.7\n{}", WORDS.repeat(20_000))).unwrap();
    let path = Some(file.to_str().unwrap().to_owned());
    let (title, caption) = ("Bảng điểm".into(), String::new());
    person.does(AttachEvidence { id, upload: None, path, title, caption, supports: vec![] }).await;
    std::fs::remove_file(file).unwrap();
    id
}

fn nothing_is_read(home: &Path, when: &str) {
    assert!(!can_be_read(home, WORDS) && !can_be_read(home, TITLE), "{when}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_people_on_one_laptop_each_reads_their_own_drafts() {
    let school = School::with(&[LAN, BACH]).await;
    let laptop = Person::at("máy ở phòng hội đồng", &school.home_for("laptop")).await;
    let lans = joins(&school, LAN, &laptop, Some(PIN)).await;
    let id = drafts(&school, &laptop).await;
    nothing_is_read(laptop.home(), "while Lan works");
    let bachs = joins(&school, BACH, &laptop, Some("161803")).await;
    nothing_is_read(laptop.home(), "while Bách works");
    let open = |profile: &str| OpenProfile { profile: profile.to_owned() };
    assert_eq!(laptop.is_refused(open(&lans)).await, Code::Locked);
    let folder = |id: &str| laptop.home().join("profiles").join(id);
    let bachs_key = std::fs::read(folder(&bachs).join("book.key")).unwrap();
    let lans_key = std::fs::read(folder(&lans).join("book.key")).unwrap();

    let laptop = laptop.restarts().await;
    assert_eq!(laptop.is_refused(open(&lans)).await, Code::Locked);
    // Bách's key in Lan's folder opens nothing of hers with his PIN.
    let key = laptop.home().join("profiles").join(&lans).join("book.key");
    std::fs::write(&key, bachs_key).unwrap();
    assert_eq!(laptop.is_refused(Unlock { pin: "161803".to_owned() }).await, Code::DamagedProfile);
    std::fs::write(&key, lans_key).unwrap();
    laptop.does(Unlock { pin: PIN.to_owned() }).await;
    assert_eq!(laptop.sees(id).await.support_needed, WORDS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nowhere_on_the_disk_without_a_pin_either_and_settings_say_how_its_key_is_kept() {
    let school = School::with(&[LAN]).await;
    let lan = Person::at("Lan, máy ở nhà", &school.home_for("lan-2")).await;
    joins(&school, LAN, &lan, None).await;
    let id = drafts(&school, &lan).await;
    nothing_is_read(lan.home(), "while it is open");
    let lock = lan.does(GetStart {}).await.current.unwrap().lock;
    assert_eq!((lock.encrypted, lock.keys, lock.pin), (true, KeysKept::InFile, false));
    let lock = lan.does(SetPin { old: None, pin: Some(PIN.to_owned()) }).await.lock;
    assert_eq!((lock.encrypted, lock.keys, lock.pin), (true, KeysKept::WithPin, true));
    let lan = lan.restarts().await;
    nothing_is_read(lan.home(), "while it is locked");
    lan.does(Unlock { pin: PIN.to_owned() }).await;
    let blob = lan.sees(id).await.evidence[0].blob.unwrap();
    let saved = school.folder().join("lay-ra.pdf");
    lan.does(SaveFile { blob, path: saved.to_str().unwrap().to_owned() }).await;
    let text = std::fs::read_to_string(saved).unwrap();
    assert!(text.ends_with(WORDS), "what its owner takes out is as it was");
    nothing_is_read(lan.home(), "and taking it out leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_folder_opens_elsewhere_with_its_pin_and_nobody_knows_what_a_locked_one_has() {
    let school = School::with(&[LAN]).await;
    let lan = Person::at("Lan, máy cũ", &school.home_for("old")).await;
    let profile = joins(&school, LAN, &lan, Some(PIN)).await;
    let id = drafts(&school, &lan).await;
    let home = lan.home().to_owned();
    drop(lan);
    let elsewhere = school.home_for("new");
    copy(&home, &elsewhere);
    let lan = Person::at("Lan, máy mới", &elsewhere).await;
    let weighed = lan.does(WeighForgetting { profile: profile.clone() }).await.loses;
    assert!(weighed.unknown, "a locked book is counted by nobody");
    lan.does(Unlock { pin: PIN.to_owned() }).await;
    assert_eq!(lan.sees(id).await.support_needed, WORDS);
    lan.does(Lock {}).await;
    lan.does(ForgetDevice { profile, loses: weighed }).await;
    assert!(lan.does(GetStart {}).await.profiles.is_empty());
}

/// A user of the machine, with a desktop session and the key store in it.
struct User {
    home: PathBuf,
}

impl User {
    fn new(school: &School, name: &str) -> Self {
        let home = school.folder().join(name);
        std::fs::create_dir_all(&home).unwrap();
        Self { home }
    }

    /// Runs `ssk` in a new session whose key store was opened at login. Programs of the session may
    /// live longer than it: nobody waits for their ends of a pipe.
    fn runs(&self, books: &Path, arguments: &[&str]) -> Value {
        const SESSION: &str = "printf mat-khau | gnome-keyring-daemon --unlock --components=secrets \
                               >/dev/null 2>&1; exec \"$@\" >\"$HOME/out\" 2>\"$HOME/err\"";
        let own = tempfile::tempdir_in(&self.home).unwrap();
        let mut session = Command::new("timeout");
        session.args(["60", "dbus-run-session", "--", "sh", "-c", SESSION, "sh"]);
        session.arg(binary("ssk")).arg("--home").arg(books).args(arguments);
        session.env("HOME", &self.home).env("XDG_RUNTIME_DIR", own.path());
        session.env_remove("XDG_DATA_HOME").env_remove("DISPLAY").env_remove("SSK_KEYS");
        session.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = session.status().expect("a session bus");
        let text = std::fs::read(self.home.join(if ended.success() { "out" } else { "err" })).unwrap();
        serde_json::from_slice(&text).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&text)))
    }
}

/// Runs `ssk` where nobody is logged in: no bus, no key store.
fn runs_alone(books: &Path, arguments: &[&str]) -> Value {
    let mut ssk = Command::new(binary("ssk"));
    ssk.arg("--home").arg(books).args(arguments);
    for name in ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "SSK_KEYS"] {
        ssk.env_remove(name);
    }
    let Output { status, stdout, stderr } = ssk.output().expect("ssk runs");
    let text = if status.success() { stdout } else { stderr };
    serde_json::from_slice(&text).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&text)))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_systems_key_store_keeps_the_key_and_its_absence_is_told_and_loses_nothing() {
    let school = School::with(&[LAN]).await;
    let (books, lan) = (school.home_for("ssk"), User::new(&school, "lan"));
    let ticket = json!({ "ticket": school.ticket(LAN).await }).to_string();
    let joined = lan.runs(&books, &["call", "join_school", &ticket]);
    assert_eq!(joined["joined"]["lock"]["keys"], "in_key_store", "{joined}");
    let draft = json!({ "title": TITLE, "content_area": null, "period": null }).to_string();
    let id = lan.runs(&books, &["call", "create_initiative", &draft])["summary"]["id"].clone();
    nothing_is_read(&books, "the key is not beside the book");
    let look = ["call", "list_my_initiatives"];
    assert_eq!(runs_alone(&books, &look)["error"]["code"], "key_store_silent");
    let bach = User::new(&school, "bach");
    assert_eq!(bach.runs(&books, &look)["error"]["code"], "book_key_gone");
    assert_eq!(lan.runs(&books, &look)[0]["id"], id, "whoever has the key reads it as before");

    // With a PIN the key leaves the key store, and the folder can go elsewhere.
    lan.runs(&books, &["call", "set_pin", &json!({ "old": null, "pin": PIN }).to_string()]);
    let elsewhere = school.home_for("elsewhere");
    copy(&books, &elsewhere);
    let there = runs_alone(&elsewhere, &["--pin", PIN, "call", "list_my_initiatives"]);
    assert_eq!(there[0]["id"], id, "{there}");
}
