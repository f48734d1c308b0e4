// Starts the application in a browser tab, or says why it cannot run here.
//
// It puts `window.soSangKien` into the page, as `start.js` does in the window:
//   call(name, request) → a promise of the answer; texts of JSON, also in an error
//   listen(tell)        tells every topic that became stale
//   onUpdate(tell)      tells when a newer version waits, now or later
//   onOnlineOnly(tell)  tells why the browser does not keep the application for offline, if it does not
//   openPdf(bytes)      looks at a PDF (`pdf/reader.js`)
//   expectPdf()         fetches what that needs beforehand, for when there is no network
//   takeUpdate()        takes it, once no call runs any more; the page loads anew
//   storage()           a promise of what the browser says of its storage, as JSON; null in the window
//   keep()              asks the browser to keep the book; a promise of its answer
//   setAside()          puts everything that is kept here aside, where it cannot be opened at all
import { explain, obstacle } from "/tab/explain.js";

// Calls after which there is something on this machine that the browser must not throw away.
const BEGINNINGS = ["join_school", "found_school"];

const PDF = ["/pdf/reader.js", "/pdf/worker.js", "/pdf/pdf.js", "/pdf/pdf_bg.wasm"];
let expected = false;

start();

function expectPdf() {
  if (expected || !navigator.onLine) return;
  expected = true;
  // Behind whatever is loading now. The service worker keeps what passes; without one nothing is gained.
  setTimeout(() => {
    if (navigator.serviceWorker?.controller) PDF.forEach((path) => fetch(path).catch(() => (expected = false)));
  }, 3_000);
}

async function start() {
  const reason = await obstacle();
  if (reason) return explain(reason);
  try {
    await run();
  } catch (error) {
    console.error(error);
    await explain("broken");
  }
}

async function run() {
  // All at once: the interface, and behind `host.js` the worker with the book.
  const module = fetch("/frontend_bg.wasm");
  const [{ call, listen, setAside, wakeUp }, version, { keep, told }, { default: init }] = await Promise.all([
    import("/tab/host.js"),
    import("/tab/version.js"),
    import("/tab/storage.js"),
    import("/frontend.js"),
  ]);
  window.soSangKien = {
    async call(name, request) {
      const answer = await call(name, request);
      // Some browsers ask the person: nobody waits for that.
      if (BEGINNINGS.includes(name)) keep();
      return answer;
    },
    listen,
    onUpdate: version.onUpdate,
    onOnlineOnly: version.onOnlineOnly,
    takeUpdate: version.takeUpdate,
    storage: told,
    keep,
    setAside,
    // Fetched when there is a PDF to be seen, and not before.
    expectPdf,
    openPdf: async (bytes) => {
      const reader = await import("/pdf/reader.js").catch(() => Promise.reject("absent"));
      return reader.openPdf(bytes);
    },
  };
  document.addEventListener("visibilitychange", () => document.hidden || wakeUp());
  addEventListener("online", wakeUp);
  // A browser trusts an application with its storage once it was put on the home screen.
  addEventListener("appinstalled", keep);
  await init({ module_or_path: module });
  document.getElementById("unstarted")?.remove();
  version.followVersions();
}
