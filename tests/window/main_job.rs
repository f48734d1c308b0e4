//! The main job, from a teacher without a network to the school's overview, through three windows.

use std::path::{Path, PathBuf};

use journeys::display::Display;
use testkit::School;

use crate::{TURN, Window, said};

const LAN: &str = "Nguyễn Thị Lan";
const KHOI: &str = "Lưu Đình Khôi";
const SON: &str = "Bạch Văn Sơn";

const TITLE: &str = "Thẻ lỗi sai: học sinh tự sửa bài theo cặp";
const REMARK: &str = "Xin ghi rõ bài kiểm tra nào.";

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_by_clicking_and_typing() {
    let _turn = TURN.lock().await;
    let display = Display::open();
    let mut school = School::with(&[KHOI, SON]).await;
    let ticket = school.ticket(LAN).await;
    let (khoi, son) = (home_of(&mut school, KHOI), home_of(&mut school, SON));
    let lan = Window::open("lan", &display, &school.home_for(LAN)).await;
    joins(&lan, &ticket).await;
    let khoi = Window::open("khoi", &display, &khoi).await;
    khoi.clicks("go-review").await;
    khoi.sees("empty-action").await;

    school.relay.kill();
    writes_the_sheet(&lan).await;
    logs_a_month(&lan).await;
    attaches(&lan, &photo(school.folder())).await;
    hands_in(&lan).await;
    is_only_on_this_machine(&lan).await;

    school.relay.restart();
    returns_with_a_remark(&khoi).await;
    mends_and_hands_in_again(&lan).await;
    approves(&khoi).await;
    lan.gets(".seal").await;
    lan.shows("leaf-approved").await;

    changes_a_result(&lan).await;
    approves_only_the_change(&khoi).await;
    lan.loses("changed-since-approval").await;

    let son = Window::open("son", &display, &son).await;
    finds_it_in_the_overview(&son).await;
    works_in_the_dark(&son).await;
    for window in [lan, khoi, son] {
        window.closes().await;
    }
}

/// Somebody leaves the test's process, so that a window can open their home.
fn home_of(school: &mut School, name: &str) -> PathBuf {
    let person = school.take(name);
    person.home().to_owned()
}

/// A photo as a telephone would save it.
fn photo(folder: &Path) -> PathBuf {
    let path = folder.join("gio-sua-loi-8a.jpg");
    let light = |x: u32, y: u32| [(90 + x / 12) as u8, (120 + y / 10) as u8, (100 + (x + y) / 24) as u8];
    image::RgbImage::from_fn(1600, 1200, |x, y| image::Rgb(light(x, y))).save(&path).unwrap();
    path
}

async fn joins(lan: &Window, ticket: &str) {
    lan.clicks("start-join").await;
    lan.types("join-ticket", ticket).await;
    lan.clicks("join-school").await;
    lan.sees("go-book").await;
    lan.shows("today-first").await;
}

async fn writes_the_sheet(lan: &Window) {
    lan.clicks("go-book").await;
    lan.shows("book-empty").await;
    lan.clicks("new-initiative").await;
    lan.types("field-title", TITLE).await;
    lan.chooses("field-content-area", "teaching").await;
    lan.chooses("field-period", "whole_year").await;
    lan.chooses("field-participant-kind", "teacher").await;
    lan.types("field-problem", "31/151 học sinh dưới trung bình ở bài kiểm tra chung.").await;
    lan.types("field-solution", "Mỗi lỗi thường gặp thành một thẻ; học sinh sửa theo cặp.").await;
    lan.types("field-beneficiaries", "151 học sinh khối 8").await;
    lan.chooses("field-scope", "school").await;
    lan.clicks("[data-testid=list-tasks] summary").await;
    lan.clicks("tick-doi-moi-phuong-phap").await;
    plans_a_quantity(lan).await;
    plans_a_result(lan).await;
    is_saved(lan).await;
    lan.shows("leaf-draft").await;
}

async fn plans_a_quantity(lan: &Window) {
    lan.clicks("add-quantity").await;
    lan.types("quantity-what", "thẻ lỗi sai").await;
    lan.types("quantity-planned", "60").await;
    lan.types("quantity-unit", "thẻ").await;
}

async fn plans_a_result(lan: &Window) {
    lan.clicks("add-result").await;
    lan.types("result-label", "Học sinh dưới trung bình").await;
    lan.chooses("result-kind", "ratio").await;
    lan.chooses("result-direction", "lower").await;
    lan.types("result-unit", "học sinh").await;
    lan.types("result-how", "Bài kiểm tra chung của khối").await;
    for (field, number) in [
        ("result-baseline", "31"),
        ("result-baseline-whole", "151"),
        ("result-target", "15"),
        ("result-target-whole", "151"),
    ] {
        lan.types(field, number).await;
    }
}

