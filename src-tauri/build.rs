//! Checks the window's configuration and lists the commands that its page may be allowed to call.

use std::path::Path;

fn main() {
    let interface = Path::new("../frontend/dist/index.html");
    println!("cargo::rerun-if-changed=../frontend/dist");
    assert!(
        interface.exists(),
        "the interface is not built yet: `cargo xtask interface` makes frontend/dist, \
         and `cargo xtask run` and `cargo xtask test` do it by themselves"
    );
    let manifest = tauri_build::AppManifest::new().commands(&["call", "save"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("tauri.conf.json, the capabilities and the icons fit together");
}
