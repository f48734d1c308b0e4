//! The relay's folder put back from a backup, or lost: it is refilled from the members' machines.

use std::path::{Path, PathBuf};
use std::time::Duration;

use api::{
    AttachEvidence, Code, DeliveryState, FetchFile, GetDelivery, JoinSchool, JoinView, ListPeople,
    RevokeDevice, SaveFile, SyncNow,
};
use domain::id::InitiativeId;
use domain::role::Stage;
use testkit::{Person, School};

mod seeds;

const LAN: &str = "Nguyễn Thị Lan";
const KHOI: &str = "Lưu Đình Khôi";
const BACH: &str = "Trịnh Xuân Bách";
const HA: &str = "Phạm Thị Hà";
const SON: &str = "Bạch Văn Sơn";

/// The school's folder at the relay, whether it is there or not.
fn school_folder(school: &School) -> PathBuf {
    school.relay.data().join("schools").join(setting(&book(&school.registrar), "space"))
}

/// Copies a folder; a file that is there already stays the same file with other bytes.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Makes a backup of the relay as a careful operator does: stopped, the whole folder.
fn back_up(school: &mut School) -> PathBuf {
    assert!(school.relay.stop());
    let backup = school.folder().join("backup");
    copy(&school_folder(school), &backup);
    school.relay.restart();
    backup
}

/// Puts the backup in the place of the relay's folder.
fn put_back(school: &mut School, backup: &Path) {
    school.relay.kill();
    let folder = school_folder(school);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    copy(backup, &folder);
    school.relay.restart();
}

/// Puts older bytes into the same files, as when a whole disk is rolled back.
fn put_back_in_place(school: &mut School, backup: &Path) {
    assert!(school.relay.stop());
    copy(backup, &school_folder(school));
    school.relay.restart();
}

fn lose_all(school: &mut School, _: &Path) {
    school.relay.kill();
    // Twice in a row there is nothing left to lose.
    let _ = std::fs::remove_dir_all(school_folder(school));
    school.relay.restart();
}

/// The book of somebody's profile, to be looked at from outside.
fn book(person: &Person) -> rusqlite::Connection {
    let mut profiles = std::fs::read_dir(person.home().join("profiles")).unwrap();
    runtime::look_into(&profiles.next().unwrap().unwrap().path()).unwrap()
}

fn setting(book: &rusqlite::Connection, key: &str) -> String {
    book.query_row("SELECT value FROM setting WHERE key = ?1", [key], |row| row.get(0)).unwrap()
}

/// Which life of the log somebody's machine follows.
fn epoch_of(person: &Person) -> protocol::Epoch {
    ledger::state(&book(person)).unwrap().epoch
}

/// The registrar revokes somebody's machine with all that it has sent.
async fn revokes(school: &School, name: &str) {
    school.registrar.does(SyncNow {}).await;
    let devices = school.registrar.does(ListPeople {}).await.devices;
    let device = devices.into_iter().find(|device| device.name == name).expect("their machine").key;
    school.registrar.does(RevokeDevice { device }).await;
}

fn table(school: &School) -> PathBuf {
    let path = school.folder().join("bang-diem.pdf");
    let grain = (0..900_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes());
    std::fs::write(&path, b"%PDF-1.7\n".iter().copied().chain(grain).collect::<Vec<_>>()).unwrap();
    path
}

async fn attaches(person: &Person, id: InitiativeId, path: &Path) {
    let path = Some(path.to_str().unwrap().into());
    let (title, caption) = ("Bảng điểm".into(), String::new());
    person.does(AttachEvidence { id, upload: None, path, title, caption, supports: vec![] }).await;
}

