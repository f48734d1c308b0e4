use std::path::Path;

use super::{Workspace, path_with_first};

#[test]
fn a_folder_put_first_is_on_the_path_once() {
    let first = Path::new("/usr/bin");

    let path = path_with_first(first).unwrap();

    let folders: Vec<_> = std::env::split_paths(&path).collect();
    assert_eq!(folders[0], first);
    assert_eq!(folders.iter().filter(|folder| *folder == first).count(), 1, "{folders:?}");
}

#[test]
fn the_lock_file_tells_the_version_of_the_binding_generator() {
    let version = Workspace::find().unwrap().locked_version("wasm-bindgen").unwrap();

    assert!(version.starts_with("0.2."), "{version}");
}

#[test]
fn a_package_that_is_not_locked_is_named() {
    let error = Workspace::find().unwrap().locked_version("no-such-package").unwrap_err();

    assert!(error.to_string().contains("no-such-package"), "{error}");
}
