// Starts the interface; a file of its own, because the content policy allows no inline script.
import init from "/frontend.js";

init({ module_or_path: "/frontend_bg.wasm" });