/// Everybody sees the same, and the table of marks comes whole to whoever asks.
async fn is_all_there(school: &School, id: InitiativeId, words: &str, table: &Path) {
    let lan = school.person(LAN);
    let (hers, his) = (lan.sees(id).await, school.person(KHOI).sees(id).await);
    assert_eq!((hers.heads.clone(), his.support_needed.as_str()), (his.heads, words));
    assert!(!his.summary.waiting_for.contains(&Stage::Department), "the approval counts");
    let delivery = lan.does(GetDelivery {}).await;
    assert_eq!((delivery.unsent, delivery.unsent_files, delivery.trouble), (0, 0, None));
    let newcomer = school.person("Lưu Đình Khôi (2)");
    newcomer.syncs().await;
    let view = newcomer.sees(id).await;
    assert_eq!((view.heads, view.support_needed.as_str()), (hers.heads, words), "a new machine reads it too");
    assert!(!view.summary.waiting_for.contains(&Stage::Department));
    let blob = view.evidence[0].blob.unwrap();
    newcomer.does(FetchFile { blob }).await;
    let saved = school.folder().join("ban-sao.pdf");
    newcomer.does(SaveFile { blob, path: saved.to_str().unwrap().into() }).await;
    assert!(std::fs::read(saved).unwrap() == std::fs::read(table).unwrap(), "byte for byte");
}

/// Lan edits, Khôi approves that, Lan adds a file; all of it is at the relay.
async fn works_on(school: &School, id: InitiativeId) -> PathBuf {
    let table = table(school);
    school.person(LAN).types(id, "support_needed", "Thêm 40 thẻ").await;
    school.syncs().await;
    school.person(KHOI).approves(id, Stage::Department).await;
    attaches(school.person(LAN), id, &table).await;
    school.syncs().await;
    table
}

