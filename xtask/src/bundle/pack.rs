//! Packs the files beforehand, so that the relay only sends bytes: brotli for https, gzip for http.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Context, Result, anyhow};
use serde_json::json;

use super::link::{self, Files};
use super::{INDEX, WORKER, is_for_a_first_visit};

/// Everything that the relay carries.
pub struct Bundle {
    /// Changes with any file.
    pub version: String,
    /// Contents by paths without a slash at the beginning.
    pub files: Files,
}

/// The list for people and the bench; the relay does not serve it.
const LIST: &str = "files.json";

/// How a file is packed.
#[derive(Clone, Copy, Debug)]
enum Packing {
    Plain,
    Brotli,
    Gzip,
}

impl Packing {
    /// Which forms of a file there are; pictures and fonts are packed by themselves.
    fn of(path: &str) -> &'static [Self] {
        if link::is_text(path) || matches!(link::ending(path), "wasm" | "svg") {
            &[Self::Brotli, Self::Gzip]
        } else {
            &[Self::Plain]
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    fn pack(self, bytes: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Plain => Ok(bytes.to_vec()),
            Self::Brotli => {
                let mut packed = Vec::new();
                let quality =
                    brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
                let mut bytes = bytes;
                brotli::BrotliCompress(&mut bytes, &mut packed, &quality)?;
                Ok(packed)
            }
            Self::Gzip => {
                let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
                packing.write_all(bytes)?;
                Ok(packing.finish()?)
            }
        }
    }
}

/// One form of one file.
struct Job<'a> {
    path: PathBuf,
    bytes: &'a [u8],
    packing: Packing,
}

/// Writes the bundle into its folder. What is there already stays untouched, down to its time, so
/// that the relay is built again only when something changed; what belongs to no file goes.
pub fn write(folder: &Path, bundle: &Bundle) -> Result<()> {
    let jobs: Vec<Job> = bundle.files.iter().flat_map(|(name, bytes)| jobs(folder, name, bytes)).collect();
    let mut expected: BTreeSet<PathBuf> = jobs.iter().map(|job| job.path.clone()).collect();
    expected.insert(folder.join(LIST));
    // A name by content that is there has that content.
    let is_new = |job: &Job| !job.path.exists() || is_kept_by_name(folder, &job.path);
    work_off(jobs.into_iter().filter(is_new).collect())?;
    remove_others(folder, &expected)?;
    let list = list(folder, bundle)?;
    put(&folder.join(LIST), format!("{list:#}\n").as_bytes())?;
    let first = list["first_visit_brotli"].as_u64().unwrap_or_default();
    println!("  {}: {} files, {} kB for a first visit", folder.display(), bundle.files.len(), first / 1000);
    Ok(())
}

fn jobs<'a>(folder: &Path, name: &str, bytes: &'a [u8]) -> Vec<Job<'a>> {
    let job = |packing: Packing| {
        let path = folder.join(format!("{name}{}", packing.ending()));
        Job { path, bytes, packing }
    };
    Packing::of(name).iter().copied().map(job).collect()
}

/// Whether a file keeps its name from version to version.
fn is_kept_by_name(folder: &Path, path: &Path) -> bool {
    path.parent() == Some(folder)
}

/// Packs and writes, on every core: the two large modules take most of the time.
fn work_off(jobs: Vec<Job>) -> Result<()> {
    let queue = Mutex::new(jobs.into_iter());
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| work(&queue))).collect();
        let mut ended = workers.into_iter().map(ScopedJoinHandle::join);
        ended.try_for_each(|end| end.unwrap_or_else(|_| Err(anyhow!("packing broke off"))))
    })
}

fn work<'a>(queue: &Mutex<impl Iterator<Item = Job<'a>>>) -> Result<()> {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(job) = next else { return Ok(()) };
        put(&job.path, &job.packing.pack(job.bytes)?)?;
    }
}

/// Writes a file whole or not at all, and only if it is another one.
fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    let folder = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path).with_context(|| format!("cannot write {}", path.display()))
}

/// Removes what an older version left.
fn remove_others(folder: &Path, expected: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_others(&entry.path(), expected)?;
        } else if !expected.contains(&entry.path()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// What is there and how large it is on its way.
fn list(folder: &Path, bundle: &Bundle) -> Result<serde_json::Value> {
    let mut first_visit = 0;
    let mut files = Vec::new();
    for (name, bytes) in &bundle.files {
        let mut file = json!({ "path": format!("/{name}"), "bytes": bytes.len() });
        let mut sent = 0;
        for packing in Packing::of(name) {
            let size = fs::metadata(folder.join(format!("{name}{}", packing.ending())))?.len();
            match packing {
                Packing::Plain => sent = size,
                Packing::Brotli => {
                    sent = size;
                    file["brotli"] = size.into();
                }
                Packing::Gzip => file["gzip"] = size.into(),
            }
        }
        // The page is fetched by its place, and by its content's name for the service worker.
        let is_first = name == INDEX || name == WORKER || is_for_a_first_visit(name);
        file["first_visit"] = is_first.into();
        first_visit += if is_first { sent } else { 0 };
        files.push(file);
    }
    Ok(json!({ "version": bundle.version, "first_visit_brotli": first_visit, "files": files }))
}
