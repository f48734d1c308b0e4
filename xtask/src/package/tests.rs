use super::*;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn laid(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ssk-package-{}-{name}", std::process::id()));
    let root = folder.join("package").join(NAME);
    fs::create_dir_all(&folder).unwrap();
    let relay = folder.join("relay");
    fs::write(&relay, b"\x7fELF GLIBC_2.4\0GLIBC_2.34\0GLIBC_2.17\0").unwrap();
    lay(&checkout(), &root, &relay, "1.2.3", "amd64").unwrap();
    root
}

#[test]
fn the_package_says_what_it_is_and_needs() {
    let root = laid("control");

    let control = fs::read_to_string(root.join("DEBIAN/control")).unwrap();

    for line in ["Version: 1.2.3", "Architecture: amd64", "Depends: libc6 (>= 2.34), libgcc-s1"] {
        assert!(control.contains(line), "{line} in {control}");
    }
    assert!(
        !control.contains('@') || control.matches('@').count() == 1,
        "only the address has one: {control}"
    );
    fs::remove_dir_all(root.ancestors().nth(2).unwrap()).unwrap();
}

#[test]
fn units_name_files_that_are_in_the_package() {
    let root = laid("units");
    for unit in ["so-sang-kien-relay.service", "so-sang-kien-backup.service"] {
        let text = fs::read_to_string(root.join("usr/lib/systemd/system").join(unit)).unwrap();
        let start = text.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
        let named =
            start.split_whitespace().filter(|word| word.starts_with("/usr") || word.starts_with("/etc"));
        let named: Vec<_> = named.map(|word| root.join(word.trim_start_matches('/'))).collect();
        assert!(!named.is_empty() && named.iter().all(|file| file.is_file()), "{unit}: {named:?}");
        assert!(text.contains("ProtectSystem=strict") && text.contains("NoNewPrivileges=yes"), "{unit}");
    }
    fs::remove_dir_all(root.ancestors().nth(2).unwrap()).unwrap();
}

#[cfg(unix)]
#[test]
fn only_programs_may_be_run() {
    use std::os::unix::fs::PermissionsExt;
    let root = laid("modes");
    let mode = |path: &str| fs::metadata(root.join(path)).unwrap().permissions().mode() & 0o777;

    for (_, to, kind) in FILES {
        assert_eq!(mode(to), if *kind == Mode::Program { 0o755 } else { 0o644 }, "{to}");
    }
    assert_eq!((mode(PROGRAM), mode("usr/bin"), mode("DEBIAN/control")), (0o755, 0o755, 0o644));
    fs::remove_dir_all(root.ancestors().nth(2).unwrap()).unwrap();
}

#[test]
fn a_program_for_another_system_is_refused() {
    assert!(program::newest_glibc(b"MZ").is_err());
    assert_eq!(program::newest_glibc(b"GLIBC_2.9 GLIBC_2.39").unwrap(), "2.39");
}
