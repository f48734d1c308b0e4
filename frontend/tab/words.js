// The words of pages that stand before the application, in the reader's language.

/** Fetches words and says to the page which language they are in; `files` has one path for each. */
export async function words(files) {
  const languages = navigator.languages?.length ? navigator.languages : [navigator.language ?? "vi"];
  const known = languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in files);
  const language = known ?? "vi";
  document.documentElement.lang = language;
  return (await fetch(files[language])).json();
}

/** Makes an element with a text. */
export function line(tag, text, className = tag === "p" ? "measure" : "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
