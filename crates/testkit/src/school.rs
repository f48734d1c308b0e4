use std::collections::BTreeMap;
use std::path::PathBuf;

use api::{FoundSchool, ImportRoster, InviteMembers, ListPeople, PreviewRoster};
use domain::id::MemberId;
use domain::role::Role;
use tempfile::TempDir;

use crate::{Person, RelayProcess};

/// The roster of the test school: a title row, Vietnamese headers, several roles in one cell.
pub const ROSTER: &str = "\
DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN;;;;;
TT;Họ và tên;Tổ;Chức vụ;Môn;Mã CBGV
1;Đinh Quang Vinh;;Hiệu trưởng;;HT01
2;Lưu Đình Khôi;Toán – Tin – CN;Tổ trưởng;Toán;T01
3;Nguyễn Thị Lan;Toán – Tin – CN;Giáo viên;Toán;T02
4;Trịnh Xuân Bách;Toán – Tin – CN;Giáo viên;Toán;T03
5;Bạch Văn Sơn;Sử – Địa – GDCD;\"Tổ trưởng; Chủ tịch Công đoàn\";Địa;S01
6;Phạm Thị Hà;Sử – Địa – GDCD;Giáo viên;GDCD;S02
";

/// Trường của bài thử: a founded school with everybody who is named joined on their own machine.
pub struct School {
    /// The relay, a real process.
    pub relay: RelayProcess,
    /// The founder and registrar.
    pub registrar: Person,
    /// The key that was printed at the founding.
    pub recovery_key: String,
    people: BTreeMap<String, Person>,
    folder: TempDir,
}

impl School {
    /// Founds the school on a new relay, imports the roster, and lets the named people join.
    pub async fn with(names: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let relay = RelayProcess::start(&folder.path().join("relay"));
        Self::on(relay, folder, names).await
    }

    /// The same, on a relay whose clock is as far from everybody's as `-9y` or `+57y` says.
    pub async fn at_another_time(clock: &'static str, names: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let relay = RelayProcess::start_at_another_time(&folder.path().join("relay"), clock);
        Self::on(relay, folder, names).await
    }

    async fn on(relay: RelayProcess, folder: TempDir, names: &[&str]) -> Self {
        let registrar = Person::at("Nguyễn Thị Hạnh", &folder.path().join("registrar")).await;
        let founded = registrar
            .does(FoundSchool {
                school: "THCS An Bình".into(),
                school_year: "2026-2027".into(),
                template: Some("ddst-2017".into()),
                template_json: None,
                person: "Nguyễn Thị Hạnh".into(),
                staff_code: None,
                roles: vec![Role::Clerk],
                relay: relay.url(),
                pin: None,
            })
            .await;
        let recovery_key = founded.recovery_key;
        let mut school = Self { relay, registrar, recovery_key, people: BTreeMap::new(), folder };
        school.imports(ROSTER).await;
        for name in names {
            school.joins(name).await;
        }
        school
    }

    async fn imports(&self, roster: &str) {
        let path = self.folder.path().join("danh-sach.csv");
        std::fs::write(&path, roster).unwrap();
        let path = Some(path.to_str().unwrap().to_owned());
        let preview = self
            .registrar
            .does(PreviewRoster { file_name: "danh-sach.csv".into(), base64: None, path })
            .await;
        assert_eq!(preview.problems, 0, "{:?}", preview.rows);
        let request =
            ImportRoster { token: preview.token, accept_lines: Vec::new(), leave_out_problems: false };
        self.registrar.does(request).await;
    }

    /// A member's id by full name or its last word.
    pub async fn member(&self, name: &str) -> MemberId {
        let people = self.registrar.does(ListPeople {}).await;
        people.members.iter().find(|member| member.name.ends_with(name)).expect("somebody of the roster").id
    }

    /// Lets somebody of the roster join on a new machine; called again, on a second one.
    pub async fn joins(&mut self, name: &str) -> &Person {
        let ticket = self.ticket(name).await;
        let home = self.home_for(name);
        let person = Person::at(name, &home).await;
        crate::joins(&person, ticket, &self.registrar).await;
        let key = if self.people.contains_key(name) { format!("{name} (2)") } else { name.to_owned() };
        self.people.entry(key).or_insert(person)
    }

    /// A new invitation for somebody.
    pub async fn ticket(&self, name: &str) -> String {
        let members = vec![self.member(name).await];
        self.registrar.does(InviteMembers { members, days: 7 }).await.remove(0).ticket
    }

    /// An unused folder for a machine.
    pub fn home_for(&self, name: &str) -> PathBuf {
        let used = (1..1_000).find(|number| !self.folder.path().join(format!("{name}-{number}")).exists());
        self.folder.path().join(format!("{name}-{}", used.unwrap_or(1)))
    }

    /// A folder for the test's own files.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Somebody who has joined; `"Lan (2)"` is Lan's second machine.
    pub fn person(&self, name: &str) -> &Person {
        &self.people[name]
    }

    /// Takes somebody out, to restart their application.
    pub fn take(&mut self, name: &str) -> Person {
        self.people.remove(name).expect("somebody who has joined")
    }

    /// Puts somebody back.
    pub fn put(&mut self, name: &str, person: Person) {
        self.people.insert(name.to_owned(), person);
    }

    /// Everybody syncs until nothing moves any more.
    pub async fn syncs(&self) {
        for _ in 0..2 {
            self.registrar.syncs().await;
            for person in self.people.values() {
                person.syncs().await;
            }
        }
    }
}
