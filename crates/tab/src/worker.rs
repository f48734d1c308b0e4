//! The four functions that the script of the worker calls.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use api::{Code, Error, Topic};
use js_sys::Function;
use runtime::Application;
use serde_json::Value;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::{Mutex, RwLock};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::panics;
use crate::pool::{self, Pool};

/// The folder of the application among the files of the page's address.
const HOME: &str = "so-sang-kien";

/// One opening at a time: a second one waits for the first and finds the application open.
static OPENING: Mutex<()> = Mutex::const_new(());
/// Calls run beside each other, and none while the pool grows.
static CALLS: RwLock<()> = RwLock::const_new(());

thread_local! {
    /// The application, or why there is none.
    static APPLICATION: RefCell<Result<Rc<Application>, Error>> =
        RefCell::new(Err(Error::new(Code::Internal).with("reason", "not opened yet")));
    /// Where SQLite's files lie.
    static POOL: RefCell<Option<Rc<Pool>>> = const { RefCell::new(None) };
    /// Who is told what became stale.
    static LISTENERS: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Opens the application on the files of this browser and keeps it in sync; once it is open, again
/// does nothing. What refuses here refuses every call until opening succeeds.
///
/// # Errors
/// `no_storage`, `profile_in_use` while another worker has the files, `disk_full`,
/// `damaged_profile`, `newer_profile`.
#[wasm_bindgen]
pub async fn open() -> Result<(), JsValue> {
    panics::report();
    let _one_at_a_time = OPENING.lock().await;
    if application().is_ok() {
        return Ok(());
    }
    let opened = start().await;
    let answer = opened.as_ref().map(drop).map_err(to_script);
    APPLICATION.with_borrow_mut(|application| *application = opened);
    answer
}

/// Runs a call of the contract.
///
/// # Errors
/// The call's own, or the reason why the application did not open.
#[wasm_bindgen]
pub async fn call(name: String, request: String) -> Result<String, JsValue> {
    let answer = {
        let _running = CALLS.read().await;
        answer(&name, &request).await
    };
    grow().await;
    Ok(answer.map_err(|error| to_script(&error))?.to_string())
}

/// Tells every topic that becomes stale from now on, as JSON; may come before opening.
#[wasm_bindgen]
pub fn subscribe(tell: Function) {
    LISTENERS.with_borrow_mut(|listeners| listeners.push(tell));
}

/// Tries to send and receive now: somebody looks again, or there is a network again.
#[wasm_bindgen]
pub fn woke_up() {
    if let Ok(application) = application() {
        application.woke_up();
    }
}

async fn start() -> Result<Rc<Application>, Error> {
    let pool = Rc::new(pool::install().await?);
    let found = pool.names()?;
    let of_pool = Rc::clone(&pool);
    runtime::settle_databases(Path::new(HOME), &found, move |name| of_pool.forget(name))?;
    POOL.set(Some(pool));
    let application = Rc::new(Application::open(HOME.into()).await?);
    spawn_local(forward(application.subscribe()));
    application.keep_in_sync();
    Ok(application)
}

/// Sees to it that the next books have places; the last of several calls does it.
async fn grow() {
    let Some(pool) = POOL.with_borrow(Clone::clone).filter(|pool| pool.is_short()) else { return };
    if let Ok(_alone) = CALLS.try_write() {
        // Whoever needs a place that is not there is told; what is open goes on.
        let _ = pool.grow().await;
    }
}

fn application() -> Result<Rc<Application>, Error> {
    match panics::message() {
        Some(message) => Err(internal(&message)),
        None => APPLICATION.with_borrow(Clone::clone),
    }
}

async fn answer(name: &str, request: &str) -> Result<Value, Error> {
    let application = application()?;
    let request = serde_json::from_str(request)
        .map_err(|failure| Error::new(Code::BadRequest).with("reason", failure.to_string()))?;
    application.call(name, request).await
}

/// Passes topics on as long as the worker lives.
async fn forward(mut changes: Receiver<Topic>) {
    loop {
        match changes.recv().await {
            Ok(topic) => tell(topic),
            // Too many changes at once for this listener: the pages ask for everything again.
            Err(RecvError::Lagged(_)) => EVERYTHING.into_iter().for_each(tell),
            Err(RecvError::Closed) => return,
        }
    }
}

/// What a page asks for again when single changes were missed.
const EVERYTHING: [Topic; 5] =
    [Topic::Profiles, Topic::Initiatives, Topic::People, Topic::Movement, Topic::Delivery];

fn tell(topic: Topic) {
    let Ok(json) = serde_json::to_string(&topic) else { return };
    // A listener may subscribe another one while it is told.
    for listener in LISTENERS.with_borrow(Clone::clone) {
        // What a listener throws is its own affair; the others are told all the same.
        let _ = listener.call1(&JsValue::NULL, &JsValue::from_str(&json));
    }
}

fn internal(reason: &str) -> Error {
    Error::new(Code::Internal).with("reason", reason)
}

fn to_script(error: &Error) -> JsValue {
    JsValue::from_str(&serde_json::to_string(error).unwrap_or_else(|_| error.to_string()))
}
