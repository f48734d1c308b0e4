use std::fs;
use std::path::{Path, PathBuf};

use super::lay;

/// A folder of a test's own, made new.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xtask-overlay-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn ours_take_the_place_of_the_tools_own() {
    let (ours, project) = (folder("ours"), folder("project"));
    write(&ours, "app/src/main/AndroidManifest.xml", "ours");
    write(&project, "app/src/main/AndroidManifest.xml", "theirs");
    write(&project, "app/src/main/res/mipmap-hdpi/ic_launcher.png", "their icon");
    write(&project, "Assets.xcassets/AppIcon.appiconset/AppIcon-20x20@2x.png", "their icon");
    write(&project, "gradlew", "kept");
    assert_eq!(lay(&ours, &project).unwrap(), 1);
    let manifest = fs::read_to_string(project.join("app/src/main/AndroidManifest.xml")).unwrap();
    assert_eq!(manifest, "ours");
    assert!(!project.join("app/src/main/res/mipmap-hdpi/ic_launcher.png").exists());
    assert!(!project.join("Assets.xcassets/AppIcon.appiconset/AppIcon-20x20@2x.png").exists());
    assert!(project.join("gradlew").exists());
    fs::remove_dir_all(ours).unwrap();
    fs::remove_dir_all(project).unwrap();
}

#[test]
fn what_is_laid_over_is_complete() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("src-tauri/mobile");
    let manifest = root.join("android/app/src/main/AndroidManifest.xml");
    let manifest = fs::read_to_string(manifest).unwrap();
    for resource in
        ["xml/data_extraction_rules.xml", "xml/file_paths.xml", "mipmap-anydpi-v26/ic_launcher.xml"]
    {
        let (kind, file) = resource.split_once('/').unwrap();
        let named = format!("@{}/{}", kind.trim_end_matches("-anydpi-v26"), file.trim_end_matches(".xml"));
        assert!(manifest.contains(&named), "the manifest names {named}");
        assert!(root.join("android/app/src/main/res").join(resource).exists(), "{resource} is missing");
    }
}
