//! What the package brings beside the program.

use super::support::{Server, command, founded};
use relay::Settings;
use std::path::{Path, PathBuf};
use tempfile::tempdir;

fn packaging(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging").join(name)
}

#[test]
fn the_example_settings_are_settings_with_and_without_what_is_commented_out() {
    let text = std::fs::read_to_string(packaging("relay.toml")).unwrap();
    let every = text.lines().map(|line| match line.strip_prefix('#') {
        Some(key) if key.contains(" = ") && !key.starts_with(' ') => key,
        _ => line,
    });
    let folder = tempdir().unwrap();
    let path = folder.path().join("relay.toml");
    std::fs::write(&path, every.collect::<Vec<_>>().join("\n")).unwrap();

    let usual = Settings::read(&packaging("relay.toml")).unwrap();
    let all = Settings::read(&path).unwrap();

    assert_eq!(usual.listen.as_deref(), Some("0.0.0.0:7420"));
    assert!(all.rate.is_some() && all.reserve.is_some() && all.key.is_some(), "{all:?}");
    assert!(!all.names.is_empty() && all.log_format.is_some() && all.schools.is_some(), "{all:?}");
}

/// Runs the nightly script as the timer does.
#[cfg(unix)]
fn tonight(programs: &Path, data: &Path, shelf: &Path, keep: &str) -> std::process::Output {
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    std::process::Command::new("sh")
        .arg(packaging("backup-nightly"))
        .arg(shelf)
        .arg(keep)
        .envs([("PATH", path.as_str()), ("SSK_RELAY_DATA", data.to_str().unwrap())])
        .output()
        .unwrap()
}

#[cfg(unix)]
fn shelf(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[tokio::test]
async fn a_nightly_backup_lets_old_ones_go_but_not_when_it_is_not_sound() {
    let folder = tempdir().unwrap();
    let (data, backups) = (folder.path().join("data"), folder.path().join("backups"));
    std::os::unix::fs::symlink(command().get_program(), folder.path().join("ssk-relay")).unwrap();
    for old in ["2025-05-01-023000", "2099-05-02-023000", "letters"] {
        std::fs::create_dir_all(backups.join(old)).unwrap();
    }
    let server = Server::program(&data).await;
    founded(&server).await;

    let good = tonight(folder.path(), &data, &backups, "2");
    assert!(good.status.success(), "{good:?}");
    let kept = shelf(&backups);
    assert_eq!(kept.len(), 3, "two backups, whatever the clock says, and what is none: {kept:?}");
    assert!(
        !kept.contains(&"2025-05-01-023000".to_owned()) && kept.contains(&"letters".to_owned()),
        "{kept:?}"
    );

    std::fs::write(data.join("relay.key"), "lost").unwrap();
    let bad = tonight(folder.path(), &data, &backups, "1");
    assert!(!bad.status.success(), "the service shows as failed");
    assert!(kept.iter().all(|name| shelf(&backups).contains(name)), "nothing is let go");
    server.dies();
}
