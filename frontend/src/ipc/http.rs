//! The bridge over HTTP, for development and browser tests: `POST /call/NAME` and server-sent
//! events at `/events`, each event one topic.
//!
//! Its address comes from `?bridge=http://127.0.0.1:PORT` or `window.__SSK_BRIDGE__`.

use std::rc::Rc;

use api::{Error, Topic};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, MessageEvent, RequestInit, Response, UrlSearchParams};

use super::{Answer, Bridge, internal};

/// Where a page is told the address, and where its tab remembers it.
const KEY: &str = "__SSK_BRIDGE__";

/// An application behind a server.
pub struct Http {
    address: String,
}

impl Http {
    /// Finds the address that the page was opened with; a tab remembers it for reloads.
    pub fn from_page() -> Option<Self> {
        let window = web_sys::window()?;
        let storage = window.session_storage().ok().flatten();
        let remembered = || storage.as_ref().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let given = || js_sys::Reflect::get(&window, &KEY.into()).ok().and_then(|value| value.as_string());
        let search = window.location().search().unwrap_or_default();
        let asked =
            UrlSearchParams::new_with_str(&search).ok().and_then(|parameters| parameters.get("bridge"));
        let address = asked.or_else(given).or_else(remembered)?;
        if let Some(storage) = &storage {
            let _ = storage.set_item(KEY, &address);
        }
        Some(Self { address })
    }
}

impl Bridge for Http {
    fn call(&self, name: &'static str, request: Value) -> Answer {
        let url = format!("{}/call/{name}", self.address);
        Box::pin(async move {
            let (status, answer) = post(&url, &request.to_string()).await.map_err(|error| {
                internal(&error.as_string().unwrap_or_else(|| format!("{url} did not answer")))
            })?;
            let answer: Value =
                serde_json::from_str(&answer).map_err(|error| internal(&error.to_string()))?;
            if status {
                return Ok(answer);
            }
            Err(serde_json::from_value::<Error>(answer).unwrap_or_else(|error| internal(&error.to_string())))
        })
    }

    fn listen(&self, tell: Rc<dyn Fn(Topic)>) {
        let Ok(source) = EventSource::new(&format!("{}/events", self.address)) else { return };
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let topic = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(topic) = topic {
                tell(topic);
            }
        });
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The page listens as long as it lives.
        on_message.forget();
        std::mem::forget(source);
    }
}

async fn post(url: &str, body: &str) -> Result<(bool, String), JsValue> {
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&body.into());
    let window = web_sys::window().ok_or("no window")?;
    let response: Response =
        JsFuture::from(window.fetch_with_str_and_init(url, &options)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), text.as_string().unwrap_or_default()))
}
