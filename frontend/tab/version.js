// Versions: the service worker keeps one whole version for offline; a newer one waits until the
// person agrees, and is taken when no call runs, in all tabs at once.
import { settle } from "/tab/host.js";

/** How often a tab that stays open asks for a newer version. */
const HOUR = 3_600_000;
/** How long taking over may take; then everything goes on as it was. */
const PATIENCE = 8_000;

let waiting = null;
let tell = null;
let registration = null;

/** Why the application is not kept for offline: `untrusted`, `unsupported`, or null while it is. */
let onlineOnly = null;
let tellOnlineOnly = null;

/** Tells when a newer version waits, now or later; the last one who asked is told. */
export function onUpdate(listener) {
  tell = listener;
  if (waiting) tell();
}

/** Tells why the application is not kept for offline, now or later; the last one who asked is told. */
export function onOnlineOnly(listener) {
  tellOnlineOnly = listener;
  if (onlineOnly) tellOnlineOnly(onlineOnly);
}

function notKept(reason) {
  onlineOnly = reason;
  tellOnlineOnly?.(reason);
}

/** Takes the version that waits, or that the relay has now, once no call runs. The page loads anew; it
 *  returns only where that takes too long. */
export async function takeUpdate() {
  if (!waiting) await lookNow();
  if (!waiting) return location.reload();
  await settle();
  waiting.postMessage("take over");
  await new Promise((resolve) => setTimeout(resolve, PATIENCE));
}

/** Keeps this version for offline and looks for newer ones. */
export async function followVersions() {
  const keeper = navigator.serviceWorker;
  if (!keeper) return notKept("unsupported");
  // The first version takes the page over as it is; a later one comes with pages of its own.
  let hadOne = Boolean(keeper.controller);
  keeper.addEventListener("controllerchange", () => {
    if (hadOne) location.reload();
    hadOne = true;
  });
  try {
    registration = await keeper.register("/sw.js", { updateViaCache: "none" });
  } catch (error) {
    // Without it the application needs the relay to start, and nothing else is lost. An earlier
    // version that is kept still starts.
    console.warn("this browser does not keep the application:", error);
    if (keeper.controller) return;
    // A certificate that a person was warned of and went on: said so by the name of the error. Any
    // other failure may be the network's, and passes.
    if (error.name === "SecurityError") return notKept("untrusted");
    addEventListener("online", followVersions, { once: true });
    return;
  }
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  look();
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < HOUR) return;
    asked = Date.now();
    // Offline is normal: another time.
    registration.update().catch(() => {});
  });
}

function look() {
  if (registration.waiting && navigator.serviceWorker.controller) {
    waiting = registration.waiting;
    tell?.();
  }
}

/** Asks the relay for a newer version and waits until it is here; where there is none, for nothing. */
async function lookNow() {
  try {
    await registration?.update();
    const coming = registration?.installing;
    if (coming) await new Promise((resolve) => coming.addEventListener("statechange", resolve, { once: true }));
    look();
  } catch {
    // Without a network the version that is here stays.
  }
}
