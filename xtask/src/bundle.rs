//! The application as a browser loads it: the interface, the worker that holds the book, and what
//! ties them together; named by their contents, packed, ready for the relay to carry inside.
//!
//! `relay`'s build script takes the folder as it is. `files.json` beside the files tells their sizes.

mod link;
mod pack;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::module;
use crate::toolchain::{self, WasmCompiler};
use crate::workspace::Workspace;
use link::{Files, Linked};
use pack::Bundle;

/// The page, which every place of the application is.
const PAGE: &str = "/tab/index.html";
/// The page that leads a device to https.
const TRUST: &str = "/tab/trust.html";
/// The only other file that keeps its name.
const SERVICE_WORKER: &str = "/tab/sw.js";
/// Which the relay serves at these paths.
const INDEX: &str = "index.html";
const TRUSTED: &str = "trust.html";
const WORKER: &str = "sw.js";

/// The languages whose words the page itself says.
const LANGUAGES: [&str; 2] = ["vi", "en"];
/// Files with places for words and colours.
const TEMPLATES: [&str; 3] = [PAGE, TRUST, "/tab/manifest.webmanifest"];
const ICONS: [&str; 4] = ["192x192.png", "icon.png", "maskable-512.png", "touch-180.png"];

/// The modules beside the interface: the worker, and what is fetched when it is first asked for.
const MODULES: [&str; 2] = ["tab", "paper"];

/// Files that a first visit does not fetch: letters of other languages, the system's icons, what
/// stands before https, what looks at a PDF, and what only those who keep the roster need.
const LATER: [&str; 6] = ["-latin-ext-", ".png", "trust", "/pdf", "/paper-", "/paper_bg-"];

/// Where the bundle lies, and where the relay's build script looks for it.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("tab-bundle")
}

/// Builds the bundle, unless this machine has no C compiler for it: everything else works without.
pub fn build_where_possible(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    if toolchain::clang().is_some() {
        return build(workspace, compiler);
    }
    println!("… no clang with llvm-ar here, which SQLite in a browser needs: the relay is built without");
    println!("  the application for tablets; everything else is as it should be");
    Ok(())
}

/// Builds the worker and puts the bundle together. The interface must have been built before.
pub fn build(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    // Each for itself: what one has compiled in, the other would have too.
    let bindings: Vec<PathBuf> =
        MODULES.iter().map(|name| module::build(workspace, compiler, name, name)).collect::<Result<_>>()?;
    let mut files = sources(workspace.root(), &bindings)?;
    let worker =
        files.remove(SERVICE_WORKER).with_context(|| format!("frontend{SERVICE_WORKER} is missing"))?;
    let bundle = assemble(link::link(files)?, &String::from_utf8(worker)?)?;
    pack::write(&folder(workspace), &bundle)
}

/// Reads every file, by the path that the others mention it by.
fn sources(root: &Path, bindings: &[PathBuf]) -> Result<Files> {
    let mut files = Files::new();
    let dist = root.join("frontend/dist");
    let from_dist = |path: &str| {
        // The window starts otherwise.
        path != "/start.js" && matches!(link::ending(path), "js" | "wasm" | "svg" | "woff2")
    };
    collect(&mut files, &dist, "", &from_dist)?;
    for folder in bindings {
        collect(&mut files, folder, "/tab", &|path| matches!(link::ending(path), "js" | "wasm"))?;
    }
    collect(&mut files, &root.join("frontend/tab"), "/tab", &|_| true)?;
    files.insert("/style.css".to_owned(), style(&dist)?);
    for icon in ICONS {
        files.insert(format!("/icons/{icon}"), read(&root.join("icons").join(icon))?);
    }
    let mut blanks = colours(&fs::read_to_string(root.join("frontend/styles/tokens.css"))?)?;
    for language in LANGUAGES {
        let path = format!("/locales/{language}/tab.json");
        let text = read(&root.join(format!("frontend{path}")))?;
        blanks.push((format!("{{{language} unstarted}}"), unstarted(&text)?));
        files.insert(path, text);
        let path = format!("/locales/{language}/trust.json");
        files.insert(path.clone(), read(&root.join(format!("frontend{path}")))?);
    }
    for template in TEMPLATES {
        let text = files.get_mut(template).with_context(|| format!("frontend{template} is missing"))?;
        *text = fill(&String::from_utf8(std::mem::take(text))?, &blanks).into_bytes();
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Collects the wanted files of a folder, with paths below `at`.
fn collect(files: &mut Files, folder: &Path, at: &str, wanted: &dyn Fn(&str) -> bool) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let path = format!("{at}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(files, &entry.path(), &path, wanted)?;
        } else if wanted(&path) {
            files.insert(path, read(&entry.path())?);
        }
    }
    Ok(())
}

