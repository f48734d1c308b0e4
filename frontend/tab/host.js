// One tab leads and holds the book; all tabs of this origin ask through it.
//
// SQLite's files can be open once. So the tabs queue for one Web Lock; who has it leads: it starts
// the worker and answers the others over a broadcast channel. When it closes, the browser hands the
// lock to the next.
//
// What is asked while a leader goes away:
// - The leader says `taken` before it hands a call to its worker. A call that nobody took was never
//   begun, and is asked again of the next leader, whatever it is.
// - A call that was taken may have been done or not. Those in TWICE_IS_ONCE are asked again; any
//   other is answered with `host_gone`, and a person looks before doing it again. See ADR 0012.
//
// Messages on the channel, each from one page to all:
//   { ask: id, name, request, until }   a page asks; after `until` nobody waits for it any more
//   { taken: id, term }                 the leader of this term begins it
//   { to: id, answer | error | again }  its end; `again`: it was not begun after all
//   { leads: term }                     a new leader
//   { topic }                           something became stale
//   { wakeUp } and { seen }             somebody is looking again
import { ASIDE, Book, SETTLE, failure } from "/tab/book.js";

const NAME = "so-sang-kien";

/** How long a page waits for a leader to take its call before it says that another tab is in the way. */
const PATIENCE = 8_000;
/** The last words of a leader that closed may still be on their way when the next one leads. */
const LAST_WORDS = 250;
/** How long a leader remembers a call, so that a page that asks twice is answered once. */
const MEMORY = 60_000;

/** Everything that can be stale, for a page that may have missed single topics. */
const EVERYTHING = ["profiles", "initiatives", "people", "movement", "delivery"].map((topic) => JSON.stringify(topic));

// Calls that only look, or that say how something is to be: done twice they do what they do once.
const TWICE_IS_ONCE = new Set([
  SETTLE,
  ASIDE,
  "get_start",
  "open_profile",
  "lock",
  "note_presence",
  "set_lock",
  "weigh_forgetting",
  "close_profile",
  "set_settings",
  "list_templates",
  "check_template",
  "list_people",
  "list_joiners",
  "propose",
  "read_proposal",
  "preview_roster",
  "get_movement",
  "get_today",
  "list_my_initiatives",
  "list_initiatives",
  "get_initiative",
  "edit_initiative",
  "read_file",
  "fetch_file",
  "list_queue",
  "get_review",
  "peek_review",
  "get_overview",
  "search",
  "get_storage",
  "limit_originals",
  "free_space",
  "get_delivery",
  "set_relay",
  "sync_now",
  "plan_bundle",
  "read_bundle",
  "discard_bundle",
  "read_log",
]);

const page = crypto.randomUUID();
const channel = new BroadcastChannel(NAME);
const listeners = new Set();

/** This page's calls until they are answered: { id, name, request, term, timer, resolve, reject }. */
const pending = new Map();
/** The calls that this page took as the leader, its own and others'. */
const begun = new Set();

let count = 0;
let answered = false;
let others = false;
let campaigning = false;
/** While this page leads: its worker, the term's name, and how to give the lock back. */
let book = null;
let term = null;
let release = null;

/** Makes a call of the contract; request, answer and error are texts of JSON. */
export function call(name, request) {
  return new Promise((resolve, reject) => {
    const asked = { id: `${page}/${(count += 1)}`, name, request, term: null, timer: 0, resolve, reject };
    pending.set(asked.id, asked);
    ask(asked);
  });
}

/** Tells every topic that becomes stale from now on. */
export function listen(tell) {
  listeners.add(tell);
}

/** Resolves once no call runs in any tab; calls that come then are held back for a moment. */
export function settle() {
  return call(SETTLE, "null");
}

/** Puts everything that the leader keeps aside, and starts anew without it. */
export function setAside() {
  return call(ASIDE, "null");
}

/** Tells the worker that somebody is looking again, or that the network is back. */
export function wakeUp() {
  if (book) book.wakeUp();
  else channel.postMessage({ wakeUp: true });
}

// Asking

