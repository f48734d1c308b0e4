//! The one command and the one event between the page and the application.

use std::path::PathBuf;
use std::sync::Arc;

use api::Topic;
use runtime::Application;
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager, State};
use tokio::sync::OnceCell;
use tokio::sync::broadcast::error::RecvError;

/// The event that carries a [`Topic`] to the page.
const CHANGED: &str = "changed";

/// The application behind the window, opened once, on the first call or the first wish to listen.
pub struct Host {
    home: PathBuf,
    application: OnceCell<Result<Arc<Application>, api::Error>>,
}

impl Host {
    /// Remembers the home folder; nothing is opened yet.
    pub fn new(home: PathBuf) -> Self {
        Self { home, application: OnceCell::new() }
    }

    /// Gives the application, or why it did not open. The window stays open then, and the page says
    /// it in a sentence, since every call gets the same answer.
    async fn application(&self) -> Result<Arc<Application>, api::Error> {
        self.application.get_or_init(|| open(self.home.clone())).await.clone()
    }

    /// Tries to send and receive now: somebody is looking again, maybe after the machine slept.
    pub fn woke_up(&self) {
        if let Some(Ok(application)) = self.application.get() {
            application.woke_up();
        }
    }
}

async fn open(home: PathBuf) -> Result<Arc<Application>, api::Error> {
    // As in the terminal: `file` leaves the system's key store alone.
    let asks_system = std::env::var_os("SSK_KEYS").is_none_or(|keys| keys != "file");
    let key_store = asks_system.then(keystore::system);
    let application = Application::open_with(home, key_store).await?;
    application.keep_in_sync();
    Ok(Arc::new(application))
}

/// Hands a call of the page to the application.
#[tauri::command]
pub async fn call(host: State<'_, Host>, name: String, request: Value) -> Result<Value, api::Error> {
    host.application().await?.call(&name, request).await
}

/// Tells the page what became stale, as long as the window is open.
pub fn forward_changes(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let Ok(application) = app.state::<Host>().application().await else { return };
        let mut changes = application.subscribe();
        loop {
            match changes.recv().await {
                Ok(topic) => tell(&app, &topic),
                // Too many changes at once for this listener: the page asks for everything again.
                Err(RecvError::Lagged(_)) => EVERYTHING.iter().for_each(|topic| tell(&app, topic)),
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// What the page asks for again when single changes were missed.
const EVERYTHING: [Topic; 5] =
    [Topic::Profiles, Topic::Initiatives, Topic::People, Topic::Movement, Topic::Delivery];

fn tell(app: &AppHandle, topic: &Topic) {
    // Fails only while the window is closing, when nobody listens any more.
    let _ = app.emit(CHANGED, topic);
}
