//! How every simulated school begins: founded, with its roster, and seven people on eight machines. It
//! is made once, and copied for each seed.

use std::path::{Path, PathBuf};

use api::{
    AskToJoin, ConfirmJoin, FoundSchool, ImportRoster, InviteMembers, JoinSchool, JoinView, ListPeople,
    PreviewRoster,
};
use domain::id::InitiativeId;
use domain::role::Role;
use tempfile::TempDir;
use testkit::{ROSTER, Registration};

use crate::machine::Machine;
use crate::post::Post;
use crate::school::ADDRESS;
use crate::world;

/// Who works on which machine; two of them are of one person.
pub const PEOPLE: [(&str, &str); crate::plan::MACHINES] = [
    ("hanh", "Nguyễn Thị Hạnh"),
    ("vinh", "Đinh Quang Vinh"),
    ("khoi", "Lưu Đình Khôi"),
    ("lan", "Nguyễn Thị Lan"),
    ("bach", "Trịnh Xuân Bách"),
    ("son", "Bạch Văn Sơn"),
    ("ha", "Phạm Thị Hà"),
    ("lan-2", "Nguyễn Thị Lan"),
];

/// Whose initiatives are there from the beginning.
const AUTHORS: [usize; 3] = [3, 4, 6];

/// The folders of a school that has just begun.
pub struct Beginning {
    folder: TempDir,
    /// Initiatives that were handed in already.
    pub works: Vec<InitiativeId>,
}

/// The folder of the relay in a school's.
pub fn relay_of(school: &Path) -> PathBuf {
    school.join("relay")
}

/// The folder of a machine in a school's.
pub fn home_of(school: &Path, name: &str) -> PathBuf {
    school.join(name)
}

/// Where simulated disks lie: in memory where there is room for them.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder")
}

impl Beginning {
    /// Founds the school.
    pub async fn make() -> Self {
        let folder = folder();
        world::begin(0);
        let mut post = Post::open(&relay_of(folder.path()));
        let mut machines = Vec::new();
        for (number, (short, _)) in PEOPLE.iter().enumerate() {
            let machine = Machine::on(number, short, &home_of(folder.path(), short)).await;
            if number == 0 {
                found(&mut post, &machine, folder.path()).await;
            } else {
                join(&mut post, &machines[0], &machine, PEOPLE[number].1).await;
            }
            machines.push(machine);
        }
        let mut works = Vec::new();
        for author in AUTHORS {
            let machine = &machines[author];
            let title = format!("Sáng kiến của {}", machine.name);
            let person = machine.person();
            let id = post.fairly(machine, Registration::titled(&title).by(person)).await;
            post.fairly(machine, person.hands_in(id)).await;
            works.push(id);
        }
        for _ in 0..2 {
            for machine in &machines {
                post.fairly(machine, machine.person().syncs()).await;
            }
        }
        drop(machines);
        post.close().await;
        Self { folder, works }
    }

    /// Copies it into an empty folder, as the disks of its machines.
    pub fn copy_to(&self, folder: &Path) {
        crate::disk::copy(self.folder.path(), folder).expect("there is room");
        // The same disks, so the fence was written beside this very file.
        let schools = relay_of(folder).join("schools");
        for school in std::fs::read_dir(schools).expect("a school was founded") {
            let fence = school.expect("a folder").path().join("fence");
            let text = std::fs::read_to_string(&fence).expect("a fence");
            let words: Vec<&str> = text.split_whitespace().take(2).collect();
            std::fs::write(fence, words.join(" ")).expect("there is room");
        }
    }
}

async fn found(post: &mut Post, machine: &Machine, folder: &Path) {
    let founding = machine.person().does(FoundSchool {
        school: "THCS An Bình".into(),
        school_year: "2026-2027".into(),
        template: Some("ddst-2017".into()),
        template_json: None,
        person: PEOPLE[0].1.into(),
        staff_code: None,
        roles: vec![Role::Clerk],
        relay: ADDRESS.into(),
        pin: None,
    });
    post.fairly(machine, founding).await;
    let path = folder.join("danh-sach.csv");
    std::fs::write(&path, ROSTER).expect("there is room");
    let path = Some(path.to_string_lossy().into_owned());
    let preview = PreviewRoster { file_name: "danh-sach.csv".into(), base64: None, path };
    let preview = post.fairly(machine, machine.person().does(preview)).await;
    let import = ImportRoster { token: preview.token, accept_lines: vec![], leave_out_problems: false };
    post.fairly(machine, machine.person().does(import)).await;
}

async fn join(post: &mut Post, registrar: &Machine, machine: &Machine, name: &str) {
    let people = post.fairly(registrar, registrar.person().does(ListPeople {})).await;
    let member = people.members.iter().find(|member| member.name == name).expect("in the roster").id;
    let invite = InviteMembers { members: vec![member], days: 7 };
    let ticket = post.fairly(registrar, registrar.person().does(invite)).await.remove(0).ticket;
    let joined = post.fairly(machine, machine.person().does(JoinSchool { ticket, pin: None })).await;
    if let JoinView::Waits(waiting) = joined {
        // The registrar types what the other one reads out.
        let confirm = ConfirmJoin { member, code: waiting.code };
        post.fairly(registrar, registrar.person().does(confirm)).await;
        post.fairly(machine, machine.person().does(AskToJoin { id: waiting.id, pin: None })).await;
    }
}
