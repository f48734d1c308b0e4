use super::{FORMER, KEY, KeyError, Keys, NEXT, former, next, present, public, turn};

#[test]
fn a_next_key_waits_beside_the_present_one_and_takes_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert!(matches!(Keys::make_next(data), Err(KeyError::NoData(_))), "a folder of nothing");
    let first = public(&present(data).unwrap());
    let said = Keys::make_next(data).unwrap().to_string();
    let second = public(&next(data).unwrap().unwrap());

    assert!(said.contains(&first.fingerprint()) && said.contains(&second.fingerprint()));
    assert!(matches!(Keys::make_next(data), Err(KeyError::Waits(_))), "one at a time");
    assert_eq!(public(&present(data).unwrap()), first, "nothing has changed yet");
    turn(data).unwrap();
    assert_eq!(public(&present(data).unwrap()), second);
    assert_eq!(former(data).unwrap().as_ref().map(public), Some(first));
    assert!(!data.join(NEXT).exists());
}

#[test]
fn a_damaged_key_is_told_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    for file in [KEY, NEXT, FORMER] {
        std::fs::write(folder.path().join(file), "no key").unwrap();
    }
    assert!(matches!(present(folder.path()), Err(KeyError::Damaged(_))));
    assert!(matches!(next(folder.path()), Err(KeyError::Damaged(_))));
    assert!(matches!(former(folder.path()), Err(KeyError::Damaged(_))));
    assert_eq!(std::fs::read_to_string(folder.path().join(KEY)).unwrap(), "no key");
}

#[cfg(unix)]
#[test]
fn every_key_is_for_this_user_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    present(folder.path()).unwrap();
    Keys::make_next(folder.path()).unwrap();
    turn(folder.path()).unwrap();
    for file in [KEY, FORMER] {
        let mode = std::fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file}");
    }
}
