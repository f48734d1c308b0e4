// What a browser needs for keeping a book, and the plain page that says what is missing.

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
  const languages = navigator.languages?.length ? navigator.languages : [navigator.language ?? "vi"];
  const known = languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "vi" || tag === "en");
  const language = known ?? "vi";
  const file = language === "en" ? "/locales/en/tab.json" : "/locales/vi/tab.json";
  const words = (await (await fetch(file)).json())[reason];
  document.documentElement.lang = language;
  const main = document.createElement("main");
  main.className = "alone stack";
  main.dataset.testid = `obstacle-${reason}`;
  main.append(line("h1", words.title), line("p", words.what), line("p", words.todo));
  if (words.other) main.append(line("p", words.other));
  document.body.replaceChildren(main);
}

function line(tag, text) {
  const element = document.createElement(tag);
  if (tag === "p") element.className = "measure";
  element.textContent = text;
  return element;
}
