use api::{BundlePlan, BundleTaken, LogEntry, SyncView};
use domain::date::Moment;
use rstest::rstest;

use super::{plan_lines, synced, taken, tenths, what};
use crate::i18n::Locale;
use crate::ui::Tone;

#[rstest]
#[case::nothing_yet(0, 200, 0)]
#[case::half(100, 200, 500)]
#[case::all(200, 200, 1000)]
#[case::an_empty_file(0, 0, 1000)]
fn a_file_is_as_far_as_its_bytes(#[case] done: u64, #[case] size: u64, #[case] far: i64) {
    assert_eq!(tenths(done, size), far);
}

#[test]
fn what_waits_is_said_only_if_something_does() {
    let mut done = SyncView { pushed: 3, pulled: 1, files_sent: 0, files_fetched: 2, waiting: 0 };
    assert_eq!(synced(Locale::vi, &done), "Đã gửi 3, nhận 1, tệp đi 0, tệp về 2.");

    done.waiting = 4;
    assert!(synced(Locale::vi, &done).ends_with("Còn 4 mục chờ, máy sẽ tự gửi tiếp."));
}

#[rstest]
#[case::a_record(Some("approve"), "record", "đã duyệt")]
#[case::a_change(None, "change", "sửa nội dung")]
#[case::something_new(None, "comet", "khác")]
fn an_envelope_is_named(#[case] verb: Option<&str>, #[case] kind: &str, #[case] name: &str) {
    let entry = LogEntry {
        id: String::new(),
        seq: None,
        status: String::new(),
        code: None,
        kind: kind.to_owned(),
        verb: verb.map(str::to_owned),
        doc: String::new(),
        title: None,
        signer: String::new(),
        capacity: None,
        at: Moment::default(),
        bytes: 0,
    };

    assert_eq!(what(Locale::vi, &entry), name);
}

#[test]
fn drafts_without_another_machine_are_warned_of_before_the_file_is_made() {
    let mut plan =
        BundlePlan { initiatives: 1, drafts: 2, files: 1, bytes: 1 << 20, ..BundlePlan::default() };
    let lines = plan_lines(Locale::vi, &plan);
    assert_eq!(lines[0], "1 sáng kiến, 2 bản nháp, 1 tệp, khoảng 1 MB.");
    assert!(lines.last().is_some_and(|line| line.contains("hiện chỉ có máy này")), "{lines:?}");

    plan.own_machines = 1;
    let lines = plan_lines(Locale::vi, &plan);
    assert_eq!(lines.last().map(String::as_str), Some("Bản nháp chỉ máy của thầy/cô mở được."));
}

#[test]
fn a_file_that_was_cut_says_so_beside_what_came() {
    let whole = BundleTaken { envelopes: 3, initiatives: 1, whole: true, ..BundleTaken::default() };
    assert_eq!(taken(Locale::vi, &whole).1, Tone::Good);

    let (lines, tone) = taken(Locale::vi, &BundleTaken { whole: false, ..whole });
    assert_eq!((lines.len(), tone), (2, Tone::Attention));
    assert!(lines[1].contains("cắt ngắn"), "{lines:?}");
}
