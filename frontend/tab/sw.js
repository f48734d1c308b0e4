// Starts the application without a network: keeps one whole version and answers from it.
//
// `cargo xtask interface` writes the version before this line:
//   BUNDLE = { version, page: the index by its content's name, files: what is fetched at once,
//              later: what is fetched when it is asked for }
// All names but this one follow from the contents, so a file that an older version has kept is
// copied from there, and a relay that changes meanwhile makes the installation fail as a whole.

const CACHE = `so-sang-kien-${BUNDLE.version}`;
const OURS = /^so-sang-kien-/;

// First parts of paths that are the relay's own.
const ENDPOINTS = ["v1", "healthz", "metrics", "app", "trust"];

addEventListener("install", (event) => event.waitUntil(fill()));

addEventListener("activate", (event) => event.waitUntil(begin()));

// Only a page in which the person agreed says so; until then the older version goes on.
addEventListener("message", ({ data }) => {
  if (data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET") return;
  if (pathname.startsWith("/app/")) event.respondWith(file(request.url));
  else if (request.mode === "navigate" && isPlace(pathname)) event.respondWith(file(BUNDLE.page));
});

async function fill() {
  const wanted = [...BUNDLE.files, ...(await usedBefore())];
  const cache = await caches.open(CACHE);
  await Promise.all(
    wanted.map(async (path) => {
      const answer = (await kept(path)) ?? (await fetch(path));
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await cache.put(path, answer);
    }),
  );
}

// What somebody here asked for of an older version, such as the module for rosters, is wanted of this
// one too: without a network it would be missed.
async function usedBefore() {
  const used = new Set();
  for (const name of (await caches.keys()).filter((name) => OURS.test(name))) {
    const cache = await caches.open(name);
    (await cache.keys()).forEach(({ url }) => used.add(withoutContent(url)));
  }
  return BUNDLE.later.filter((path) => used.has(withoutContent(path)));
}

// A file's path without the part of its name that follows from its contents.
function withoutContent(path) {
  return new URL(path, location).pathname.replace(/-[0-9a-f]{16}\./, ".");
}

async function begin() {
  const old = (await caches.keys()).filter((name) => OURS.test(name) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

async function file(path) {
  const found = await kept(path);
  if (found) return found;
  const answer = await fetch(path);
  if (answer.ok) {
    const copy = answer.clone();
    const cache = await caches.open(CACHE);
    // A full disk is no reason not to show it.
    await cache.put(path, copy).catch(() => {});
  }
  return answer;
}

// The relay tells which packing it chose by what was accepted; what is kept is unpacked.
function kept(path) {
  return caches.match(path, { ignoreVary: true });
}

// The same rule as the relay's: a place has no dot in its last part.
function isPlace(pathname) {
  const parts = pathname.split("/");
  return !ENDPOINTS.includes(parts[1]) && !parts.at(-1).includes(".");
}
