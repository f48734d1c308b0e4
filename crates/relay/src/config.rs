//! What a relay is started with.

use crate::application::Application;
use protocol::limits;
use std::path::PathBuf;

/// Where a relay keeps its data and listens, and how much it lets through.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder; it is made where it is missing.
    pub data: PathBuf,
    /// The address to listen on, such as `0.0.0.0:8440`; port 0 takes a free one.
    pub listen: String,
    /// How many schools may be founded here.
    pub schools: usize,
    /// How much a device may send.
    pub limits: Limits,
    /// What browsers load from here.
    pub application: Application,
}

/// How many envelopes a device may send (protocol section 18).
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At once.
    pub burst: u32,
    /// A second, after that.
    pub rate: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { burst: limits::BURST, rate: limits::RATE }
    }
}
