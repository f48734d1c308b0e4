//! Everybody of the school, each with a machine of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use api::{EditMember, FoundSchool, GrantRole, ImportRoster, InviteMembers, ListPeople, PreviewRoster};
use domain::date::{Date, Moment};
use domain::id::MemberId;
use domain::role::Role;
use testkit::{Person, RelayProcess};

/// The people of the demonstration, the relay, and where their files lie.
pub struct Cast {
    people: BTreeMap<String, Person>,
    members: BTreeMap<String, (MemberId, String, Vec<Role>)>,
    relay: RelayProcess,
    pub files: PathBuf,
}

const REGISTRAR: &str = "Nguyễn Thị Hạnh";

/// Lets everybody's clock stand at noon of a day of the demonstration's year.
pub fn it_is(day: &str) -> anyhow::Result<()> {
    let day: Date = day.parse()?;
    runtime::set_clock(Moment::start_of(day).plus_millis(12 * 3_600_000));
    Ok(())
}

impl Cast {
    /// Founds the school, imports its roster, and lets everybody join.
    pub async fn gather(out: &Path, listen: &str) -> anyhow::Result<Self> {
        it_is("2026-09-07")?;
        let relay = RelayProcess::start_at(&out.join("relay"), listen);
        let files = out.join("files");
        std::fs::create_dir_all(&files)?;
        let registrar = Person::at(REGISTRAR, &home(out, REGISTRAR)).await;
        found(&registrar, &relay.url()).await;
        import(&registrar, &files).await?;
        // Invitations expire by the relay's clock, which is today's.
        let today = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
        runtime::set_clock(Moment::from_millis(i64::try_from(today.as_millis())?));
        let mut cast = Self { people: BTreeMap::new(), members: BTreeMap::new(), relay, files };
        let tickets = registrar.does(InviteMembers { members: vec![], days: 60 }).await;
        for invitation in tickets {
            let person = Person::at(&invitation.name, &home(out, &invitation.name)).await;
            testkit::joins(&person, invitation.ticket, &registrar).await;
            println!("joined: {}", invitation.name);
            cast.people.insert(invitation.name, person);
        }
        registrar.syncs().await;
        for member in registrar.does(ListPeople {}).await.members {
            cast.members.insert(member.name, (member.id, member.department_name, member.roles));
        }
        cast.people.insert(REGISTRAR.to_owned(), registrar);
        Ok(cast)
    }

    /// Somebody by full name.
    pub fn person(&self, name: &str) -> anyhow::Result<&Person> {
        self.people.get(name).with_context(|| format!("{name} is not in the roster"))
    }

    /// A member's id.
    pub fn member(&self, name: &str) -> anyhow::Result<MemberId> {
        self.members.get(name).map(|member| member.0).with_context(|| format!("{name} is not in the roster"))
    }

    /// Those who hold a role, of a department if one is named, in the order of names.
    pub fn holders(&self, role: Role, department: Option<&str>) -> Vec<&str> {
        let holds = |member: &&(MemberId, String, Vec<Role>)| {
            member.2.contains(&role) && department.is_none_or(|department| member.1 == department)
        };
        self.members.iter().filter(|(_, member)| holds(member)).map(|(name, _)| name.as_str()).collect()
    }

    /// A member's department; empty for leadership.
    pub fn department(&self, name: &str) -> &str {
        self.members.get(name).map_or("", |member| member.1.as_str())
    }

    /// Everybody syncs once more, and all applications and the relay end.
    pub async fn part(mut self) {
        for person in self.people.values() {
            person.syncs().await;
        }
        self.people.clear();
        assert!(self.relay.stop(), "the relay stops when it is asked to");
    }
}

fn home(out: &Path, name: &str) -> PathBuf {
    out.join("homes").join(domain::text::fold(name).replace(' ', "-"))
}

async fn found(registrar: &Person, relay: &str) {
    registrar
        .does(FoundSchool {
            school: "THCS An Bình (demo)".into(),
            school_year: "2026-2027".into(),
            template: Some("ddst-2017".into()),
            template_json: None,
            person: REGISTRAR.into(),
            staff_code: Some("AB34".into()),
            roles: vec![Role::Clerk, Role::CouncilSecretary],
            relay: relay.to_owned(),
            pin: None,
        })
        .await;
}

async fn import(registrar: &Person, files: &Path) -> anyhow::Result<()> {
    let path = files.join("an-binh.csv");
    std::fs::write(&path, include_str!("../../../demo/an-binh.csv"))?;
    let path = Some(path.display().to_string());
    let preview = registrar.does(PreviewRoster { file_name: "an-binh.csv".into(), base64: None, path }).await;
    anyhow::ensure!(preview.problems == 0, "the roster has problems: {:?}", preview.rows);
    let request = ImportRoster { token: preview.token, accept_lines: vec![], leave_out_problems: false };
    registrar.does(request).await;
    let people = registrar.does(ListPeople {}).await;
    let me = people.members.iter().find(|member| member.me).context("the registrar is a member")?;
    let office = people.departments.iter().find(|one| one.name == "Văn phòng").context("the office")?.id;
    registrar
        .does(EditMember {
            member: me.id,
            name: REGISTRAR.into(),
            staff_code: Some("AB34".into()),
            position: "Tổ phó, văn thư".into(),
            subjects: String::new(),
            department: "Văn phòng".into(),
        })
        .await;
    let department = Some(office);
    registrar.does(GrantRole { member: me.id, role: Role::DeputyHead, department }).await;
    Ok(())
}
