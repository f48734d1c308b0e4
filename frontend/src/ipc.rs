//! Asks the application: one function for every call, over whichever bridge there is.
//!
//! Nobody outside this module knows whether the application is in the window's process, in a
//! worker of the browser, or behind a server.

mod host;
#[cfg(feature = "http-bridge")]
mod http;

pub use host::{NotTaken, on_update, take_update};

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

/// Asks the application and waits for its answer.
pub async fn call<R: Call>(request: R) -> Result<R::Answer, Error> {
    let answer = ask(R::NAME, serde_json::to_value(request)).await?;
    serde_json::from_value(answer).map_err(|error| internal(&error.to_string()))
}

fn ask(name: &'static str, request: serde_json::Result<Value>) -> Answer {
    match request {
        Ok(request) => BRIDGE.with(|bridge| bridge.call(name, request)),
        Err(error) => Box::pin(std::future::ready(Err(internal(&error.to_string())))),
    }
}

/// Passes on every topic that the application says became stale.
pub fn listen(tell: impl Fn(Topic) + 'static) {
    BRIDGE.with(|bridge| bridge.listen(Rc::new(tell)));
}

/// Makes the error of a call that did not come through.
fn internal(reason: &str) -> Error {
    Error::new(Code::Internal).with("reason", reason)
}
