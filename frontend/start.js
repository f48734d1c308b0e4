// Starts the interface in the window; a file of its own, because the content policy allows no inline
// script. A browser tab starts with `tab/page.js` instead and puts the same object into the page.
import init from "/frontend.js";
import { openPdf } from "/pdf/reader.js";

const host = window.__TAURI__;

// Texts on both sides, as between a tab and its worker: the interface is one module for both.
const text = (value) => (value instanceof Error ? String(value) : JSON.stringify(value));

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
  // The window is updated by its installer.
  onUpdate() {},
  async takeUpdate() {},
};

init({ module_or_path: "/frontend_bg.wasm" });
