//! Asks the application: one function for every call, over whichever bridge there is.
//!
//! Nobody outside this module knows whether the application is in the window's process, in a
//! worker of the browser, or behind a server.

mod host;
#[cfg(feature = "http-bridge")]
mod http;

pub use host::{
    BrowserStorage, OnlineOnly, keep, on_online_only, on_update, save, set_aside, storage, take_update,
};

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use api::{Call, Code, Error, Topic};
use serde_json::Value;

/// What a bridge answers in the end.
pub type Answer = Pin<Box<dyn Future<Output = Result<Value, Error>>>>;

/// A way to the application.
pub trait Bridge {
    /// Runs a call by name.
    fn call(&self, name: &'static str, request: Value) -> Answer;
    /// Tells every topic that became stale from now on.
    fn listen(&self, tell: Rc<dyn Fn(Topic)>);
}

thread_local! {
    static BRIDGE: Rc<dyn Bridge> = choose();
}

#[cfg(feature = "http-bridge")]
fn choose() -> Rc<dyn Bridge> {
    match http::Http::from_page() {
        Some(bridge) => Rc::new(bridge),
        None => Rc::new(host::Host),
    }
}

#[cfg(not(feature = "http-bridge"))]
fn choose() -> Rc<dyn Bridge> {
    Rc::new(host::Host)
}

/// After how many milliseconds, and how often, a wait for quiet looks.
const LOOK: i32 = 50;
const LOOKS: u32 = 60;

thread_local! {
    /// Calls that wait for their answer.
    static RUNNING: Cell<u32> = const { Cell::new(0) };
}

/// A call that waits for its answer, or for nobody any more.
struct Running;

impl Running {
    fn begin() -> Self {
        RUNNING.set(RUNNING.get() + 1);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.set(RUNNING.get() - 1);
    }
}

/// Asks the application and waits for its answer.
pub async fn call<R: Call>(request: R) -> Result<R::Answer, Error> {
    let _running = Running::begin();
    let answer = ask(R::NAME, serde_json::to_value(request)).await?;
    serde_json::from_value(answer).map_err(|error| internal(&error.to_string()))
}

fn ask(name: &'static str, request: serde_json::Result<Value>) -> Answer {
    match request {
        Ok(request) => BRIDGE.with(|bridge| bridge.call(name, request)),
        Err(error) => Box::pin(std::future::ready(Err(internal(&error.to_string())))),
    }
}

/// Waits until no call of this page runs, twice in a row: what was being saved is saved, and what waited
/// behind it. Gives up after a few seconds.
pub async fn quiet() {
    let mut calm = 0;
    for _ in 0..LOOKS {
        calm = if RUNNING.get() == 0 { calm + 1 } else { 0 };
        if calm > 1 {
            return;
        }
        pause(LOOK).await;
    }
}

async fn pause(millis: i32) {
    let mut begin = |resolve: js_sys::Function, _: js_sys::Function| {
        let window = leptos::prelude::window();
        // A page can always set a timer.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    };
    let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::new(&mut begin)).await;
}

/// Passes on every topic that the application says became stale.
pub fn listen(tell: impl Fn(Topic) + 'static) {
    BRIDGE.with(|bridge| bridge.listen(Rc::new(tell)));
}

/// Makes the error of a call that did not come through.
fn internal(reason: &str) -> Error {
    Error::new(Code::Internal).with("reason", reason)
}
