use std::convert::Infallible;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::downloads::free_name;
use crate::home::home;

fn chosen(arguments: &[&str], variable: Option<&str>) -> PathBuf {
    let arguments = arguments.iter().map(OsString::from);
    let Ok(home) = home::<Infallible>(arguments, variable.map(OsString::from), || Ok("system".into()));
    home
}

#[test]
fn an_argument_names_the_home() {
    assert_eq!(chosen(&["window", "--home", "lan"], Some("khoi")), PathBuf::from("lan"));
}

#[test]
fn the_variable_names_the_home_when_no_argument_does() {
    assert_eq!(chosen(&["window"], Some("khoi")), PathBuf::from("khoi"));
}

#[test]
fn nothing_named_means_the_folder_of_the_system() {
    assert_eq!(chosen(&["window", "--home"], Some("")), PathBuf::from("system"));
}

#[test]
fn a_download_never_replaces_an_older_file() {
    let taken = [Path::new("tai/phieu.pdf"), Path::new("tai/phieu (2).pdf")];
    let name = |wished: &str| free_name(Path::new(wished), |path| taken.contains(&path));

    assert_eq!(name("tai/phieu.pdf"), PathBuf::from("tai/phieu (3).pdf"));
    assert_eq!(name("tai/bao-cao.pdf"), PathBuf::from("tai/bao-cao.pdf"));
}
