use crate::found::Place;

use super::{MARK, finish};

#[test]
fn what_a_killed_program_left_of_a_forgotten_book_is_removed_and_nothing_else() {
    let home = tempfile::tempdir().expect("a folder");
    let profiles = home.path().join("profiles");
    for (name, file) in [(".gone", MARK), (".joining", "book.db"), ("lan", "book.db")] {
        std::fs::create_dir_all(profiles.join(name)).expect("a folder");
        std::fs::write(profiles.join(name).join("book.db"), b"words").expect("a file");
        std::fs::write(profiles.join(name).join(file), b"").expect("a file");
    }
    let (changed, _) = tokio::sync::broadcast::channel(1);
    finish(&Place {
        home: home.path().to_owned(),
        http: crate::sync::relay::http(false, None).unwrap(),
        changed,
        key_store: None,
    });
    assert!(!profiles.join(".gone").exists());
    assert!(profiles.join(".joining/book.db").exists() && profiles.join("lan/book.db").exists());
}
