//! A panic in the worker: told readably, and the end of this worker.
//!
//! Nothing unwinds here, so what was locked stays locked. Every later call is refused with the
//! message, until the script starts another worker, which finds everything that was saved.
//! Built with a library in which panics are traps (ADR 0018), nothing here is reached: the trap itself
//! tells the script.

use std::sync::{Once, OnceLock};

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

/// The function of the worker's script that is told of a panic, if there is one.
const LISTENER: &str = "panicked";

static MESSAGE: OnceLock<String> = OnceLock::new();

/// From now on panics go to the console, to `self.panicked(message)`, and to every later call.
pub fn report() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            console_error_panic_hook::hook(panic);
            let message = panic.to_string();
            tell(&message);
            // The first panic is the reason of those that follow.
            let _ = MESSAGE.set(message);
        }));
    });
}

/// The panic that broke this worker.
pub fn message() -> Option<String> {
    MESSAGE.get().cloned()
}

fn tell(message: &str) {
    let listener = Reflect::get(&js_sys::global(), &LISTENER.into()).ok();
    if let Some(listener) = listener.and_then(|listener| listener.dyn_into::<Function>().ok()) {
        // There is nobody left to tell that telling failed.
        let _ = listener.call1(&JsValue::NULL, &JsValue::from_str(message));
    }
}
