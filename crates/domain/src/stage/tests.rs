use super::*;
use rstest::rstest;

fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn members(numbers: &[u8]) -> Vec<MemberId> {
    numbers.iter().copied().map(member).collect()
}

/// Head 1, deputy 2, union 1 (also head) and 3, leadership 4 and 5.
fn holders() -> Holders {
    Holders {
        heads: members(&[1]),
        deputies: members(&[2]),
        union: members(&[1, 3]),
        leadership: members(&[4, 5]),
    }
}

#[rstest]
#[case::nobody_in_conflict(Stage::Department, &[9], &[], Desk::Holders { members: members(&[1, 2]) })]
#[case::the_head_is_author(Stage::Department, &[1], &[], Desk::Deputies { members: members(&[2]) })]
#[case::head_and_deputy_are_authors(Stage::Department, &[1, 2], &[], Desk::Leadership { members: members(&[4, 5]) })]
#[case::ci_4_another_officer(Stage::Union, &[9], &[1], Desk::Holders { members: members(&[3]) })]
#[case::ci_4_yields_when_nobody_else_is_there(Stage::Union, &[3], &[1], Desk::Holders { members: members(&[1]) })]
#[case::one_of_the_leaders_is_author(Stage::Leadership, &[4], &[], Desk::Holders { members: members(&[5]) })]
#[case::w_8_both_leaders_are_authors(Stage::Leadership, &[4, 5], &[], Desk::Council)]
#[case::everybody_is_author(Stage::Department, &[1, 2, 4, 5], &[], Desk::Council)]
fn a_stage_passes_on_in_a_conflict(
    #[case] stage: Stage,
    #[case] participants: &[u8],
    #[case] busy: &[u8],
    #[case] expected: Desk,
) {
    let (participants, busy) =
        (members(participants).into_iter().collect(), members(busy).into_iter().collect());

    assert_eq!(desk(stage, &holders(), Barred { participants: &participants, busy: &busy }), expected);
}
