//! `ssk`.
fn main() {}
