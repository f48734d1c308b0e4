//! The relay over real HTTP, on a real folder.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod relay {
    mod application;
    mod blobs;
    mod bundles;
    #[cfg(target_os = "linux")]
    mod clocks;
    mod copies;
    mod damage;
    #[cfg(unix)]
    mod ending;
    mod formats;
    mod founding;
    mod giving;
    mod joining;
    mod keys;
    mod lifetime;
    mod limits;
    mod packaging;
    mod pulling;
    mod pushing;
    mod quotas;
    mod restoring;
    mod revoking;
    mod secure;
    mod settings;
    mod strain;
    mod support;
    mod trust;
    mod watching;
}
