//! Founding from any template, rosters as schools have them, invitations, several people on one machine.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use api::{
    CheckTemplate, Code, FoundSchool, GetMovement, GetStart, ImportRoster, InvitationState, InviteMembers,
    JoinSchool, ListPeople, OpenProfile, PreviewRoster, PrintInvitations, RosterOutcome, SetRelay,
};
use domain::role::Role;
use testkit::{Network, Person, RelayProcess, School};

fn founding(relay: String, template_json: Option<String>) -> FoundSchool {
    FoundSchool {
        school: "THCS Hòa Bình".into(),
        school_year: "2026 - 2027".into(),
        template: None,
        template_json,
        person: "Phan Đức Anh".into(),
        staff_code: Some("GV07".into()),
        roles: vec![Role::Leadership],
        relay,
        pin: None,
    }
}

/// The plan's template with other areas, labels and months.
fn another_template() -> String {
    let (_, json) = domain::movement::builtin()[0];
    let mut template: serde_json::Value = serde_json::from_str(json).unwrap();
    template["id"] = "thu-vien-2030".into();
    template["title"] = "Trường học hạnh phúc".into();
    template["content_areas"] = serde_json::json!([
        { "slug": "reading", "label": "I", "title": "Đọc sách", "sub_items": [] },
        { "slug": "garden", "label": "II", "title": "Vườn trường", "sub_items": [] }
    ]);
    template["months"] = serde_json::json!([8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]);
    template.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_is_founded_from_another_template() {
    let folder = tempfile::tempdir().unwrap();
    let relay = RelayProcess::start(&folder.path().join("relay"));
    let anh = Person::at("Anh", &folder.path().join("anh")).await;
    let checked = anh.does(CheckTemplate { json: another_template() }).await;
    assert_eq!((checked.areas.len(), checked.months.len()), (2, 11));

    let founded = anh.does(founding(relay.url(), Some(another_template()))).await;
    assert_eq!(founded.recovery_key.split([' ', '-']).count(), 13, "13 groups: {}", founded.recovery_key);
    let movement = anh.does(GetMovement {}).await;
    assert_eq!(movement.movement.content_areas[1].label, "II");
    assert_eq!(movement.months.first().map(ToString::to_string).as_deref(), Some("2026-08"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_template_and_a_taken_relay_are_refused_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let relay = RelayProcess::start(&folder.path().join("relay"));
    let anh = Person::at("Anh", &folder.path().join("anh")).await;
    let broken = another_template().replace("\"garden\"", "\"reading\"");
    assert_eq!(anh.is_refused(founding(relay.url(), Some(broken))).await, Code::BadTemplate);
    assert_eq!(anh.is_refused(founding(relay.url(), Some("{".into()))).await, Code::BadTemplate);
    let nowhere = founding("http://127.0.0.1:9".into(), None);
    assert_eq!(anh.is_refused(nowhere).await, Code::RelayUnreachable);
    assert!(anh.does(GetStart {}).await.profiles.is_empty());

    anh.does(founding(relay.url(), None)).await;
    let other = Person::at("Ai đó", &folder.path().join("other")).await;
    assert_eq!(other.is_refused(founding(relay.url(), None)).await, Code::RelayTaken);
    assert!(other.does(GetStart {}).await.profiles.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_awkward_roster_is_previewed_and_nothing_is_imported_until_confirmed() {
    let school = School::with(&[]).await;
    // UTF-16 with a byte order mark, tabs, headers in another order, a blank row, NFD, a name missing.
    let rows = "TRƯỜNG THCS AN BÌNH\n\nTổ\tHỌ TÊN\tMã số\tNhiệm vụ\nNgữ văn\tĐa\u{323}\u{306}ng Thi\u{323} Yê\u{301}n\tV09\tGiáo viên\n\t\t\t\nNgữ văn\t\tV10\tGiáo viên\n";
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(rows.encode_utf16().flat_map(u16::to_le_bytes));
    let path = school.folder().join("to-van.csv");
    std::fs::write(&path, bytes).unwrap();
    let path = Some(path.to_str().unwrap().to_owned());
    let before = school.registrar.does(ListPeople {}).await.members.len();

    let request = PreviewRoster { file_name: "to-van.csv".into(), base64: None, path };
    let preview = school.registrar.does(request).await;
    let outcomes: Vec<_> = preview.rows.iter().map(|row| (row.name.as_str(), row.outcome)).collect();
    assert_eq!(
        outcomes,
        [("Đặng Thị Yến", RosterOutcome::New), ("", RosterOutcome::Problem)],
        "NFC, and the gap"
    );
    assert_eq!(preview.new_departments, ["Ngữ văn"]);
    assert_eq!(school.registrar.does(ListPeople {}).await.members.len(), before, "nothing yet");

    let import = |leave_out_problems| ImportRoster {
        token: preview.token.clone(),
        accept_lines: vec![],
        leave_out_problems,
    };
    assert_eq!(school.registrar.is_refused(import(false)).await, Code::RosterChanged, "a row has a problem");
    let done = school.registrar.does(import(true)).await;
    assert_eq!((done.added, done.departments, done.left_out), (1, 1, 1));
    let people = school.registrar.does(ListPeople {}).await;
    assert!(people.members.iter().any(|member| member.name == "Đặng Thị Yến"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_cut_off_goes_on_and_nobody_is_there_twice() {
    let mut school = School::with(&[]).await;
    let wire = Network::to(school.relay.address()).await;
    school.registrar.does(SetRelay { address: wire.url() }).await;
    let mut roster = "Mã số;Họ và tên;Tổ;Chức vụ\n".to_owned();
    for number in 1..=300 {
        writeln!(roster, "K{number:03};Giáo viên thứ {number};Khoa học tự nhiên;Giáo viên").unwrap();
    }
    let path = school.folder().join("toan-truong.csv");
    std::fs::write(&path, roster).unwrap();
    let request = || PreviewRoster {
        file_name: "toan-truong.csv".into(),
        base64: None,
        path: Some(path.to_str().unwrap().into()),
    };
    let import = |token| ImportRoster { token, accept_lines: vec![], leave_out_problems: false };
    let before = school.registrar.does(ListPeople {}).await.members.len();
    let whole = school.registrar.does(request()).await;
    assert_eq!((whole.new_members, whole.problems), (300, 0));

    // The cable breaks within the second of three pushes, and then the relay goes.
    wire.cut_after_sending(90_000);
    assert_eq!(school.registrar.is_refused(import(whole.token)).await, Code::RelayUnreachable);
    wire.mend();
    school.relay.restart();
    let rest = school.registrar.does(request()).await;
    assert!(rest.same_members > 0 && rest.new_members > 0, "{} + {}", rest.same_members, rest.new_members);
    assert_eq!(rest.same_members + rest.new_members, 300, "who is there already is shown as there");

    let done = school.registrar.does(import(rest.token)).await;
    assert_eq!(done.added, rest.new_members);
    let people = school.registrar.does(ListPeople {}).await.members;
    let names: BTreeSet<_> = people.iter().map(|member| member.name.as_str()).collect();
    assert_eq!((people.len(), names.len()), (before + 300, before + 300), "all there, nobody twice");
    assert!(people.iter().all(|member| !member.name.is_empty() && !member.roles.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_used_once_and_prints_as_a_slip() {
    let school = School::with(&[]).await;
    let lan = school.member("Lan").await;
    let made = school.registrar.does(InviteMembers { members: vec![lan], days: 7 }).await;
    assert!(made[0].qr_svg.contains("<svg"), "a picture to scan");
    let path = school.folder().join("slips.pdf");
    let print = PrintInvitations { members: vec![], path: Some(path.to_str().unwrap().into()) };
    school.registrar.does(print).await;
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF"));

    let machine = Person::at("phòng giáo viên", &school.home_for("staff-room")).await;
    assert_eq!(
        machine.is_refused(JoinSchool { ticket: "SSK1:khong-phai".into(), pin: None }).await,
        Code::BadInvitation
    );
    machine.does(JoinSchool { ticket: made[0].ticket.clone(), pin: None }).await;
    let again = machine.is_refused(JoinSchool { ticket: made[0].ticket.clone(), pin: None }).await;
    assert_eq!(again, Code::InvitationClosed, "a code is good once");
    school.registrar.syncs().await;
    let people = school.registrar.does(ListPeople {}).await;
    let member = people.members.iter().find(|member| member.id == lan).unwrap();
    assert_eq!((member.devices, member.invitation), (1, InvitationState::Used));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_have_their_own_books_on_one_machine() {
    let school = School::with(&[]).await;
    let machine = Person::at("phòng giáo viên", &school.home_for("staff-room")).await;
    for name in ["Lan", "Bách"] {
        machine.does(JoinSchool { ticket: school.ticket(name).await, pin: None }).await;
    }
    let start = machine.does(GetStart {}).await;
    let people: Vec<_> = start.profiles.iter().map(|profile| profile.person.as_str()).collect();
    assert_eq!(people, ["Trịnh Xuân Bách", "Nguyễn Thị Lan"], "sorted by given name");
    let lan = start.profiles[1].id.clone();

    machine.registers("Của Bách").await;
    machine.does(OpenProfile { profile: lan }).await;
    assert!(machine.does(api::ListMyInitiatives {}).await.is_empty(), "Lan does not see Bách's draft");
    let second = Person::at("cửa sổ thứ hai", machine.home()).await;
    assert_eq!(second.is_refused(api::GetToday {}).await, Code::ProfileInUse);
}
