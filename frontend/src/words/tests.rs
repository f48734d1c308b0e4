use api::{Code, Error};
use domain::date::{Date, Moment};
use rstest::rstest;

use super::*;
use crate::i18n::Locale;

#[rstest]
#[case::a_field_by_itself("title", "Tên giải pháp")]
#[case::a_field_of_an_entry("results/0a1b2c3d4e5f6071/baseline", "Kết quả lượng hóa – Ban đầu")]
#[case::an_entry("evidence/0a1b2c3d4e5f6071", "Minh chứng")]
#[case::a_month_of_the_plan("plan/2026-09", "Tiến độ theo tháng")]
#[case::a_pattern("authors/*/share", "Tác giả – Tỷ lệ đóng góp")]
#[case::a_slug_that_looks_like_a_name(
    "authors/0a1b2c3d4e5f60710a1b2c3d4e5f6071/titles/ldtt",
    "Tác giả – Danh hiệu đăng ký"
)]
#[case::a_pupil("pupils/0a1b2c3d4e5f6071", "Học sinh")]
#[case::a_class("pupils/0a1b2c3d4e5f6071/class", "Học sinh – Lớp")]
#[case::who_sponsors("sponsor", "Người bảo trợ")]
#[case::what_it_continues("continues", "Nối tiếp sáng kiến")]
fn a_path_is_named_by_its_words(#[case] path: &str, #[case] label: &str) {
    assert_eq!(field(Locale::vi, path), label);
}

#[rstest]
#[case::small(7, "7")]
#[case::thousands(1240, "1.240")]
#[case::millions(1_850_000, "1.850.000")]
fn whole_numbers_have_points(#[case] number: u64, #[case] written: &str) {
    assert_eq!(count(Locale::vi, number), written);
}

#[test]
fn percents_have_one_place_and_a_comma() {
    assert_eq!(percent(Locale::vi, 1033), "103,3%");
    assert_eq!(points(Locale::vi, -112), "−11,2 điểm %");
    assert_eq!(percent(Locale::en, 585), "58.5%");
}

#[rstest]
#[case::bytes(512, "512 B")]
#[case::whole(2 << 20, "2 MB")]
#[case::broken(2_516_582, "2,3 MB")]
fn sizes_are_short(#[case] size: u64, #[case] written: &str) {
    assert_eq!(bytes(Locale::vi, size), written);
}

#[test]
fn a_pupil_is_named_by_class_and_the_end_of_the_code() {
    assert_eq!(pupil(Locale::vi, "000000000008a003", "8A"), "lớp 8A, mã 08a003");
    assert_eq!(pupil(Locale::vi, "000000000008a003", " "), "mã 08a003");
    assert_eq!(pupil_code("8a"), "8a");
}

#[test]
fn a_list_ends_with_and() {
    assert_eq!(list(Locale::vi, &["Lan", "Bách", "Thơm"]), "Lan, Bách và Thơm");
    assert_eq!(list::<&str>(Locale::vi, &[]), "");
}

#[test]
fn a_moment_is_said_by_vietnams_clock() -> Result<(), Box<dyn std::error::Error>> {
    assert_eq!(moment(Locale::vi, Moment::start_of(Date::new(2026, 11, 23)?)), "00:00 ngày 23/11/2026");
    Ok(())
}

#[test]
fn an_error_names_the_field_and_what_to_do() {
    let wrong = Error::new(Code::BadValue).with("path", "results/0a1b2c3d4e5f6071/unit");

    let said = error(Locale::vi, &wrong);

    assert_eq!(said.what, "Giá trị chưa hợp với ô Kết quả lượng hóa – Đơn vị.");
    assert!(said.todo.starts_with("Giá trị cũ vẫn còn."));
}

#[test]
fn something_missing_is_said_with_its_field() {
    assert_eq!(missing(Locale::vi, "title", "empty"), "Tên giải pháp: chưa điền");
}

#[rstest]
#[case::minutes_ahead(17, "nhanh hơn đồng hồ của trạm 17 phút")]
#[case::hours_behind(-7 * 60 - 5, "chậm hơn đồng hồ của trạm 7 giờ")]
#[case::in_2035(9 * 365 * 1_440, "nhanh hơn đồng hồ của trạm 3.285 ngày")]
fn a_wrong_clock_is_said_as_people_say_it(#[case] minutes: i64, #[case] words: &str) {
    assert!(clock_ahead(Locale::vi, minutes).contains(words), "{}", clock_ahead(Locale::vi, minutes));
}
