//! Whether things may move.

use leptos::prelude::window;

/// Whether the person has not asked the system for less motion.
pub fn wanted() -> bool {
    let asked = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    !asked.is_some_and(|asked| asked.matches())
}
