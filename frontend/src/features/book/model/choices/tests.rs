use api::{DeliveryState, InitiativeSummary, InvitationState, MemberView};
use domain::date::Moment;
use domain::id::{InitiativeId, MemberId};
use domain::status::Status;

use super::{earlier, member_words, sponsors};

fn member(number: u8, name: &str, department: &str) -> MemberView {
    MemberView {
        id: MemberId::from_bytes([number; 16]),
        name: name.to_owned(),
        staff_code: None,
        position: "Giáo viên".to_owned(),
        subjects: String::new(),
        department: None,
        department_name: department.to_owned(),
        roles: Vec::new(),
        devices: 0,
        invitation: InvitationState::None,
        me: false,
    }
}

fn initiative(number: u8, title: &str) -> InitiativeSummary {
    InitiativeSummary {
        id: InitiativeId::from_bytes([number; 16]),
        title: title.to_owned(),
        authors: Vec::new(),
        department: String::new(),
        content_area: None,
        period: None,
        status: Status::Draft,
        waiting_for: Vec::new(),
        changed_since_approval: false,
        changes: 0,
        months_logged: 0,
        months_due: 0,
        results_met: 0,
        results: 0,
        evidence: 0,
        conflicts: 0,
        delivery: DeliveryState::ThisMachine,
        updated_at: Moment::from_millis(0),
        mine: true,
    }
}

fn words(offers: &[(String, String)]) -> Vec<&str> {
    offers.iter().map(|(_, words)| words.as_str()).collect()
}

#[test]
fn a_member_is_named_with_the_department_where_there_is_one() {
    assert_eq!(member_words(&member(1, "Cao Thị Nga", "KHTN")), "Cao Thị Nga · KHTN");
    assert_eq!(member_words(&member(2, "Bạch Văn Sơn", "")), "Bạch Văn Sơn");
}

#[test]
fn the_asker_is_offered_first_and_the_others_keep_their_order() {
    let me = MemberView { me: true, ..member(3, "Lưu Đình Khôi", "") };
    let members = [member(1, "Phan Đức Anh", ""), member(2, "Đào Thị Ái", ""), me];

    let offers = sponsors(&members, None);

    assert_eq!(words(&offers), ["Lưu Đình Khôi", "Phan Đức Anh", "Đào Thị Ái"]);
}

#[test]
fn who_is_chosen_is_offered_once_even_if_the_list_is_not_here_yet() {
    let nga = member(1, "Cao Thị Nga", "KHTN");
    let chosen = Some((nga.id.to_string(), "Cao Thị Nga".to_owned()));

    assert_eq!(words(&sponsors(&[], chosen.clone())), ["Cao Thị Nga"]);
    assert_eq!(words(&sponsors(&[nga], chosen)), ["Cao Thị Nga · KHTN"]);
}

#[test]
fn an_initiative_continues_another_one_that_has_a_title() {
    let mine = [initiative(1, "Thẻ lỗi sai"), initiative(2, "Đọc sách giờ ra chơi"), initiative(3, " ")];

    assert_eq!(words(&earlier(&mine, mine[0].id, None)), ["Đọc sách giờ ra chơi"]);
}

#[test]
fn a_continued_initiative_of_a_co_author_stays_chosen() {
    let theirs = initiative(9, "Thẻ lỗi sai");
    let chosen = Some((theirs.id.to_string(), theirs.title.clone()));

    assert_eq!(words(&earlier(&[], InitiativeId::from_bytes([1; 16]), chosen)), ["Thẻ lỗi sai"]);
}
