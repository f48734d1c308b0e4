use super::*;

#[test]
fn roles_and_stages_keep_the_protocols_codes() {
    let codes: Vec<u8> = Role::ALL.iter().map(|role| role.code()).collect();

    assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 21, 22, 23, 30, 31, 32]);
    assert!(Role::ALL.iter().all(|role| Role::from_code(role.code()) == Some(*role)));
    assert!(Stage::ALL.iter().all(|stage| Stage::from_code(stage.code()) == Some(*stage)));
    assert_eq!(Role::from_code(12), None);
    assert_eq!(Stage::from_code(0), None);
}

#[test]
fn a_deputy_decides_for_the_department() {
    assert!(Stage::Department.belongs_to(Role::DeputyHead));
    assert!(!Stage::Union.belongs_to(Role::DepartmentHead));
}
