//! The window: one page, one command, one event; on phones and tablets one command more, `save`.
//!
//! It opens the application on a home folder, hands every call of the page to it, and tells the
//! page what became stale. It deliberately knows no call by name, no rule and no text: the list of
//! calls is in `api`, what they do in `runtime`, what people read in `frontend`.
//!
//! Read first: [`start`], `host::Host`, `arguments::home`.
#![allow(
    clippy::disallowed_methods,
    reason = "a host of the application: arguments and folders of the machine are its part"
)]

mod arguments;
#[cfg(any(mobile, test))]
mod handed;
mod host;
#[cfg(mobile)]
mod mobile;

use tauri::{Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::host::Host;

/// The name of the only window, as the capability file spells it.
const MAIN: &str = "main";

/// Opens the window on the home folder (`--home DIR`, else the variable `SSK_HOME`, else the
/// system's folder for it) and returns when it was closed. `--clock MILLISECONDS` shows another day.
///
/// # Errors
/// When the system offers no folder for the application, or no web view.
pub fn start() -> anyhow::Result<()> {
    if let Some(millis) = arguments::option(std::env::args_os(), "--clock") {
        // A demonstration's year is not today's. A moment is milliseconds since 1970 in JSON.
        runtime::set_clock(serde_json::from_slice(millis.as_encoded_bytes())?);
    }
    let builder = tauri::Builder::default();
    #[cfg(mobile)]
    let builder = mobile::prepare(builder);
    builder
        .invoke_handler(tauri::generate_handler![
            host::call,
            #[cfg(mobile)]
            mobile::save
        ])
        .setup(|app| {
            let named = arguments::option(std::env::args_os(), "--home");
            let home = arguments::home(named, std::env::var_os("SSK_HOME"), || app.path().app_data_dir())?;
            #[cfg(mobile)]
            mobile::clear_up(app.handle());
            app.manage(Host::new(home));
            host::forward_changes(app.handle().clone());
            let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
                // The page takes dropped evidence by itself; the window would swallow it.
                .disable_drag_drop_handler()
                // Slips and reports go where downloads go, each beside an older one of its name.
                .on_download(|_, _| true);
            #[cfg(desktop)]
            let window = window.title("Sổ Sáng Kiến").inner_size(1366.0, 768.0).min_inner_size(360.0, 560.0);
            #[cfg(mobile)]
            let window = window.initialization_script(mobile::MARK);
            window.build()?;
            Ok(())
        })
        .on_window_event(|window, event| {
            if is_looked_at(event) {
                window.state::<Host>().woke_up();
            }
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// Whether somebody looks at the window again, maybe after the machine slept.
fn is_looked_at(event: &WindowEvent) -> bool {
    match event {
        WindowEvent::Focused(focused) => *focused,
        // The system had stopped the application in the background.
        #[cfg(mobile)]
        WindowEvent::Resumed => true,
        _ => false,
    }
}

/// The door of phones and tablets, which call no `main`; for iOS the macro makes a function without words.
#[cfg(mobile)]
#[allow(missing_docs, reason = "the function is the macro's")]
mod door {
    /// Starts the application.
    ///
    /// # Panics
    /// When the system offers no web view: there is nobody to answer to.
    #[tauri::mobile_entry_point]
    fn start_on_mobile() {
        super::start().expect("a phone has a web view and a folder for the application");
    }
}

#[cfg(test)]
mod tests;
