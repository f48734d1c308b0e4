//! What windows are shown on.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The session's display, or one in memory that ends with this value.
pub struct Display {
    name: String,
    server: Option<Child>,
}

impl Display {
    /// Takes the session's display; where there is none, makes one in memory.
    ///
    /// # Panics
    /// When there is none and Xvfb does not start.
    pub fn open() -> Self {
        match std::env::var("DISPLAY") {
            Ok(name) if !name.is_empty() => Self { name, server: None },
            _ => Self::in_memory(),
        }
    }

    fn in_memory() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1400x1300x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts; `cargo xtask setup` installs it");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb offers a display");
        Self { name: format!(":{}", number.trim()), server: Some(server) }
    }

    /// Shows what this command starts here: drawn by software, heard by no accessibility bus.
    pub fn show<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DISPLAY", &self.name)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}
