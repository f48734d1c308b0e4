// Leads a device to https: looks whether it trusts the relay already, and says what to do where not.
//
// It comes from `explain.js`, or from a person who typed the address:
//   /trust?to=/review#SSK1:…    goes on there as soon as https works
import { line, words } from "/tab/words.js";

/** How long https may take to answer before that counts as a no. */
const PATIENCE = 6_000;

const wanted = new URLSearchParams(location.search).get("to");
/** Where to go on; never anything but a place of the same relay. */
const onward = (wanted?.startsWith("/") ? wanted : "/") + location.hash;

const HERE = `https://${location.host}`;

start();

async function start() {
  const [said, facts] = await Promise.all([
    words({ vi: "/locales/vi/trust.json", en: "/locales/en/trust.json" }),
    fetch("/trust/facts").then((answer) => answer.json()),
  ]);
  const page = new Page(said, facts);
  await page.look();
  // Who comes back from the device's settings need not press anything.
  document.addEventListener("visibilitychange", () => document.hidden || page.look());
}

/** Which https address this device opens without a warning, or null. */
async function trusted(addresses) {
  if (location.protocol === "https:") return (await isKept()) ? location.origin : null;
  // This machine's own address needs no https.
  if (self.isSecureContext) return location.origin;
  for (const address of addresses) {
    try {
      const answer = await fetch(`${address}/trust/works`, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) return address;
    } catch {
      // Not trusted, or not reached: the next one.
    }
  }
  return null;
}

/** Who went on in spite of a warning has https too, but a browser does not keep the application then. */
async function isKept() {
  try {
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    return true;
  } catch {
    return false;
  }
}

/** Which steps are most likely this device's. */
function device() {
  const { userAgent, maxTouchPoints } = navigator;
  if (/Android/.test(userAgent)) return "android";
  // An iPad says that it is a Macintosh, which has no touch screen.
  if (/iPad|iPhone/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return "ipad";
  return /Windows/.test(userAgent) ? "windows" : "other";
}

class Page {
  #said;
  #facts;
  #state;
  #looking = false;

  constructor(said, facts) {
    this.#said = said;
    this.#facts = facts;
    document.title = said.title;
    this.#state = document.createElement("div");
    this.#state.className = "page pad stack-s";
    this.#state.setAttribute("role", "status");
    const main = document.createElement("main");
    main.className = "alone stack";
    main.dataset.testid = "trust";
    main.append(line("h1", said.title), line("p", said.what), this.#state);
    if (facts.authority) main.append(this.#steps(), this.#without());
    main.append(this.#elsewhere());
    document.body.replaceChildren(main);
  }

  /** Looks whether https works now, and says so or goes there. */
  async look() {
    if (this.#looking) return;
    this.#looking = true;
    this.#show("looking", line("p", this.#said.looking));
    const address = await trusted([...new Set([HERE, this.#facts.secure])]);
    this.#looking = false;
    if (address && wanted) return location.replace(address + onward);
    if (address) return this.#show("trusted", line("p", this.#said.trusted), this.#open(address));
    const again = line("button", this.#said.again, "trust-act");
    again.type = "button";
    again.addEventListener("click", () => this.look());
    const said = this.#facts.authority ? this.#said.untrusted : this.#said.unreached;
    this.#show("untrusted", line("p", said), again);
  }

  #show(state, ...parts) {
    this.#state.dataset.testid = `trust-${state}`;
    this.#state.replaceChildren(...parts);
  }

  #open(address) {
    const open = line("a", this.#said.open, "trust-act trust-act--main");
    open.href = address + onward;
    open.dataset.testid = "trust-open";
    return open;
  }

  #steps() {
    const section = document.createElement("section");
    section.className = "page pad stack-s";
    const fingerprint = line("p", this.#facts.authority, "trust-fingerprint");
    fingerprint.dataset.testid = "fingerprint";
    section.append(
      line("h2", this.#said.steps),
      line("p", this.#said.bounds),
      line("h3", this.#said.fingerprint),
      line("p", this.#said.compare),
      fingerprint,
    );
    const files = { android: "crt", ipad: "mobileconfig", windows: "crt", other: "pem" };
    for (const [name, ending] of Object.entries(files)) section.append(this.#device(name, ending));
    return section;
  }

  #device(name, ending) {
    const said = this.#said[name];
    const details = document.createElement("details");
    details.className = "trust-device";
    details.open = name === device();
    const file = line("a", said.file, "trust-act");
    file.href = `/trust/authority.${ending}`;
    file.dataset.testid = `trust-file-${name}`;
    const steps = document.createElement("ol");
    steps.append(...said.steps.map((step) => line("li", step)));
    details.append(line("summary", said.title), file, steps);
    return details;
  }

  #without() {
    const section = document.createElement("section");
    section.className = "page pad stack-s";
    const link = line("a", `${HERE}${onward.split("#")[0]}`, "trust-link");
    link.href = HERE + onward;
    link.dataset.testid = "trust-without";
    section.append(line("h2", this.#said.without.title), line("p", this.#said.without.what));
    section.append(line("p", this.#said.without.meaning), link);
    return section;
  }

  #elsewhere() {
    const section = document.createElement("section");
    section.className = "page pad stack-s";
    const picture = document.createElement("img");
    picture.className = "trust-qr";
    picture.src = "/trust/qr.svg";
    picture.alt = this.#said.elsewhere.qr;
    const address = line("p", this.#facts.open, "code");
    section.append(line("h2", this.#said.elsewhere.title), line("p", this.#said.elsewhere.what), address, picture);
    return section;
  }
}
