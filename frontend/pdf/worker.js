// The dedicated worker that draws pages of a PDF. It hears { id, open: bytes } and
// { id, draw: page, width }, and says { id, ... } with the answer, or { id, error } with a reason.
import init, { Paper } from "/pdf/pdf.js";

const ready = init({ module_or_path: "/pdf/pdf_bg.wasm" });
let paper = null;

addEventListener("message", async ({ data }) => {
  const { id } = data;
  try {
    await ready;
  } catch (error) {
    // It was never fetched, and there is no network now.
    return postMessage({ id, error: "absent" });
  }
  try {
    const answer = data.open ? open(data.open) : draw(data.draw, data.width);
    postMessage({ id, ...answer }, answer.pixels ? [answer.pixels.buffer] : []);
  } catch (error) {
    postMessage({ id, error: typeof error === "string" ? error : "damaged" });
  }
});

function open(bytes) {
  paper = new Paper(bytes);
  return { count: paper.count(), sizes: paper.sizes() };
}

function draw(page, width) {
  const drawn = paper.draw(page, width);
  if (!drawn) throw "damaged";
  const answer = { width: drawn.width(), pixels: new Uint8ClampedArray(drawn.take().buffer) };
  drawn.free();
  return answer;
}
