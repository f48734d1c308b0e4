//! Language and appearance on the document's root element.

use api::{Language, Theme};
use leptos::prelude::*;

use crate::session::Session;

/// Keeps the root element's language and theme as they were chosen.
pub fn follow(session: Session) {
    Effect::new(move || {
        let settings = session.settings();
        let Some(root) = document().document_element() else { return };
        let language = match settings.language {
            Language::Vi => "vi",
            Language::En => "en",
        };
        let _ = root.set_attribute("lang", language);
        let _ = match settings.theme {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::Dark => root.set_attribute("data-theme", "dark"),
        };
    });
}
