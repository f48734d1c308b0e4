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

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = onOnlineOnly)]
    fn tell_online_only(tell: &JsValue);

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = takeUpdate)]
    fn take() -> js_sys::Promise;

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = storage)]
    fn ask_storage() -> js_sys::Promise;

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = keep)]
    fn ask_to_keep() -> js_sys::Promise;

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = setAside)]
    fn put_aside() -> js_sys::Promise;
}

/// What a browser says of its storage; what it does not tell is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Deserialize)]
pub struct BrowserStorage {
    /// Whether it promised not to throw the book away when the disk gets full.
    pub kept: bool,
    /// Whether the application was put on the home screen.
    pub installed: bool,
    /// Bytes that everything of this address takes.
    pub usage: Option<f64>,
    /// Bytes that it may take.
    pub quota: Option<f64>,
    /// Bytes that the application itself takes, for starting without a network.
    pub application: Option<f64>,
}

/// Asks what the browser says of its storage; none in the window, where the machine keeps files.
pub async fn storage() -> Option<BrowserStorage> {
    let told = JsFuture::from(ask_storage()).await.ok()?;
    serde_json::from_str(&told.as_string()?).ok()
}

/// Asks the browser to keep the book; what it answers is in [`storage`] from then on.
pub async fn keep() {
    // A browser that does not answer has not promised.
    let _ = JsFuture::from(ask_to_keep()).await;
}

/// Puts everything aside that is kept here and cannot be opened; nothing of it is deleted.
///
/// # Errors
/// What kept it where it is.
pub async fn set_aside() -> Result<(), Error> {
    JsFuture::from(put_aside()).await.map(drop).map_err(|error| read_error(&error))
}

// The host, if it saves files itself: web views of phones follow no link to a file.
#[wasm_bindgen]
extern "C" {
    type Saving;

    #[wasm_bindgen(js_namespace = window, js_name = soSangKien, thread_local_v2)]
    static HOST: Option<Saving>;

    #[wasm_bindgen(method, getter, js_name = save)]
    fn does_save(this: &Saving) -> JsValue;

    #[wasm_bindgen(method, js_name = save)]
    fn save(this: &Saving, url: &str, name: &str) -> js_sys::Promise;
}

/// Lets the host save what a `blob:` address names; nothing where a link does it. Tells whether the
/// person took the file.
pub fn save(url: &str, name: &str) -> Option<impl Future<Output = Result<bool, Error>> + use<>> {
    let saving = HOST.with(|host| {
        let host = host.as_ref().filter(|host| host.does_save().is_function())?;
        Some(host.save(url, name))
    })?;
    Some(async move {
        let taken = JsFuture::from(saving).await.map_err(|error| read_error(&error))?;
        Ok(taken.is_truthy())
    })
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

/// Why a browser does not start the application without a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlineOnly {
    /// It does not trust the relay: somebody went on in spite of its warning.
    Untrusted,
    /// It keeps no application, or not in this window.
    Unsupported,
}

/// Tells when the browser does not keep the application for offline, now or later.
pub fn on_online_only(tell: impl Fn(OnlineOnly) + 'static) {
    tell_online_only(&told(move |reason| {
        let untrusted = reason.as_string().as_deref() == Some("untrusted");
        tell(if untrusted { OnlineOnly::Untrusted } else { OnlineOnly::Unsupported });
    }));
}

/// Takes the version that waits; returns only where the page could not load anew.
pub async fn take_update() {
    // Why not is in the browser's own log; everything goes on as it was.
    let _ = JsFuture::from(take()).await;
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
