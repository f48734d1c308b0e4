// The leader's side of the worker: starts it, hands calls over, starts another when one breaks.
import { setAllAside } from "/tab/aside.js";

/** A call that is none: it is answered once no other runs. */
export const SETTLE = "(settle)";

/** A call that is none: what is kept here is put aside, and a worker starts without it. */
export const ASIDE = "(aside)";

/** How long no call may run before that counts as calm: one call of a page often follows another. */
const CALM = 300;
/** How long calls are held back after calm was told; by then the page has loaded anew. */
const HOLD = 10_000;
/** How often opening is tried with a new worker; each waits for the files of a tab that just closed. */
const TRIES = 3;
const PAUSE = 300;

/** An error of the contract that the application itself had no chance to make. */
export function failure(code, details = {}) {
  return JSON.stringify({ code, details, retryable: code !== "internal" });
}

export class Book {
  #outside;
  #worker = null;
  /** Calls that the worker has: id → { name, request, broke }. */
  #running = new Map();
  /** Calls that wait until the hold is over. */
  #held = new Map();
  #onCalm = [];
  #calmTimer = 0;
  #pauseTimer = 0;
  #tries = 0;
  #holding = false;

  /** `outside` offers isSafeTwice(name), answer(id, message) and stale(topics or nothing for all). */
  constructor(outside) {
    this.#outside = outside;
  }

  /** Starts the worker before there is anything to do. */
  start() {
    if (!this.#worker) this.#start();
  }

  run(id, name, request) {
    if (name === SETTLE) {
      this.whenCalm(() => {
        this.#hold();
        this.#outside.answer(id, { answer: "null" });
      });
    } else if (name === ASIDE) {
      this.#putAside(id);
    } else if (this.#holding) {
      this.#held.set(id, { name, request });
    } else {
      clearTimeout(this.#calmTimer);
      this.#running.set(id, { name, request, broke: false });
      this.#hand(id);
    }
  }

  wakeUp() {
    this.#worker?.postMessage({ wakeUp: true });
  }

  /** Does something at a moment when no call runs. */
  whenCalm(act) {
    this.#onCalm.push(act);
    this.#watchCalm();
  }

  /** Ends the worker and gives the ids of calls that were never handed to it. */
  end() {
    this.#stop();
    clearTimeout(this.#calmTimer);
    clearTimeout(this.#pauseTimer);
    return [...this.#held.keys()];
  }

  #hand(id) {
    // Between two tries to open, the calls wait in `running` and are handed over by the next.
    if (this.#pauseTimer) return;
    if (!this.#worker) this.#start();
    const { name, request } = this.#running.get(id);
    this.#worker.postMessage({ id, name, request });
  }

  async #putAside(id) {
    this.#holding = true;
    this.#stop();
    this.#refuse([...this.#running.keys()], failure("host_gone"));
    try {
      await setAllAside();
      this.#outside.answer(id, { answer: "null" });
    } catch (error) {
      this.#outside.answer(id, { error: failure("internal", { reason: String(error) }) });
    }
    this.#goOn();
    this.#outside.stale();
  }

  #start() {
    const worker = new Worker("/tab/worker.js", { type: "module", name: "so-sang-kien" });
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => {
      if (worker === this.#worker) this.#hear(data);
    });
    // Its files could not be loaded, or it broke outside of any call.
    worker.addEventListener("error", (event) => {
      if (worker === this.#worker) this.#broke(event.message ?? "the worker did not start");
    });
  }

  #stop() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #hear(data) {
    if (data.topic) this.#outside.stale([data.topic]);
    else if (data.opened) this.#tries = 0;
    else if (data.failed) this.#notOpened(data.failed);
    else if (data.died) this.#broke(data.died);
    else if (this.#running.delete(data.id)) {
      this.#outside.answer(data.id, "answer" in data ? { answer: data.answer } : { error: data.error });
      this.#watchCalm();
    }
  }

  #notOpened(error) {
    this.#stop();
    this.#tries += 1;
    if (this.#tries < TRIES && mayPass(error)) {
      this.#pauseTimer = setTimeout(() => this.#startAgain(), PAUSE);
      return;
    }
    // The next call tries once more; until then everybody is told why.
    this.#tries = TRIES - 1;
    this.#refuse([...this.#running.keys()], asError(error));
  }

  #broke(reason) {
    console.error("the worker broke:", reason);
    this.#stop();
    const [again, lost] = [[], []];
    for (const [id, asked] of this.#running) {
      // What breaks it twice would break it for ever.
      (this.#outside.isSafeTwice(asked.name) && !asked.broke ? again : lost).push(id);
      asked.broke = true;
    }
    this.#refuse(lost.filter((id) => this.#isRead(id)), failure("internal", { reason: String(reason) }));
    this.#refuse(lost.filter((id) => this.#running.has(id)), failure("host_gone"));
    if (again.length) this.#startAgain();
    this.#outside.stale();
  }

  #isRead(id) {
    return this.#outside.isSafeTwice(this.#running.get(id).name);
  }

  #startAgain() {
    this.#pauseTimer = 0;
    for (const id of this.#running.keys()) this.#hand(id);
  }

  #refuse(ids, error) {
    for (const id of ids) {
      this.#running.delete(id);
      this.#outside.answer(id, { error });
    }
    this.#watchCalm();
  }

  #watchCalm() {
    clearTimeout(this.#calmTimer);
    if (this.#running.size || !this.#onCalm.length) return;
    this.#calmTimer = setTimeout(() => this.#onCalm.splice(0).forEach((act) => act()), CALM);
  }

  #hold() {
    if (this.#holding) return;
    this.#holding = true;
    setTimeout(() => this.#goOn(), HOLD);
  }

  #goOn() {
    this.#holding = false;
    const held = [...this.#held];
    this.#held.clear();
    held.forEach(([id, { name, request }]) => this.run(id, name, request));
  }
}

/** Whether opening may succeed in a moment: the files are still held, or nobody knows why not. */
function mayPass(error) {
  return ["profile_in_use", "internal"].includes(JSON.parse(asError(error)).code);
}

/** An error of the contract as it is; any other text becomes one. */
function asError(error) {
  try {
    if (JSON.parse(error).code) return error;
  } catch {
    // Not one of the contract.
  }
  return failure("internal", { reason: error });
}
