// Starts the interface in the window; a file of its own, because the content policy allows no inline
// script. A browser tab starts with `tab/page.js` instead and puts the same object into the page.
import init from "/frontend.js";
import { openPdf } from "/pdf/reader.js";

const host = window.__TAURI__;

// Texts on both sides, as between a tab and its worker: the interface is one module for both.
const text = (value) => (value instanceof Error ? String(value) : JSON.stringify(value));

// Bytes of one piece of a file that the window saves.
const PIECE = 512 * 1024;
let saved = 0;

window.soSangKien = {
  async call(name, request) {
    try {
      return text(await host.core.invoke("call", { name, request: JSON.parse(request) }));
    } catch (error) {
      throw text(error);
    }
  },
  listen(tell) {
    host.event.listen("changed", ({ payload }) => tell(text(payload)));
  },
  openPdf,
  // It is in the window's package.
  expectPdf() {},
  // The window is updated by its installer.
  onUpdate() {},
  // It starts without a network anyway.
  onOnlineOnly() {},
  async takeUpdate() {},
  // A machine keeps its files.
  async storage() {
    return null;
  },
  async keep() {
    return true;
  },
  async setAside() {},
};

// Phones' web views follow no link to a file: there the window asks the person where it goes.
if (window.savesThroughWindow) {
  window.soSangKien.save = async (url, name) => {
    try {
      return (await save(await (await fetch(url)).blob(), name)) === "taken";
    } catch (error) {
      throw text(error);
    }
  };
}

async function save(blob, name) {
  saved += 1;
  let outcome;
  let offset = 0;
  do {
    const bytes = new Uint8Array(await blob.slice(offset, offset + PIECE).arrayBuffer());
    const piece = { file: saved, name, offset, size: blob.size, base64: base64(bytes) };
    outcome = await host.core.invoke("save", piece);
    offset += PIECE;
  } while (outcome === "more");
  return outcome;
}

// In parts, because a function takes only so many arguments.
function base64(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(letters);
}

init({ module_or_path: "/frontend_bg.wasm" });
