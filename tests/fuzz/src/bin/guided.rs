//! libFuzzer on the target that `FUZZ_TARGET` names: `cargo xtask fuzz`.
#![no_main]

use std::panic::PanicHookInfo;
use std::sync::LazyLock;

use fuzz::{Target, check, target};
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
    target(&name).expect("FUZZ_TARGET names a target that there is")
});

/// What the merging library gives up is caught and answered; it is told of nowhere.
fn tell(panic: &PanicHookInfo<'_>) {
    let inside =
        |at: &std::panic::Location<'_>| ["automerge", "hexane"].iter().any(|name| at.file().contains(name));
    if !panic.location().is_some_and(inside) {
        eprintln!("{panic}");
    }
}

fuzz_target!(
    init: {
        // libFuzzer's own hook would end the process for a panic that is caught.
        std::panic::set_hook(Box::new(tell));
        LazyLock::force(&TARGET);
    },
    |input: &[u8]| check(&TARGET, input)
);
