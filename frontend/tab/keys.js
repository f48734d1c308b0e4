// The keys of this browser's devices: WebCrypto makes and uses them and gives none of them out, and
// IndexedDB keeps them beside the book, in the same storage of this origin.
//
// A device is named by its public key in hex and has two keys: `sign` (Ed25519), and `wrap` (AES-GCM),
// which encrypts the one secret that lies in the book. The module of the application asks by
// `self.deviceKeys`; everything answers with a promise.
const DATABASE = "so-sang-kien-keys";
const STORE = "devices";

const ED25519 = { name: "Ed25519" };
const AES = { name: "AES-GCM", length: 256 };
const NONCE = 12;
/** What stands before a seed in PKCS #8 (RFC 8410). */
const PKCS8 = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/** Keys that were looked up: they need not be asked for with every signature. */
const known = new Map();

self.deviceKeys = {
  /** Whether this browser makes such keys. */
  async keepsKeys() {
    return (await newPair()) !== null;
  },

  /** Makes a device and gives its public key; null where the browser knows no such keys. */
  async make() {
    const pair = await newPair();
    if (!pair) return null;
    const device = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    await keep(hex(device), pair.privateKey);
    return device;
  },

  /** Takes a device whose seed lay in the book; false where the browser knows no such keys. */
  async take(device, seed) {
    const pkcs8 = new Uint8Array([...PKCS8, ...seed]);
    const sign = await orNull(crypto.subtle.importKey("pkcs8", pkcs8, ED25519, false, ["sign"]));
    pkcs8.fill(0);
    if (sign) await keep(device, sign);
    return sign !== null;
  },

  async has(device) {
    return (await find(device)) !== null;
  },

  /** Signs; null where the key is gone. */
  async sign(device, message) {
    const keys = await find(device);
    return keys && new Uint8Array(await crypto.subtle.sign(ED25519, keys.sign, message));
  },

  async wrap(device, secret) {
    const keys = await find(device);
    const iv = crypto.getRandomValues(new Uint8Array(NONCE));
    const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, keys.wrap, secret);
    return new Uint8Array([...iv, ...new Uint8Array(text)]);
  },

  async unwrap(device, wrapped) {
    const keys = await find(device);
    const iv = wrapped.slice(0, NONCE);
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, keys.wrap, wrapped.slice(NONCE)));
  },

  async forget(device) {
    known.delete(device);
    await inStore("readwrite", (store) => store.delete(device));
  },

  /** Removes every key, and the database. */
  async forgetAll() {
    known.clear();
    await answer(indexedDB.deleteDatabase(DATABASE));
  },
};

function newPair() {
  return orNull(crypto.subtle.generateKey(ED25519, false, ["sign", "verify"]));
}

/** Nothing instead of a refusal that says that the browser knows no such keys. */
async function orNull(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error.name === "NotSupportedError" || error instanceof TypeError) return null;
    throw error;
  }
}

async function keep(device, sign) {
  const wrap = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  await inStore("readwrite", (store) => store.put({ sign, wrap }, device));
}

async function find(device) {
  if (!known.has(device)) {
    const keys = await inStore("readonly", (store) => store.get(device));
    if (!keys) return null;
    known.set(device, keys);
  }
  return known.get(device);
}

/** Does one thing in the store; what it wrote is on the disk when this resolves. */
async function inStore(mode, act) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await answer(opening);
  try {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const request = act(transaction.objectStore(STORE));
    await done;
    return request.result;
  } finally {
    database.close();
  }
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
