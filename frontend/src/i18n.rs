//! The texts of `locales/`, as code whose keys the compiler checks, and the language in use.

#[allow(clippy::all, clippy::pedantic, missing_docs, dead_code, unused)]
mod written {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}

pub use leptos_i18n::td_string;
pub use written::i18n::*;

use leptos::prelude::{provide_context, use_context};

/// The language of everything below the component that provides it.
#[derive(Clone, Copy)]
struct Language(Locale);

/// Sets the language for the components below; the application is built anew when it changes.
pub fn provide_locale(locale: Locale) {
    provide_context(Language(locale));
}

/// Gives the language in use, for `td_string!(lang, namespace.key)`.
pub fn use_locale() -> Locale {
    use_context::<Language>().map_or(Locale::vi, |language| language.0)
}
