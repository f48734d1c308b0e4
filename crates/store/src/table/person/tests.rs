use domain::id::DepartmentId;
use protocol::MemberId;

use super::{Person, all, load, replace, save};
use crate::tests::empty;

fn person(id: u8, name: &str) -> Person {
    Person {
        member: MemberId::from_bytes([id; 16]),
        name: name.to_owned(),
        staff_code: Some("GV01".to_owned()),
        birth_date: Some("1985-03-08".parse().expect("a date")),
        position: "Tổ phó".to_owned(),
        subjects: "Toán".to_owned(),
        qualification: "Đại học".to_owned(),
        department: Some(DepartmentId::from_bytes([3; 8])),
    }
}

#[test]
fn a_person_is_read_as_they_were_last_saved() {
    let db = empty();
    save(&db, &person(1, "Nguyễn Thị Lan")).expect("saved");
    let leader =
        Person { department: None, birth_date: None, staff_code: None, ..person(1, "Đinh Quang Vinh") };
    save(&db, &leader).expect("saved again");

    assert_eq!(load(&db, leader.member).expect("read"), Some(leader));
}

#[test]
fn a_new_list_takes_the_place_of_the_old_one_in_its_order() {
    let db = empty();
    replace(&db, &[person(1, "A"), person(2, "B")]).expect("saved");
    replace(&db, &[person(3, "C"), person(1, "A")]).expect("saved");

    let names: Vec<_> = all(&db).expect("read").into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["C", "A"]);
}
