//! The relay over real HTTP, on a real folder.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod relay {
    mod application;
    mod blobs;
    mod bundles;
    mod copies;
    mod damage;
    mod founding;
    mod lifetime;
    mod pulling;
    mod pushing;
    mod secure;
    mod strain;
    mod support;
    mod trust;
    mod watching;
}
