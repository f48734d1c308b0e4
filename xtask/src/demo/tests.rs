use std::path::PathBuf;

use super::School;

/// An empty folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xtask-demo-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_school_that_was_broken_off_is_begun_anew() {
    let folder = folder("broken-off");
    std::fs::create_dir_all(folder.join("homes/nguyen-thi-lan")).unwrap();

    School::at(folder.clone()).clear().unwrap();

    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    std::fs::remove_dir(folder).unwrap();
}

#[test]
fn a_folder_with_other_things_is_left_alone() {
    let folder = folder("other");
    std::fs::create_dir_all(folder.join("homes")).unwrap();
    std::fs::write(folder.join("thesis.docx"), "mine").unwrap();

    let error = School::at(folder.clone()).clear().unwrap_err();

    assert!(error.to_string().contains("thesis.docx"), "{error}");
    assert!(folder.join("homes").exists(), "nothing was removed");
    std::fs::remove_dir_all(folder).unwrap();
}
