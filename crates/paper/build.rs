//! Gives the worker room for deep calls.

/// Bytes of the stack. The target's own megabyte is little for a workbook of nested parts and a font;
/// what is not touched costs nothing.
const STACK: u32 = 4 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK}");
    }
}
