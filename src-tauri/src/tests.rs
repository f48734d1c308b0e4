use std::convert::Infallible;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::arguments::{home, option};

fn chosen(arguments: &[&str], variable: Option<&str>) -> PathBuf {
    let named = option(arguments.iter().map(OsString::from), "--home");
    let Ok(home) = home::<Infallible>(named, variable.map(OsString::from), || Ok("system".into()));
    home
}

#[test]
fn an_argument_names_the_home() {
    assert_eq!(chosen(&["window", "--clock", "0", "--home", "lan"], Some("khoi")), PathBuf::from("lan"));
}

#[test]
fn the_variable_names_the_home_when_no_argument_does() {
    assert_eq!(chosen(&["window"], Some("khoi")), PathBuf::from("khoi"));
}

#[test]
fn nothing_named_means_the_folder_of_the_system() {
    assert_eq!(chosen(&["window", "--home"], Some("")), PathBuf::from("system"));
}