async fn handed_in(school: &School, name: &str, title: &str) -> InitiativeId {
    let person = school.person(name);
    let id = person.registers(title).await;
    person.hands_in(id).await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_put_back_from_a_backup_is_refilled_and_who_was_revoked_stays_out() {
    let mut school = School::with(&[LAN, KHOI, HA]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    let hers = handed_in(&school, HA, "Sổ tay ứng xử").await;
    school.syncs().await;
    let backup = back_up(&mut school);
    let table = works_on(&school, id).await;
    revokes(&school, HA).await;
    let ha = school.take(HA);
    school.syncs().await;
    ha.types(hers, "problem", "Viết sau khi bị thu quyền").await;
    put_back(&mut school, &backup);

    ha.syncs().await;
    assert!(ha.does(GetDelivery {}).await.unsent > 0, "what she made past her cut waits");
    school.syncs().await;
    school.joins(KHOI).await;
    school.syncs().await;

    is_all_there(&school, id, "Thêm 40 thẻ", &table).await;
    assert!(ha.tries(SyncNow {}).await.is_err(), "she is out again");
    let son = school.joins(SON).await;
    son.syncs().await;
    assert_ne!(son.sees(hers).await.problem, "Viết sau khi bị thu quyền");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_else_has_seen_waits_for_the_registrar_and_says_so() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    school.syncs().await;
    let backup = back_up(&mut school);
    let lan = school.person(LAN);
    lan.types(id, "support_needed", "Thêm 40 thẻ").await;
    lan.syncs().await;
    assert_ne!(lan.sees(id).await.summary.delivery, DeliveryState::ThisMachine);
    put_back(&mut school, &backup);

    let lan = school.person(LAN);
    lan.syncs().await;
    let delivery = lan.does(GetDelivery {}).await;
    assert_eq!(delivery.trouble.map(|trouble| trouble.code), Some(Code::RelayRecovering));
    assert!(!delivery.safe_to_shut_down && delivery.unsent > 0);
    assert_eq!(lan.sees(id).await.summary.delivery, DeliveryState::ThisMachine, "receipts fall back");
    school.registrar.syncs().await;
    lan.syncs().await;
    let delivery = lan.does(GetDelivery {}).await;
    assert_eq!((delivery.trouble, delivery.safe_to_shut_down), (None, true));
    assert_ne!(lan.sees(id).await.summary.delivery, DeliveryState::ThisMachine);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_while_the_relay_is_being_restored_waits_with_an_unused_code() {
    let mut school = School::with(&[LAN]).await;
    let ticket = school.ticket(KHOI).await;
    let backup = back_up(&mut school);
    put_back(&mut school, &backup);
    let khoi = Person::at(KHOI, &school.home_for(KHOI)).await;

    let join = || JoinSchool { ticket: ticket.clone(), pin: None };
    assert_eq!(khoi.is_refused(join()).await, Code::RelayRecovering);
    school.registrar.syncs().await;
    khoi.does(join()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joining_that_nobody_else_knew_of_comes_back_with_its_machine() {
    let mut school = School::with(&[LAN]).await;
    let ticket = school.ticket(BACH).await;
    let backup = back_up(&mut school);
    let bach = Person::at(BACH, &school.home_for(BACH)).await;
    bach.does(JoinSchool { ticket, pin: None }).await;
    put_back(&mut school, &backup);

    assert_eq!(bach.is_refused(SyncNow {}).await, Code::RelayRecovering);
    school.registrar.syncs().await;
    bach.syncs().await;
    school.syncs().await;
    let id = bach.registers("Thẻ lỗi sai").await;
    bach.hands_in(id).await;
    bach.syncs().await;
    assert!(bach.does(GetDelivery {}).await.safe_to_shut_down, "the relay knows its machine again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_let_in_is_in_again_once_the_registrars_machine_came() {
    let mut school = School::with(&[LAN]).await;
    let backup = back_up(&mut school);
    school.joins(KHOI).await;
    put_back(&mut school, &backup);

    let khoi = school.person(KHOI);
    assert_eq!(khoi.is_refused(SyncNow {}).await, Code::RelayRecovering, "it waits, and says why");
    school.registrar.syncs().await;
    khoi.syncs().await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    school.syncs().await;
    khoi.approves(id, Stage::Department).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_entry_that_lost_its_place_to_another_one_holds_up_nobody() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    let ticket = school.ticket(BACH).await;
    school.syncs().await;
    let backup = back_up(&mut school);
    school.ticket(HA).await;
    school.syncs().await;
    school.person(LAN).types(id, "support_needed", "Thêm 40 thẻ").await;
    school.syncs().await;
    put_back_in_place(&mut school, &backup);

    let bach = Person::at(BACH, &school.home_for(BACH)).await;
    bach.does(JoinSchool { ticket, pin: None }).await;
    school.syncs().await;
    school.syncs().await;

    assert_eq!(school.person(KHOI).sees(id).await.support_needed, "Thêm 40 thẻ");
    for person in [&school.registrar, school.person(LAN), school.person(KHOI)] {
        let delivery = person.does(GetDelivery {}).await;
        assert_eq!((delivery.unsent, delivery.trouble), (0, None), "{}", person.name);
    }
    school.joins(HA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_put_back_from_a_copy_goes_on_behind_what_it_had_sent() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    school.syncs().await;
    let lan = school.take(LAN);
    let (home, copied) = (lan.home().to_owned(), school.folder().join("copy"));
    drop(lan);
    copy(&home, &copied);
    let lan = Person::at(LAN, &home).await;
    lan.types(id, "support_needed", "Thêm 40 thẻ").await;
    lan.types(id, "solution", "Bớt nhầm dấu").await;
    lan.syncs().await;
    drop(lan);
    std::fs::remove_dir_all(&home).unwrap();
    copy(&copied, &home);

    let lan = Person::at(LAN, &home).await;
    lan.types(id, "problem", "Viết trên bản chép lại").await;
    school.put(LAN, lan);
    school.syncs().await;
    school.syncs().await;
    school.person(LAN).types(id, "support_needed", "Thêm 50 thẻ").await;
    school.syncs().await;

    for name in [LAN, KHOI] {
        let seen = school.person(name).sees(id).await;
        assert_eq!(
            (seen.problem.as_str(), seen.support_needed.as_str(), seen.solution.as_str()),
            ("Viết trên bản chép lại", "Thêm 50 thẻ", "Bớt nhầm dấu"),
            "{name}"
        );
    }
    let delivery = school.person(LAN).does(GetDelivery {}).await;
    assert_eq!((delivery.unsent, delivery.trouble), (0, None), "a copy that was put back once is no clone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloned_machine_is_told_and_loses_no_words() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    school.syncs().await;
    let lan = school.take(LAN);
    let (home, cloned) = (lan.home().to_owned(), school.folder().join("clone"));
    drop(lan);
    copy(&home, &cloned);
    let (one, two) = (Person::at(LAN, &home).await, Person::at(LAN, &cloned).await);

    for round in 0..3 {
        one.types(id, "support_needed", &format!("Máy thứ nhất, lần {round}")).await;
        two.types(id, "solution", &format!("Máy thứ hai, lần {round}")).await;
        for _ in 0..2 {
            one.syncs().await;
            two.syncs().await;
        }
    }

    let khoi = school.person(KHOI);
    khoi.syncs().await;
    for person in [&one, &two, khoi] {
        let seen = person.sees(id).await;
        let words = (seen.support_needed.as_str(), seen.solution.as_str());
        assert_eq!(words, ("Máy thứ nhất, lần 2", "Máy thứ hai, lần 2"), "{}", person.name);
    }
    for person in [one, two] {
        let trouble = person.does(GetDelivery {}).await.trouble.map(|trouble| trouble.code);
        assert_eq!(trouble, Some(Code::DeviceCloned));
        person.syncs().await;
        let restarted = person.restarts().await;
        let trouble = restarted.does(GetDelivery {}).await.trouble.map(|trouble| trouble.code);
        assert_eq!(trouble, Some(Code::DeviceCloned), "it is said again after a restart");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_lost_everything_but_its_key_is_founded_again_by_itself() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    school.syncs().await;
    let table = works_on(&school, id).await;
    lose_all(&mut school, Path::new(""));

    let lan = school.person(LAN);
    lan.types(id, "problem", "Viết khi trạm đang trống").await;
    assert_eq!(lan.is_refused(SyncNow {}).await, Code::RelayRecovering);
    school.syncs().await;
    school.joins(KHOI).await;
    school.syncs().await;

    is_all_there(&school, id, "Thêm 40 thẻ", &table).await;
    assert_eq!(school.person(KHOI).sees(id).await.problem, "Viết khi trạm đang trống");
}

#[tokio::test(flavor = "multi_thread")]
async fn work_sent_to_an_older_log_before_anybody_noticed_is_kept_too() {
    let mut school = School::with(&[LAN, KHOI, BACH]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    school.syncs().await;
    let backup = back_up(&mut school);
    let bach = school.take(BACH);
    let table = works_on(&school, id).await;
    let his = bach.registers("Trạm thí nghiệm").await;
    bach.hands_in(his).await;
    put_back_in_place(&mut school, &backup);

    bach.syncs().await;
    assert_eq!(bach.does(GetDelivery {}).await.unsent, 0, "nobody could know");
    school.put(BACH, bach);
    school.syncs().await;
    school.joins(KHOI).await;
    school.syncs().await;

    is_all_there(&school, id, "Thêm 40 thẻ", &table).await;
    assert_eq!(school.person(KHOI).sees(his).await.summary.title, "Trạm thí nghiệm");
    assert_eq!(school.person(BACH).does(GetDelivery {}).await.unsent, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_that_stay_on_restore_their_relay_without_being_asked() {
    let mut school = School::with(&[LAN, KHOI]).await;
    let id = handed_in(&school, LAN, "Thẻ lỗi sai").await;
    school.syncs().await;
    let backup = back_up(&mut school);
    let table = works_on(&school, id).await;
    let (ticket, before) = (school.ticket(KHOI).await, epoch_of(school.person(LAN)));
    for person in [school.person(LAN), school.person(KHOI), &school.registrar] {
        person.application().keep_in_sync();
    }
    put_back(&mut school, &backup);

    let restored = async {
        loop {
            let delivery = school.person(LAN).does(GetDelivery {}).await;
            let follows = epoch_of(school.person(LAN)) != before;
            if follows && delivery.safe_to_shut_down && delivery.trouble.is_none() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), restored).await.expect("within a minute");
    let newcomer = Person::at(KHOI, &school.home_for(KHOI)).await;
    // The registrar's machine may still be at it.
    let joined = async {
        loop {
            match newcomer.tries(JoinSchool { ticket: ticket.clone(), pin: None }).await {
                Ok(JoinView::Waits(waiting)) => return waiting,
                other => assert_eq!(other.unwrap_err().code, Code::RelayRecovering),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let waiting = tokio::time::timeout(Duration::from_mins(1), joined).await.expect("within a minute");
    testkit::is_let_in(&newcomer, &waiting, &school.registrar).await;
    school.put("Lưu Đình Khôi (2)", newcomer);
    is_all_there(&school, id, "Thêm 40 thẻ", &table).await;
}
