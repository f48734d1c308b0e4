//! The bridge into the window's host.

use std::rc::Rc;

use api::{Error, Topic};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{Answer, Bridge, internal};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI__", "core"])]
    fn invoke(command: &str, arguments: JsValue) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI__", "event"], js_name = listen)]
    fn listen_to(event: &str, tell: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

/// The window's host.
pub struct Tauri;

impl Bridge for Tauri {
    fn call(&self, name: &'static str, request: Value) -> Answer {
        Box::pin(async move {
            let arguments = to_script(&json!({ "name": name, "request": request }))?;
            let promise = invoke("call", arguments).map_err(|error| read_error(&error))?;
            let answer = JsFuture::from(promise).await.map_err(|error| read_error(&error))?;
            to_value(&answer).ok_or_else(|| internal("the answer is no JSON"))
        })
    }

    fn listen(&self, tell: Rc<dyn Fn(Topic)>) {
        let on_event = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let topic =
                to_value(&event).and_then(|event| serde_json::from_value(event.get("payload")?.clone()).ok());
            if let Some(topic) = topic {
                tell(topic);
            }
        });
        let registered = listen_to("changed", on_event.as_ref());
        // The page listens as long as it lives.
        on_event.forget();
        if let Ok(promise) = registered {
            spawn_local(async move {
                let _ = JsFuture::from(promise).await;
            });
        }
    }
}

fn to_script(value: &Value) -> Result<JsValue, Error> {
    js_sys::JSON::parse(&value.to_string()).map_err(|_| internal("the request is no JSON"))
}

fn to_value(value: &JsValue) -> Option<Value> {
    let text = js_sys::JSON::stringify(value).ok()?;
    serde_json::from_str(&String::from(text)).ok()
}

fn read_error(error: &JsValue) -> Error {
    to_value(error).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_else(|| {
        internal(&error.as_string().unwrap_or_else(|| "the host did not answer".to_owned()))
    })
}
