// Puts files of the browser's storage aside: kept under another name, never deleted.
//
// SQLite's files lie in `so-sang-kien/.opaque`, each with a head that says which file it is. One
// without such a head is nobody's: damaged, or put there by something else.

const FOLDER = "so-sang-kien";
const FILES = ".opaque";
const ASIDE = "so-sang-kien-aside";

/** Puts one file of the pool aside. */
export async function setAside(name) {
  const [files, aside] = await folders();
  await move(await files.getFileHandle(name), aside);
}

/** Puts everything aside, so that the next start finds nothing. Nobody may have it open. */
export async function setAllAside() {
  const root = await navigator.storage.getDirectory();
  const aside = await root.getDirectoryHandle(ASIDE, { create: true });
  const kind = await kindOf(root, FOLDER);
  if (kind === "file") return move(await root.getFileHandle(FOLDER), aside);
  if (kind === null) return;
  const [files] = await folders();
  for (const handle of await all(files)) if (handle.kind === "file") await move(handle, aside);
}

async function folders() {
  const root = await navigator.storage.getDirectory();
  const pool = await root.getDirectoryHandle(FOLDER);
  const files = await pool.getDirectoryHandle(FILES, { create: true });
  return [files, await root.getDirectoryHandle(ASIDE, { create: true })];
}

async function kindOf(folder, name) {
  for (const handle of await all(folder)) if (handle.name === name) return handle.kind;
  return null;
}

async function all(folder) {
  const handles = [];
  for await (const handle of folder.values()) handles.push(handle);
  return handles;
}

// A name of its own: what was put aside before stays.
function move(file, aside) {
  return file.move(aside, `${crypto.randomUUID()}-${file.name}`);
}
