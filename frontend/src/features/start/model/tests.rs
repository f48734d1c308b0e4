use domain::date::Date;
use domain::role::Role;
use rstest::rstest;

use super::{FoundForm, Needed, address, brought_ticket, school_years, ticket};

#[rstest]
#[case::bare("192.168.1.10:7420", "http://192.168.1.10:7420")]
#[case::whole(" https://tram.example/ ", "https://tram.example")]
#[case::empty("  ", "")]
fn an_address_is_completed(#[case] typed: &str, #[case] whole: &str) {
    assert_eq!(address(typed), whole);
}

#[test]
fn a_ticket_may_be_typed_in_groups() {
    assert_eq!(ticket(" SSK1 ABCD\nEFGH "), "SSK1ABCDEFGH");
}

#[rstest]
#[case::from_a_camera("#SSK1:ABCD", Some("SSK1:ABCD"))]
#[case::in_small_letters("#ssk1:abcd", Some("ssk1:abcd"))]
#[case::from_a_message("#SSK1%3AABCD", Some("SSK1:ABCD"))]
#[case::something_else("#help", None)]
#[case::nothing("", None)]
fn an_address_may_bring_a_ticket(#[case] fragment: &str, #[case] ticket: Option<&str>) {
    assert_eq!(brought_ticket(fragment).as_deref(), ticket);
}

#[test]
fn founding_lists_what_is_missing() {
    let mut form =
        FoundForm { school: " ".to_owned(), relay: "tram:7420".to_owned(), ..FoundForm::default() };
    assert_eq!(form.missing(), [Needed::School, Needed::Template, Needed::Person]);

    form.school = "Nguyễn Đức Cảnh".to_owned();
    form.person = "Phan Đức Anh".to_owned();
    form.template_file = Some(("mau.json".to_owned(), "{}".to_owned()));
    assert_eq!(form.missing(), []);
}

#[test]
fn a_template_file_is_preferred() {
    let form = FoundForm {
        template: "ddst-2017".to_owned(),
        template_file: Some(("mau.json".to_owned(), "{}".to_owned())),
        staff_code: " ".to_owned(),
        ..FoundForm::default()
    };

    let request = form.request();

    assert_eq!(request.template, None);
    assert_eq!(request.template_json.as_deref(), Some("{}"));
    assert_eq!(request.staff_code, None);
}

#[test]
fn a_role_is_held_once() {
    let mut form = FoundForm::default();
    form.set_role(Role::Leadership, true);
    form.set_role(Role::Leadership, true);
    assert_eq!(form.roles, [Role::Leadership]);

    form.set_role(Role::Leadership, false);
    assert_eq!(form.roles, []);
}

#[test]
fn the_year_of_today_comes_first() -> Result<(), Box<dyn std::error::Error>> {
    assert_eq!(school_years(Date::new(2026, 11, 23)?), ["2026-2027", "2027-2028"]);
    Ok(())
}
