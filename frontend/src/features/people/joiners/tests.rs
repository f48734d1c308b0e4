use api::JoinerView;
use domain::date::Moment;
use domain::id::MemberId;

use super::joiners;

fn machine(member: u8, name: &str, since: i64) -> JoinerView {
    JoinerView {
        member: MemberId::from_bytes([member; 16]),
        name: name.to_owned(),
        device: String::new(),
        since: Moment::from_millis(since),
    }
}

#[test]
fn two_machines_with_one_slip_are_one_line_that_says_so() {
    let lines = joiners(&[machine(1, "Vinh", 50), machine(2, "Khôi", 40), machine(2, "Khôi", 30)]);
    let told: Vec<_> =
        lines.iter().map(|one| (one.name.as_str(), one.machines, one.since.millis())).collect();
    assert_eq!(told, [("Khôi", 2, 30), ("Vinh", 1, 50)]);
}
