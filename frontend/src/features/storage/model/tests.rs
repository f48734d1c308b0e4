use api::{StorageView, StoredFiles};
use rstest::rstest;

use super::{choice_of, choices, limit_of, lines, promise, unusual};
use crate::i18n::Locale;
use crate::ipc::BrowserStorage;
use crate::ui::Tone;

const MB: u64 = 1 << 20;

fn view() -> StorageView {
    let files = |count, bytes| StoredFiles { count, bytes };
    StorageView {
        book: 3 * MB,
        previews: files(12, 2 * MB),
        originals: files(2, 40 * MB),
        only_here: files(0, 0),
        spare: files(2, 40 * MB),
        limit: Some(200 * MB),
    }
}

fn browser() -> BrowserStorage {
    BrowserStorage {
        usage: Some(57.0 * 1_048_576.0),
        quota: Some(10_737_418_240.0),
        ..BrowserStorage::default()
    }
}

fn said(view: &StorageView, browser: Option<&BrowserStorage>) -> Vec<String> {
    lines(Locale::vi, view, browser).into_iter().map(|(label, value)| format!("{label}: {value}")).collect()
}

#[test]
fn a_machine_says_what_of_the_book_lies_on_it() {
    assert_eq!(said(&view(), None), ["Sổ: 3 MB", "Ảnh xem trước (12): 2 MB", "Tệp gốc (2): 40 MB"]);
}

#[test]
fn a_tab_says_beside_it_what_the_application_takes_and_the_browser_allows() {
    let said = said(&view(), Some(&browser()));
    assert_eq!(said[3..], ["Ứng dụng: 12 MB", "Trình duyệt cho phép: 10 GB"]);

    let told = BrowserStorage { application: Some(11.0 * 1_048_576.0), ..browser() };
    assert_eq!(super::lines(Locale::vi, &view(), Some(&told))[3].1, "11 MB");
}

#[test]
fn what_only_this_machine_has_is_named() {
    let only_here = StoredFiles { count: 1, bytes: MB };
    assert_eq!(said(&StorageView { only_here, ..view() }, None)[3], "Trong đó chỉ có trên máy này (1): 1 MB");
}

#[rstest]
#[case::one_of_the_list(Some(200 * MB), 4)]
#[case::none(None, 4)]
#[case::set_in_a_terminal(Some(70 * MB), 5)]
fn every_limit_is_among_the_choices(#[case] limit: Option<u64>, #[case] count: usize) {
    let choices = choices(Locale::vi, unusual(limit));

    assert_eq!(choices.len(), count);
    assert!(choices.iter().any(|choice| choice.value == choice_of(limit)));
    assert_eq!(limit_of(&choice_of(limit)), limit);
}

#[rstest]
#[case::kept(true, false, Tone::Good)]
#[case::not_kept(false, false, Tone::Attention)]
#[case::not_kept_though_installed(false, true, Tone::Attention)]
fn a_promise_is_told_as_it_is(#[case] kept: bool, #[case] installed: bool, #[case] tone: Tone) {
    let browser = BrowserStorage { kept, installed, ..browser() };
    let (title, todo, colour) = promise(Locale::vi, &browser);

    assert_eq!((colour, title.contains("có thể")), (tone, !kept));
    assert_eq!(todo.contains("màn hình chính"), !kept && !installed);
}