/// All style sheets in the order of the window's page, as one file: one request instead of forty.
fn style(dist: &Path) -> Result<Vec<u8>> {
    let page = fs::read_to_string(dist.join("index.html")).context("the interface is not built yet")?;
    let mut style = Vec::new();
    for link in page.split("<link").filter(|link| link.contains("rel=\"stylesheet\"")) {
        let (_, rest) = link.split_once("href=\"/").context("a style sheet of the page has no address")?;
        let sheet = rest.split('"').next().unwrap_or_default();
        style.extend(read(&dist.join(sheet))?);
        style.push(b'\n');
    }
    ensure!(!style.is_empty(), "frontend/dist/index.html names no style sheets");
    Ok(style)
}

/// The colours of the page outside of style sheets: `{--paper}` and `{--paper dark}`.
fn colours(tokens: &str) -> Result<Vec<(String, String)>> {
    let token = |text: &str| {
        let (_, rest) = text.split_once("--paper:")?;
        Some(rest.split(';').next()?.trim().to_owned())
    };
    let dark = tokens.split_once("[data-theme=\"dark\"]").and_then(|(_, rest)| token(rest));
    let light = token(tokens);
    let missing = "tokens.css has no --paper for light and dark";
    Ok(vec![
        ("{--paper}".to_owned(), light.context(missing)?),
        ("{--paper dark}".to_owned(), dark.context(missing)?),
    ])
}

/// The sentence that a page says where its script does not run.
fn unstarted(words: &[u8]) -> Result<String> {
    let words: Value = serde_json::from_slice(words)?;
    let sentence = words["unstarted"].as_str().context("tab.json has no `unstarted`")?;
    ensure!(!sentence.contains(['<', '&']), "`unstarted` stands in HTML as it is");
    Ok(sentence.to_owned())
}

fn fill(text: &str, blanks: &[(String, String)]) -> String {
    blanks.iter().fold(text.to_owned(), |text, (blank, word)| text.replace(blank, word))
}

/// Adds the files that keep their names: the pages, and the service worker with its list.
fn assemble(linked: Linked, worker: &str) -> Result<Bundle> {
    let named = |page: &str| linked.names.get(page).with_context(|| format!("frontend{page} is missing"));
    let (page, trust) = (named(PAGE)?, named(TRUST)?);
    let names: Vec<&str> = linked.files.keys().map(String::as_str).collect();
    let version = link::hash(names.join("\n").as_bytes());
    let (at_once, later): (Vec<&str>, Vec<&str>) =
        names.iter().copied().partition(|name| is_for_a_first_visit(name));
    let list = json!({ "version": version, "page": page, "files": at_once, "later": later });
    let mut files = Files::new();
    files.insert(WORKER.to_owned(), format!("const BUNDLE = {list};\n{worker}").into_bytes());
    files.insert(INDEX.to_owned(), linked.files[page].clone());
    files.insert(TRUSTED.to_owned(), linked.files[trust].clone());
    let hashed =
        linked.files.into_iter().map(|(name, bytes)| (name.trim_start_matches('/').to_owned(), bytes));
    files.extend(hashed);
    Ok(Bundle { version, files })
}

/// Whether a browser keeps a file from its first visit on.
fn is_for_a_first_visit(name: &str) -> bool {
    !LATER.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests;
