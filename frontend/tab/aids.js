// What the worker's module asks of the browser instead of carrying it along: small pictures of
// photos, and the module that reads rosters and prints slips. Each is called with bytes and a text,
// and promises bytes.

const text = new TextEncoder();

let paper = null;

/**
 * A picture made small: turned as it was taken, and without what the camera wrote into it.
 * `how` is { mime, tries: [[quality in percent, longest side]…], enough: bytes }, the best try first.
 */
export async function preview(bytes, how) {
  const { mime, tries, enough } = JSON.parse(how);
  const picture = await createImageBitmap(new Blob([bytes], { type: mime }), { imageOrientation: "from-image" });
  try {
    let small;
    for (const [quality, side] of tries) {
      small = await draw(picture, quality / 100, side);
      if (small.size <= enough) break;
    }
    return new Uint8Array(await small.arrayBuffer());
  } finally {
    picture.close();
  }
}

/** Fetches the module before it is needed. */
export async function fetchPaper() {
  await fetched();
  return new Uint8Array();
}

/** Reads a roster; gives the JSON of what it is, or of why it is none. */
export async function readRoster(bytes) {
  return text.encode((await fetched()).read_roster(bytes));
}

/** Prints slips, given as JSON; gives a PDF. */
export async function printSlips(_, slips) {
  return (await fetched()).print_slips(slips);
}

async function draw(picture, quality, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const side = (length) => Math.max(1, Math.round(length * scale));
  const canvas = new OffscreenCanvas(side(picture.width), side(picture.height));
  const context = canvas.getContext("2d", { alpha: false });
  // Paper behind what is transparent.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}

function fetched() {
  paper ??= load().catch((error) => {
    // Without a network now; whoever asks next tries again.
    paper = null;
    throw new Error(`not fetched: ${error}`);
  });
  return paper;
}

async function load() {
  const module = await import("/tab/paper.js");
  await module.default({ module_or_path: "/tab/paper_bg.wasm" });
  return module;
}
