//! What keeps people out of a place: axe-core looks at it in its own page, in light and in dark.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::binary;

use crate::page::Page;

/// What every place is held to: WCAG 2.2 AA, and what axe's makers advise beyond it.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// The appearances that a place has.
const THEMES: [&str; 2] = ["light", "dark"];

/// How long axe may take with every attempt: one look takes less than a second.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long one attempt may take; the driver itself gives a script up after half a minute.
const PATIENCE_FOR_ANSWERS: Duration = Duration::from_secs(35);

/// Places of one finding that are named; the others are counted.
const NAMED: usize = 6;

/// Looks at the page in a theme: a list of findings, or one text where it cannot look. Colours that
/// are still changing come to their end first, bars that stay in sight lie where they belong (what is
/// under them comes out by scrolling), and the page gets back the looks that it had.
const LOOK: &str = r"
const [theme, rules, done] = arguments;
if (!window.axe) return done('axe is not there');
const root = document.documentElement;
const chosen = root.getAttribute('data-theme');
root.setAttribute('data-theme', theme);
for (let round = 0; round < 5; round++)
  for (const motion of document.getAnimations()) try { motion.finish(); } catch { /* it has no end */ }
const stays = part => {
  const { position, bottom } = getComputedStyle(part);
  return position === 'sticky' && bottom !== 'auto';
};
const bars = [...document.querySelectorAll('body *')].filter(stays);
for (const bar of bars) bar.style.position = 'static';
const why = part => [...part.any, ...part.all, ...part.none].map(check => check.message)[0] ?? part.html;
const told = barrier => [
  `${barrier.id} (${barrier.impact}): ${barrier.help}`,
  ...barrier.nodes.map(part => `    ${part.target.flat().join(' ')}: ${why(part)}`),
].join('\n');
window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
  .then(found => found.violations.map(told), error => `axe: ${error}`)
  .then(answer => {
    for (const bar of bars) bar.style.position = '';
    if (chosen === null) root.removeAttribute('data-theme'); else root.setAttribute('data-theme', chosen);
    done(answer);
  });";

/// What was found in one window or browser. It is told when that goes, so that one run of a story
/// names everything, and fails a story that has not failed already.
pub struct Barriers {
    whose: &'static str,
    axe: String,
    found: RefCell<BTreeMap<String, Vec<String>>>,
}

impl Barriers {
    /// Begins a list without findings.
    pub fn of(whose: &'static str) -> Self {
        Self { whose, axe: source(), found: RefCell::default() }
    }

    fn note(&self, barrier: String, place: String) {
        self.found.borrow_mut().entry(barrier).or_default().push(place);
    }
}

impl Drop for Barriers {
    fn drop(&mut self) {
        let found = self.found.get_mut();
        if found.is_empty() {
            return;
        }
        let barriers: Vec<String> =
            found.iter().map(|(barrier, places)| format!("{barrier}\n  in {}", named(places))).collect();
        let list = format!("{}: what keeps people out:\n\n{}\n", self.whose, barriers.join("\n\n"));
        if std::thread::panicking() { eprintln!("{list}") } else { panic!("{list}") }
    }
}

fn named(places: &[String]) -> String {
    let (first, others) = places.split_at(places.len().min(NAMED));
    let first = first.join("; ");
    if others.is_empty() { first } else { format!("{first}; and {} more", others.len()) }
}

/// The source of axe, which is the work of others and not kept here.
fn source() -> String {
    let program = binary("relay");
    let target = program.ancestors().nth(2).expect("programs lie in a profile's folder of the target folder");
    let file = target.join("axe-core/axe.min.js");
    std::fs::read_to_string(&file)
        .unwrap_or_else(|_| panic!("{} is missing: `cargo xtask setup` fetches it", file.display()))
}

impl Page {
    /// Notes what axe finds in a place as it is now, in each theme.
    pub async fn notes_barriers(&self, place: &str) {
        for theme in THEMES {
            for barrier in self.looks(theme).await {
                self.barriers.note(barrier, format!("{place}, {theme}"));
            }
        }
        let fits = "document.documentElement.scrollWidth <= innerWidth + 1";
        if self.happens(Duration::ZERO, fits).await.is_err() {
            self.barriers.note("the page scrolls sideways".to_owned(), place.to_owned());
        }
    }

    async fn looks(&self, theme: &str) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.brings_axe().await;
            let look = self.client.execute_async(LOOK, vec![json!(theme), json!(RULES)]);
            let answer = tokio::time::timeout(PATIENCE_FOR_ANSWERS, look).await;
            if let Ok(Ok(Value::Array(found))) = &answer {
                return found.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            }
            if Instant::now() > deadline {
                self.fails(&format!("axe cannot look at the page ({answer:?})")).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Brings axe into a page that does not have it yet; where that fails, the look is tried again.
    async fn brings_axe(&self) {
        if self.happens(Duration::ZERO, "window.axe").await.is_err() {
            let bring = self.client.execute(&self.barriers.axe, Vec::new());
            let _ = tokio::time::timeout(PATIENCE_FOR_ANSWERS, bring).await;
        }
    }
}
