// Looks at a PDF: starts a worker for it, and asks it for pages.

/**
 * Opens a file. Gives { count, sizes, draw(page, width), close() }: sizes are widths and heights of all
 * pages in points, `draw` promises an ImageData. Refuses with "encrypted", "damaged" or "absent".
 */
export async function openPdf(bytes) {
  const worker = new Worker("/pdf/worker.js", { type: "module", name: "pages" });
  const waiting = new Map();
  let asked = 0;
  const end = (reason) => {
    worker.terminate();
    waiting.forEach(({ refuse }) => refuse(reason));
    waiting.clear();
  };
  const ask = (question, transfer = []) =>
    new Promise((answer, refuse) => {
      const id = (asked += 1);
      waiting.set(id, { answer, refuse });
      worker.postMessage({ id, ...question }, transfer);
    });
  worker.addEventListener("message", ({ data }) => {
    const { answer, refuse } = waiting.get(data.id) ?? {};
    waiting.delete(data.id);
    if (data.error) refuse?.(data.error);
    else answer?.(data);
  });
  // Its script is not there.
  worker.addEventListener("error", () => end("absent"));
  try {
    const { count, sizes } = await ask({ open: bytes }, [bytes.buffer]);
    return {
      count,
      sizes,
      async draw(page, width) {
        const drawn = await ask({ draw: page, width });
        return new ImageData(drawn.pixels, drawn.width);
      },
      close: () => end("closed"),
    };
  } catch (reason) {
    end(reason);
    throw reason;
  }
}
