// What a browser needs for keeping a book, and the plain page that says what is missing.
import { line, words } from "/tab/words.js";

/** Why this page cannot keep a book: a word of `locales/…/tab.json`, or null. */
export async function obstacle() {
  // Plain http: a browser offers nothing to keep a book in, so the others need not be asked for.
  if (!self.isSecureContext) return "insecure";
  const wanted = [navigator.locks, navigator.storage?.getDirectory, self.BroadcastChannel, self.Worker];
  if (!wanted.every(Boolean)) return "old";
  try {
    await navigator.storage.getDirectory();
  } catch {
    return "private";
  }
  return null;
}

/** Shows what happened, what is safe and what to do, instead of the application. */
export async function explain(reason) {
  // There is a page that leads to https. The code of an invitation, behind the `#`, goes with it, and
  // with neither of them to the relay.
  if (reason === "insecure") {
    const { pathname, search, hash } = location;
    return location.replace(`/trust?to=${encodeURIComponent(pathname + search)}${hash}`);
  }
  const said = (await words({ vi: "/locales/vi/tab.json", en: "/locales/en/tab.json" }))[reason];
  const main = document.createElement("main");
  main.className = "alone stack";
  main.dataset.testid = `obstacle-${reason}`;
  main.append(line("h1", said.title), line("p", said.what), line("p", said.todo));
  if (said.other) main.append(line("p", said.other));
  document.body.replaceChildren(main);
}
