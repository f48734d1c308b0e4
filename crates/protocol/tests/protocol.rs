//! What travels, byte for byte.
#![allow(clippy::unwrap_used)]

mod protocol {
    mod bundles;
    mod chunks;
    mod codes;
    mod entrance;
    mod hostile;
    mod properties;
    mod support;
    mod vectors;
}
