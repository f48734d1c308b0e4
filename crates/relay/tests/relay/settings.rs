//! Settings as an operator gives them to the real program.

use super::support::command;
use rstest::rstest;
use std::process::Output;
use tempfile::tempdir;

fn said(output: &Output) -> String {
    assert_eq!(output.stdout, b"", "nothing was started");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[rstest]
#[case::a_key_of_the_file("school = 2", &[], "unknown field `school`")]
#[case::a_line_of_the_file("\n\nrate = 'much'", &[], "line 3")]
#[case::a_value_of_the_environment("", &[("SSK_RELAY_SCHOOLS", "two")], "SSK_RELAY_SCHOOLS")]
#[case::a_name_in_the_environment("", &[("SSK_RELAY_BURTS", "9")], "SSK_RELAY_BURTS")]
#[case::half_a_certificate("key = 'k.pem'", &[], "`certificate` is missing")]
#[case::an_address("listen = 'school'", &[], "cannot listen on school")]
fn what_is_wrong_is_named(#[case] file: &str, #[case] environment: &[(&str, &str)], #[case] named: &str) {
    let folder = tempdir().unwrap();
    let config = folder.path().join("relay.toml");
    std::fs::write(&config, file).unwrap();

    let output = command()
        .args(["--data", folder.path().join("data").to_str().unwrap()])
        .args(["--config", config.to_str().unwrap()])
        .envs(environment.iter().copied())
        .output()
        .unwrap();

    assert!(!output.status.success());
    assert!(said(&output).contains(named), "{}", said(&output));
}

#[test]
fn without_a_data_folder_it_says_how_to_name_one() {
    let said = said(&command().output().unwrap());

    assert!(said.contains("--data") && said.contains("SSK_RELAY_DATA") && said.contains("`data`"), "{said}");
}
