//! A display to show the window on: the user's, or one in memory.

use std::process::Command;

use crate::process;
use crate::workspace::Workspace;

/// Whether this session has a display.
pub fn is_there() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Starts what is added to it in a display in memory with a session of its own.
pub fn in_memory(workspace: &Workspace) -> Command {
    let mut command = process::command(workspace, "dbus-run-session");
    command.args(["--", "xvfb-run", "-a", "-s", "-screen 0 1400x1300x24"]);
    // Software drawing, no accessibility bus: neither exists in a display in memory.
    command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("NO_AT_BRIDGE", "1").env("GDK_BACKEND", "x11");
    command.env("CARGO_TARGET_DIR", workspace.target()).env_remove("WAYLAND_DISPLAY");
    command
}