function ask(asked) {
  const { id, name, request } = asked;
  clearTimeout(asked.timer);
  if (book) return begin(id, name, request);
  asked.timer = setTimeout(() => finish(id, { error: failure("profile_in_use") }), PATIENCE);
  channel.postMessage({ ask: id, name, request, until: Date.now() + PATIENCE });
}

function finish(id, message) {
  const asked = pending.get(id);
  if (!asked) return;
  clearTimeout(asked.timer);
  if (message.again) {
    asked.term = null;
    return;
  }
  pending.delete(id);
  if ("answer" in message) {
    answered = true;
    asked.resolve(message.answer);
  } else {
    asked.reject(message.error);
  }
}

/** A new term: what the leader before it did not answer is asked again where that is safe. */
function askAgain(now) {
  for (const asked of [...pending.values()]) {
    if (asked.term === now) continue;
    if (asked.term !== null && !TWICE_IS_ONCE.has(asked.name)) {
      finish(asked.id, { error: failure("host_gone") });
    } else {
      asked.term = null;
      ask(asked);
    }
  }
  if (answered) EVERYTHING.forEach(tell);
}

function tell(topic) {
  listeners.forEach((listener) => listener(topic));
}

// Leading

function campaign() {
  if (campaigning) return;
  campaigning = true;
  navigator.locks.request(NAME, () => new Promise(lead));
}

function lead(giveBack) {
  release = giveBack;
  term = crypto.randomUUID();
  book = new Book({
    isSafeTwice: (name) => TWICE_IS_ONCE.has(name),
    answer: deliver,
    stale(topics) {
      for (const topic of topics ?? EVERYTHING) {
        tell(topic);
        channel.postMessage({ topic });
      }
    },
  });
  book.start();
  channel.postMessage({ leads: term });
  const now = term;
  // Nobody else was ever heard of: there are no last words to wait for.
  if (others) setTimeout(() => term === now && askAgain(now), LAST_WORDS);
  else askAgain(now);
}

/** Ends leading; `book` is closed by ending its worker, which SQLite survives at any moment. */
function giveWay() {
  if (!book) return;
  const notBegun = book.end();
  book = term = null;
  campaigning = false;
  notBegun.forEach((id) => deliver(id, { again: true }));
  release();
}

/** Takes a call as the leader. */
function begin(id, name, request) {
  const own = pending.get(id);
  if (own) own.term = term;
  else channel.postMessage({ taken: id, term });
  begun.add(id);
  book.run(id, name, request);
}

function deliver(id, message) {
  setTimeout(() => begun.delete(id), MEMORY);
  if (pending.has(id)) finish(id, message);
  else channel.postMessage({ to: id, ...message });
}

// Hearing

channel.addEventListener("message", ({ data }) => {
  others = true;
  if (data.ask && book) {
    if (!begun.has(data.ask) && Date.now() <= data.until) begin(data.ask, data.name, data.request);
  } else if (data.taken) {
    const asked = pending.get(data.taken);
    if (!asked) return;
    asked.term = data.term;
    clearTimeout(asked.timer);
  } else if (data.to) {
    finish(data.to, data);
  } else if (data.leads && !book) {
    setTimeout(() => book || askAgain(data.leads), LAST_WORDS);
  } else if (data.topic) {
    tell(data.topic);
  } else if (data.wakeUp && book) {
    book.wakeUp();
  } else if (data.seen && book && document.hidden && STOPS_UNSEEN) {
    book.whenCalm(() => {
      giveWay();
      campaign();
    });
  }
});

// A tab that nobody sees may be stopped by the browser, and would keep the book from the others.
// Chromium says so before it does; Safari does not, so there the tab that is looked at takes over.
const STOPS_UNSEEN = "GestureEvent" in self;
document.addEventListener("visibilitychange", () => {
  if (STOPS_UNSEEN && !document.hidden && !book) channel.postMessage({ seen: true });
});
document.addEventListener("freeze", () => {
  if (others) giveWay();
});
document.addEventListener("resume", () => campaign());
addEventListener("pagehide", (event) => {
  // The page is kept for the button "back". A page that closes is left alone: its worker may still
  // be saving the last words, and has until the browser ends it.
  if (event.persisted) giveWay();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) campaign();
});

// The interface asks at once: who leads starts the worker while the interface is still loading.
campaign();
