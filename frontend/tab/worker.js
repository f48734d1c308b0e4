// The dedicated worker that holds the book: SQLite in this origin's own files, the network, and the
// calls of the contract. Only the tab that leads (`host.js`) has one.
//
// It hears { id, name, request } and { wakeUp }, and says
//   { opened }, or { failed } with why the book cannot be opened
//   { id, answer } or { id, error }
//   { topic } when something became stale
//   { died } when the module broke: nothing it was doing can be counted on, a new worker is needed
import "/tab/keys.js";
import * as aids from "/tab/aids.js";
import { setAside } from "/tab/aside.js";
import init, { call, open, subscribe, woke_up } from "/tab/tab.js";

self.aids = aids;

// The module tells of a panic before it ends; what a call of it was doing is never answered.
self.panicked = (message) => postMessage({ died: message });

const opening = begin();

async function begin() {
  try {
    await init({ module_or_path: "/tab/tab_bg.wasm" });
    await openWithoutStrangers();
    subscribe((topic) => postMessage({ topic }));
    postMessage({ opened: true });
    return true;
  } catch (error) {
    postMessage(isBreak(error) ? { died: String(error) } : { failed: text(error) });
    return false;
  }
}

// A file among the application's own that is none of them keeps everything else closed, and is put
// aside: nothing could be read from it here.
async function openWithoutStrangers() {
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const stranger = strangerOf(error);
      if (!stranger) throw error;
      console.warn("a file that is not the application's is put aside:", stranger);
      await setAside(stranger);
    }
  }
}

// The file that an error of the contract names, if it names one.
function strangerOf(error) {
  try {
    return JSON.parse(error).details.file;
  } catch {
    return undefined;
  }
}

addEventListener("message", async ({ data }) => {
  // Whoever leads has been told why it is not open, and answers for this worker.
  if (!(await opening)) return;
  if (data.wakeUp) return woke_up();
  try {
    postMessage({ id: data.id, answer: await call(data.name, data.request) });
  } catch (error) {
    postMessage(isBreak(error) ? { died: String(error) } : { id: data.id, error: text(error) });
  }
});

// A break inside a task of its own reaches nobody's `catch`.
addEventListener("error", (event) => postMessage({ died: event.message || "no reason" }));
addEventListener("unhandledrejection", ({ reason }) => {
  if (isBreak(reason)) postMessage({ died: String(reason) });
});

// What ends it without a panic, such as a stack that is full.
function isBreak(error) {
  return error instanceof WebAssembly.RuntimeError;
}

// An error of the contract comes as its JSON; anything else is told in its own words.
function text(error) {
  return String(error) || "no reason";
}