/// The quiet line says so once the typing has rested.
async fn is_saved(lan: &Window) {
    lan.reads("saved-line", &said("book.saving.saved")).await;
}

async fn logs_a_month(lan: &Window) {
    // The strip's first month has begun on any day of the school year.
    lan.clicks("[data-testid=months] button").await;
    lan.types("log-quantity", "6").await;
    lan.types("log-work-done", "Soạn 6 thẻ, thử ở lớp 8A.").await;
    lan.shows("log-month").await;
    lan.clicks("save-month").await;
    lan.misses("[data-testid=log-dialog][open]").await;
    lan.sees("log-entry").await;
}

async fn attaches(lan: &Window, photo: &Path) {
    lan.picks("evidence-files", photo).await;
    lan.sees("[data-testid=evidence-item] img").await;
}

async fn hands_in(lan: &Window) {
    lan.clicks("submit-registration").await;
    lan.clicks("pledge").await;
    lan.shows("hand-in").await;
    lan.clicks("confirm-submit").await;
    lan.misses("[data-testid=hand-in-dialog][open]").await;
    lan.reads("status", &said("common.status.in_review_by")).await;
}

async fn is_only_on_this_machine(lan: &Window) {
    lan.reads(".book-head .path-words", &said("common.delivery.this_machine")).await;
    lan.shows("leaf-handed-in").await;
    lan.clicks("go-delivery").await;
    lan.reads("delivery-item", TITLE).await;
    lan.shows("delivery-offline").await;
    lan.clicks("go-today").await;
    lan.shows("today").await;
}

async fn returns_with_a_remark(khoi: &Window) {
    khoi.gets("queue-item").await;
    khoi.reads("queue-item", TITLE).await;
    khoi.shows("review-queue").await;
    khoi.clicks("queue-item").await;
    khoi.reads("document", "31/151 học sinh").await;
    khoi.gets("[data-testid=evidence] img").await;
    khoi.clicks("#field-problem [data-testid=remark-on]").await;
    khoi.types("remark", REMARK).await;
    khoi.shows("review-item").await;
    khoi.clicks("return").await;
    khoi.sees("empty-action").await;
}

async fn mends_and_hands_in_again(lan: &Window) {
    lan.clicks("go-book").await;
    lan.sees("a.book-open").await;
    lan.shows("book").await;
    lan.clicks("a.book-open").await;
    lan.gets("returned").await;
    lan.reads("returned", REMARK).await;
    lan.shows("leaf-returned").await;
    lan.types("field-problem", "31/151 học sinh dưới trung bình ở bài kiểm tra chung giữa học kỳ I.").await;
    is_saved(lan).await;
    lan.clicks("submit-registration").await;
    lan.clicks("pledge").await;
    lan.clicks("confirm-submit").await;
    lan.misses("returned").await;
}

async fn approves(khoi: &Window) {
    khoi.gets("queue-item").await;
    khoi.clicks("queue-item").await;
    khoi.reads("[data-testid=changes] ins", "giữa học kỳ I").await;
    khoi.shows("review-changed").await;
    khoi.clicks("approve").await;
    khoi.misses("decision-bar").await;
}

async fn changes_a_result(lan: &Window) {
    lan.clicks("edit-result").await;
    lan.types("result-target", "12").await;
    lan.sees("changed-since-approval").await;
    lan.shows("leaf-changed").await;
    lan.clicks("submit-registration").await;
    lan.clicks("pledge").await;
    lan.clicks("confirm-submit").await;
    lan.misses("[data-testid=hand-in-dialog][open]").await;
}

async fn approves_only_the_change(khoi: &Window) {
    khoi.gets("queue-item").await;
    khoi.clicks("queue-item").await;
    khoi.reads("[data-testid=changes] del", "15").await;
    khoi.reads("[data-testid=changes] ins", "12").await;
    khoi.reads("approve", &said("review.decide.approve_change")).await;
    khoi.shows("review-difference").await;
    khoi.clicks("approve").await;
    khoi.sees("empty-action").await;
}

async fn finds_it_in_the_overview(son: &Window) {
    son.clicks("go-overview").await;
    son.gets("figure-total").await;
    son.reads("[data-testid=figure-total] b", "1").await;
    son.shows("overview").await;
    son.clicks("figure-total").await;
    son.reads("record", TITLE).await;
    son.shows("records").await;
    son.clicks("record").await;
    son.reads("document", "giữa học kỳ I").await;
    son.shows("initiative").await;
}

async fn works_in_the_dark(son: &Window) {
    son.clicks("go-settings").await;
    son.clicks("theme-dark").await;
    son.shows("settings-dark").await;
    for place in ["today", "overview", "people", "delivery"] {
        son.clicks(&format!("go-{place}")).await;
        son.sees("main h1").await;
        son.shows(&format!("{place}-dark")).await;
    }
}
