//! The relay over real HTTP, on a real folder.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod relay {
    mod application;
    mod blobs;
    mod bundles;
    mod founding;
    mod lifetime;
    mod pulling;
    mod pushing;
    mod restoring;
    mod secure;
    mod support;
    mod trust;
}
