//! `ssk`: the same contract from a terminal.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use testkit::{Person, School, binary};

fn ssk(home: &Path, arguments: &[&str]) -> Output {
    Command::new(binary("ssk"))
        .args(["--keys", "file", "--home"])
        .arg(home)
        .args(arguments)
        .output()
        .expect("ssk runs")
}

fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_from_a_terminal() {
    let school = School::with(&["Lưu Đình Khôi"]).await;
    let home = school.home_for("ssk");
    let ticket = school.ticket("Lan").await;
    let joined = answer(&ssk(&home, &["call", "join_school", &json!({ "ticket": ticket }).to_string()]));
    assert_eq!(joined["joined"]["person"], "Nguyễn Thị Lan");
    let lan = Person::at("Lan", &home).await;
    let id = lan.registers("Từ dòng lệnh").await;
    drop(lan);

    let submit = school.folder().join("submit.json");
    let request = json!({ "id": id, "part": "registration", "pledge": true });
    std::fs::write(&submit, request.to_string()).unwrap();
    let file = format!("@{}", submit.display());
    let handed_in = answer(&ssk(&home, &["call", "submit", &file]));
    assert_eq!(handed_in["summary"]["status"]["status"], "in_review");
    let synced = answer(&ssk(&home, &["sync", "--once"]));
    assert_eq!(synced["waiting"], 0);
    let khoi = school.person("Lưu Đình Khôi");
    khoi.syncs().await;
    khoi.approves(id, domain::role::Stage::Department).await;
    khoi.syncs().await;
    ssk(&home, &["sync", "--once"]);
    let log = String::from_utf8(ssk(&home, &["log"]).stdout).unwrap();
    assert!(log.contains("approve") && log.contains("Lưu Đình Khôi (department_head)"), "{log}");
}

#[test]
fn every_call_is_listed_with_its_schemas() {
    let home = tempfile::tempdir().unwrap();
    let calls = answer(&ssk(home.path(), &["calls"]));
    let calls = calls.as_array().unwrap();
    assert_eq!(calls.len(), api::CALLS.len());
    for call in calls {
        assert!(call["request"].is_object() && call["answer"].is_object(), "{}", call["name"]);
    }
}

#[test]
fn errors_go_to_stderr_as_json_with_exit_code_two() {
    let home = tempfile::tempdir().unwrap();
    for (arguments, code) in [
        (["call", "fly"], "unknown_call"),
        (["call", "get_today"], "no_profile"),
        (["sync", "--once"], "no_profile"),
    ] {
        let output = ssk(home.path(), &arguments);
        assert_eq!(output.status.code(), Some(2));
        let error: Value = serde_json::from_slice(&output.stderr).expect("JSON on stderr");
        assert_eq!(error["error"]["code"], code, "{arguments:?}");
        assert!(error["error"]["retryable"].is_boolean() && error["error"]["details"].is_object());
    }
    let malformed = ssk(home.path(), &["call", "get_today", "{"]);
    assert_eq!(malformed.status.code(), Some(2));
}
