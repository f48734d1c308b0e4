//! Long lists are drawn in parts: a button, and the end of the page, bring the next one. What is
//! drawn says how much there is in all; the search above a list looks through everything.

use leptos::ev;
use leptos::prelude::*;

use super::{Button, Symbol};
use crate::i18n::{td_string, use_locale};

/// Rows that a list shows at first, and adds at each step.
const PART: usize = 100;

/// Distance from the end of the page at which the next part of a list comes, in CSS pixels.
const NEAR: f64 = 600.0;

/// How much of a list is drawn; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Drawn {
    limit: RwSignal<usize>,
    total: Signal<usize>,
}

/// Draws a list of this length in parts, as long as the component lives.
pub fn use_parts(total: impl Into<Signal<usize>>) -> Drawn {
    let drawn = Drawn { limit: RwSignal::new(PART), total: total.into() };
    near_end(move || drawn.more());
    drawn
}

impl Drawn {
    /// Gives how many rows are drawn, and follows it.
    pub fn limit(self) -> usize {
        self.limit.get()
    }

    fn rest(self) -> usize {
        self.total.get().saturating_sub(self.limit.get())
    }

    fn more(self) {
        if untrack(|| self.rest()) > 0 {
            self.limit.update(|limit| *limit += PART);
        }
    }
}

/// The button that brings the next part; nothing while everything is there.
#[component]
pub fn MoreRows(
    /// How much is drawn.
    drawn: Drawn,
) -> impl IntoView {
    let lang = use_locale();
    let next = Memo::new(move |_| drawn.rest().min(PART));
    move || {
        let next = next.get();
        (next > 0).then(|| {
            view! {
                <p class="more">
                    <Button icon=Symbol::Down testid="more" on_press=move |_| drawn.more()>
                        {td_string!(lang, common.ui.more_rows, count = next).to_string()}
                    </Button>
                </p>
            }
        })
    }
}

/// Runs whenever the reader scrolls near the end of the page, as long as the component lives.
pub fn near_end(reach: impl Fn() + 'static) {
    let listener = window_event_listener(ev::scroll, move |_| {
        let window = window();
        let seen = window.scroll_y().unwrap_or(0.0)
            + window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
        let whole = document().document_element().map_or(0, |root| root.scroll_height());
        if seen > f64::from(whole) - NEAR {
            reach();
        }
    });
    on_cleanup(move || listener.remove());
}
