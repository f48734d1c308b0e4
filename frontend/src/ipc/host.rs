//! The bridge to the host beside the page: the window's own process, or the worker of a browser tab.
//!
//! `start.js` (window) and `tab/page.js` (tab) put the same object into the page, which speaks texts
//! of JSON; so the interface is one module for both and never learns which of them it has.

use std::rc::Rc;

use api::{Error, Topic};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Answer, Bridge, internal};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = call)]
    fn call_host(name: &str, request: &str) -> js_sys::Promise;

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = listen)]
    fn listen_to(tell: &JsValue);

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = onUpdate)]
    fn tell_update(tell: &JsValue);

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = takeUpdate)]
    fn take() -> js_sys::Promise;
}

/// The host beside the page.
pub struct Host;

impl Bridge for Host {
    fn call(&self, name: &'static str, request: Value) -> Answer {
        Box::pin(async move {
            let asked = JsFuture::from(call_host(name, &request.to_string()));
            let answer = asked.await.map_err(|error| read_error(&error))?;
            read(&answer).ok_or_else(|| internal("the answer is no JSON"))
        })
    }

    fn listen(&self, tell: Rc<dyn Fn(Topic)>) {
        listen_to(&told(move |topic| {
            if let Some(topic) = read(&topic).and_then(|topic| serde_json::from_value(topic).ok()) {
                tell(topic);
            }
        }));
    }
}

/// Tells when a newer version of the application waits, now or later.
pub fn on_update(tell: impl Fn() + 'static) {
    tell_update(&told(move |_| tell()));
}

/// Why a version that waits was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Something is being written that is saved only when it is sent.
    Writing,
    /// The browser did not load the page anew; why not is in its own log.
    Unknown,
}

/// Takes the version that waits; returns only where the page was not loaded anew.
pub async fn take_update() -> NotTaken {
    match JsFuture::from(take()).await.ok().and_then(|writing| writing.as_bool()) {
        Some(true) => NotTaken::Writing,
        _ => NotTaken::Unknown,
    }
}

/// A function that the page keeps as long as it lives.
fn told(tell: impl Fn(JsValue) + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue)>::new(tell).into_js_value()
}

fn read(text: &JsValue) -> Option<Value> {
    serde_json::from_str(&text.as_string()?).ok()
}

fn read_error(error: &JsValue) -> Error {
    read(error).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_else(|| {
        internal(&error.as_string().unwrap_or_else(|| "the host did not answer".to_owned()))
    })
}
