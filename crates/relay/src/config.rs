//! What a relay is started with.

use crate::application::Application;
use protocol::limits;
use std::path::PathBuf;

/// How much of the disk stays free unless the operator says otherwise.
const RESERVE: u64 = 64 * 1024 * 1024;

/// How much a member's files may take unless the operator says otherwise.
const MEMBER_FILES: u64 = 4 * 1024 * 1024 * 1024;

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
    /// How it shows itself over https.
    pub https: Https,
}

/// How a relay shows itself over https; by default with an authority of its own.
#[derive(Clone, Debug, Default)]
pub struct Https {
    /// Names and addresses that people use beside what the machine knows of itself; the first is told
    /// to them.
    pub names: Vec<String>,
    /// The school's own certificate, in place of the relay's.
    pub own: Option<OwnCertificate>,
}

/// A certificate that somebody else keeps up to date, with its key; both in PEM form.
#[derive(Clone, Debug)]
pub struct OwnCertificate {
    /// The certificate, and those between it and an authority that browsers know.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How much is taken: envelopes of a device (protocol section 18), files, and room on the disk.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many envelopes a device may send at once.
    pub burst: u32,
    /// How many a second, after that.
    pub rate: u32,
    /// How many bytes of files each member may keep here; nothing for no limit.
    pub member_files: Option<u64>,
    /// How many bytes of files each school may keep here; nothing for no limit.
    pub school_files: Option<u64>,
    /// How many bytes of the disk stay free, so that sessions and everything small still find room
    /// when nothing new is taken any more.
    pub reserve: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            burst: limits::BURST,
            rate: limits::RATE,
            member_files: Some(MEMBER_FILES),
            school_files: None,
            reserve: RESERVE,
        }
    }
}
