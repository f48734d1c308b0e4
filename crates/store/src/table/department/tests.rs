use domain::id::DepartmentId;

use super::{Department, all, replace, save};
use crate::tests::empty;

fn department(id: u8, name: &str) -> Department {
    Department { id: DepartmentId::from_bytes([id; 8]), name: name.to_owned() }
}

#[test]
fn departments_keep_the_order_of_the_roster() {
    let db = empty();
    replace(&db, &[department(9, "Toán"), department(1, "Ngữ văn")]).expect("saved");
    save(&db, &department(5, "Văn phòng")).expect("added");
    save(&db, &department(9, "Toán–Tin")).expect("renamed");

    let names: Vec<_> = all(&db).expect("read").into_iter().map(|department| department.name).collect();
    assert_eq!(names, ["Toán–Tin", "Ngữ văn", "Văn phòng"]);
}
