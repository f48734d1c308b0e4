use api::{Figure, ListInitiatives, MonthProgress, StatusFigure};
use domain::date::Month;
use domain::status::Status;
use rstest::rstest;

use super::{Logged, Room, begun, columns, heat, joined, round_top, scale, status_bars, tenths};

fn figure(count: u32) -> Figure {
    Figure { count, filter: ListInitiatives::default() }
}

fn month(number: u8, in_time: u32, later: u32, silent: u32) -> MonthProgress {
    MonthProgress {
        month: Month::new(2026, number).expect("a month"),
        in_time: figure(in_time),
        later: figure(later),
        silent: figure(silent),
    }
}

const ROOM: Room = Room { width: 300, height: 100 };

#[rstest]
#[case::nothing_has_no_colour(0, 9, 0)]
#[case::one_of_many_is_seen(1, 40, 1)]
#[case::the_largest_is_darkest(40, 40, 4)]
#[case::half_is_in_the_middle(20, 40, 2)]
#[case::small_schools_count_one_by_one(2, 3, 2)]
#[case::an_empty_matrix_has_no_colour(0, 0, 0)]
fn a_cell_is_coloured_by_its_part_of_the_largest(
    #[case] count: u32,
    #[case] largest: u32,
    #[case] step: u32,
) {
    assert_eq!(heat(count, largest), step);
}

#[rstest]
#[case::nothing_still_has_a_scale(0, 1)]
#[case::three_goes_to_four(3, 4)]
#[case::six_goes_to_ten(6, 10)]
#[case::forty_one_goes_to_fifty(41, 50)]
#[case::a_round_number_stays(200, 200)]
#[case::a_thousand_and_one_goes_to_two_thousand(1001, 2000)]
fn the_scale_ends_at_a_round_number(#[case] largest: u32, #[case] top: u32) {
    assert_eq!(round_top(largest), top);
}

#[test]
fn segments_stand_on_each_other_without_a_gap() {
    let columns = columns(&[month(10, 20, 10, 10)], ROOM);

    let parts: Vec<_> = columns[0].segments.iter().map(|part| (part.logged, part.top, part.height)).collect();
    assert_eq!(columns[0].total, 40);
    assert_eq!(parts, vec![(Logged::InTime, 50, 50), (Logged::Later, 25, 25), (Logged::Silent, 0, 25)]);
}

#[test]
fn a_single_entry_is_seen_beside_hundreds() {
    let columns = columns(&[month(9, 1, 0, 0), month(10, 900, 0, 0)], ROOM);

    assert_eq!(columns[0].segments[0].height, 1);
}

#[test]
fn a_month_without_anything_has_no_segment_and_keeps_its_place() {
    let columns = columns(&[month(9, 3, 0, 0), month(10, 0, 0, 0), month(11, 2, 0, 0)], ROOM);

    assert!(columns[1].segments.is_empty());
    assert_eq!(columns.iter().map(|column| column.middle).collect::<Vec<_>>(), vec![50, 150, 250]);
}

#[test]
fn no_months_make_no_columns() {
    assert!(columns(&[], ROOM).is_empty());
}

#[test]
fn an_odd_scale_has_no_half_line() {
    let lines =
        |top: u32| scale(&[month(9, top, 0, 0)], 100).iter().map(|line| line.number).collect::<Vec<_>>();

    assert_eq!(lines(5), vec![0, 5]);
    assert_eq!(lines(4), vec![0, 2, 4]);
}

#[test]
fn months_to_come_are_left_out_of_the_table() {
    let months = [month(9, 1, 0, 0), month(10, 0, 0, 0), month(11, 0, 0, 2), month(12, 0, 0, 0)];

    assert_eq!(begun(&months).len(), 3);
    assert!(begun(&months[3..]).is_empty());
}

#[test]
fn the_most_frequent_status_fills_its_bar() {
    let figures: Vec<StatusFigure> = [(Status::Draft, 0), (Status::Differing, 1), (Status::Approved, 500)]
        .into_iter()
        .map(|(status, count)| StatusFigure { status, figure: figure(count) })
        .collect();

    assert_eq!(status_bars(&figures, 200), vec![0, 2, 200]);
}

#[rstest]
#[case::half_is_rounded_up(1, 2000, Some(1))]
#[case::two_thirds(2, 3, Some(667))]
#[case::an_empty_department_has_no_percent(0, 0, None)]
fn percents_are_integers(#[case] part: u32, #[case] whole: u32, #[case] expected: Option<u64>) {
    assert_eq!(tenths(part, whole), expected);
}

#[test]
fn joined_statuses_lead_to_all_of_their_records() {
    let of = |status, count| StatusFigure { status, figure: figure(count) };
    let whole = ListInitiatives { campaign: Some("đổi-mới".into()), ..ListInitiatives::default() };
    let figures = [of(Status::Withdrawn, 3), of(Status::Approved, 5), of(Status::InProgress, 7)];

    let found = joined(&figures, &["approved", "in_progress"], &whole);

    assert_eq!(found.count, 12);
    assert_eq!(found.filter.statuses, vec![Status::Approved, Status::InProgress]);
    assert_eq!(found.filter.campaign, whole.campaign, "what narrows the overview narrows its lists");
}
