//! Opens the window; everything else is in the library, which phones start by another door.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> anyhow::Result<()> {
    window::start()
}
