use super::*;
use tempfile::tempdir;

fn read(text: &str) -> Result<Settings, SettingsError> {
    let folder = tempdir().unwrap();
    let path = folder.path().join("relay.toml");
    std::fs::write(&path, text).unwrap();
    Settings::read(&path)
}

#[test]
fn a_file_says_what_flags_say_and_flags_come_first() {
    let file = read("listen = \"0.0.0.0:7420\"\nnames = [\"tram.local\"]\nrate = 7\nlog-format = \"json\"\n");
    let flags = Settings { rate: Some(9), data: Some("here".into()), ..Settings::default() };

    let both = flags.or(file.unwrap());

    assert_eq!(both.log_format, Some(LogFormat::Json));
    let config = both.config(Application::default()).unwrap();
    assert_eq!((config.listen.as_str(), config.limits.rate), ("0.0.0.0:7420", 9));
    assert_eq!(config.limits.burst, Limits::default().burst, "what nobody set is as usual");
    assert_eq!(config.https.names, ["tram.local"]);
}

#[test]
fn paths_start_from_the_files_folder() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("relay.toml");
    std::fs::write(&path, "data = \"book\"\ncertificate = \"/etc/school.pem\"").unwrap();

    let settings = Settings::read(&path).unwrap();

    assert_eq!(settings.data().unwrap(), folder.path().join("book"));
    assert_eq!(settings.certificate.as_deref(), Some(Path::new("/etc/school.pem")));
}

#[test]
fn an_error_names_the_line_and_the_key() {
    let unknown = read("listen = \"0.0.0.0:7420\"\nburts = 3\n").unwrap_err().to_string();
    let wrong = read("\n\nschools = \"two\"\n").unwrap_err().to_string();
    let torn = read("names = [\"a\"\n").unwrap_err().to_string();

    assert!(unknown.contains("line 2") && unknown.contains("burts"), "{unknown}");
    assert!(wrong.contains("line 3") && wrong.contains("schools"), "{wrong}");
    assert!(torn.contains("line "), "{torn}");
}

#[test]
fn half_a_certificate_and_no_folder_are_refused() {
    let half = Settings { data: Some("here".into()), key: Some("k.pem".into()), ..Settings::default() };

    assert!(matches!(
        half.config(Application::default()),
        Err(SettingsError::Half { missing: "certificate" })
    ));
    assert!(matches!(Settings::default().config(Application::default()), Err(SettingsError::NoData)));
    assert!(matches!(Settings::read(Path::new("nowhere.toml")), Err(SettingsError::Unreadable { .. })));
}
