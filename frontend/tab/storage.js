// What this browser lets the application keep: asked for at the right moment, told as it is.

/** Asks the browser not to throw the book away when the disk gets full; tells whether it promised. */
export async function keep() {
  const { storage } = navigator;
  return Boolean((await storage.persisted?.()) || (await storage.persist?.()));
}

/** What the browser says of its storage, as JSON; what it does not tell is null. */
export async function told() {
  const { storage } = navigator;
  const [kept, estimate] = await Promise.all([storage.persisted?.() ?? false, storage.estimate?.() ?? {}]);
  const { usage, quota, usageDetails } = estimate;
  const application = usageDetails?.caches;
  const installed = matchMedia("(display-mode: standalone)").matches;
  return JSON.stringify({ kept, installed, usage, quota, application });
}
