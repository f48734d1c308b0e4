//! Gives files names that follow from their contents, and puts these names where others mention them.
//!
//! A file is mentioned by its path in quotes (`"/tab/worker.js"`), or from its own folder
//! (`'./snippets/a.js'`, as the binding generator writes). A name changes with everything that the
//! file mentions, so a browser may keep each for ever.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

/// Contents by paths that begin with a slash.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Files under their names by content.
#[derive(Debug, Default)]
pub struct Linked {
    /// The new name of each old path.
    pub names: BTreeMap<String, String>,
    /// Contents by new names.
    pub files: Files,
}

/// Where named files are served.
const FOLDER: &str = "/app";
/// Digits of a hash in a name: 64 bits, against mistakes and not against attackers.
const DIGITS: usize = 16;
/// Endings of files that may mention others.
const TEXT: &[&str] = &["css", "html", "js", "json", "webmanifest"];
/// What is mentioned below these folders must be there.
const OURS: &[&str] = &["/tab/", "/pdf/", "/icons/", "/fonts/", "/locales/"];
const QUOTES: [char; 2] = ['"', '\''];

/// Names all files, those first that mention no others.
pub fn link(sources: Files) -> Result<Linked> {
    let paths: Vec<String> = sources.keys().cloned().collect();
    let mut linked = Linked::default();
    let mut waiting = BTreeMap::new();
    for (path, bytes) in sources {
        let mentioned = mentioned(&path, &bytes, &paths)?;
        waiting.insert(path, (bytes, mentioned));
    }
    while !waiting.is_empty() {
        let (ready, rest): (BTreeMap<_, _>, BTreeMap<_, _>) = waiting
            .into_iter()
            .partition(|(_, (_, mentioned))| mentioned.iter().all(|path| linked.names.contains_key(*path)));
        let names: Vec<&String> = rest.keys().collect();
        ensure!(!ready.is_empty(), "these files mention each other in a circle: {names:?}");
        for (path, (bytes, mentioned)) in ready {
            let bytes = replace(&path, bytes, &mentioned, &linked.names)?;
            let name = name(&path, &bytes);
            linked.names.insert(path, name.clone());
            linked.files.insert(name, bytes);
        }
        waiting = rest;
    }
    Ok(linked)
}

/// The first digits of a content's BLAKE3.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..DIGITS].to_owned()
}

/// Which of the paths a file mentions.
fn mentioned<'a>(path: &str, bytes: &[u8], paths: &'a [String]) -> Result<Vec<&'a str>> {
    if !is_text(path) {
        return Ok(Vec::new());
    }
    let text = std::str::from_utf8(bytes).with_context(|| format!("{path} is no text"))?;
    let others = paths.iter().map(String::as_str).filter(|other| *other != path);
    Ok(others.filter(|other| spellings(path, other).iter().any(|mention| text.contains(mention))).collect())
}

fn replace(
    path: &str,
    bytes: Vec<u8>,
    mentioned: &[&str],
    names: &BTreeMap<String, String>,
) -> Result<Vec<u8>> {
    if !is_text(path) {
        return Ok(bytes);
    }
    let mut text = String::from_utf8(bytes).with_context(|| format!("{path} is no text"))?;
    for other in mentioned {
        for mention in spellings(path, other) {
            text = text.replace(&mention, &format!("\"{}\"", names[*other]));
        }
    }
    for (folder, quote) in OURS.iter().flat_map(|folder| QUOTES.map(|quote| (folder, quote))) {
        let rest = text.split_once(&format!("{quote}{folder}")).map(|(_, rest)| rest);
        let missing = rest.and_then(|rest| rest.split(quote).next());
        ensure!(
            missing.is_none(),
            "{path} mentions {folder}{}, which is not there",
            missing.unwrap_or_default()
        );
    }
    Ok(text.into_bytes())
}

/// How a file may spell the path of another.
fn spellings(path: &str, other: &str) -> Vec<String> {
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    let near = other.strip_prefix(folder).map(|rest| format!("./{rest}"));
    let paths = std::iter::once(other.to_owned()).chain(near);
    paths.flat_map(|path| QUOTES.map(|quote| format!("{quote}{path}{quote}"))).collect()
}

fn name(path: &str, bytes: &[u8]) -> String {
    let file = path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "bin"));
    format!("{FOLDER}/{stem}-{}.{ending}", hash(bytes))
}

/// Whether a file may mention others, and is worth packing.
pub fn is_text(path: &str) -> bool {
    TEXT.contains(&ending(path))
}

/// The ending of a file's name, without its dot.
pub fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}
