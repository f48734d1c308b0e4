//! The frame in which a picture or a page is looked at: larger and smaller, turned, moved about, by
//! mouse, finger and key.

use leptos::ev::{self, MouseEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

use super::super::model::sight::{Pair, held, laid, pinched, tapped};
use crate::ui::swipe::{Swipe, Turn};

/// Milliseconds and pixels within which a second tap belongs to the first.
const DOUBLE: (f64, f64) = (320.0, 32.0);

/// How a piece is looked at; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Look {
    /// The size, in percent of what fits the frame.
    pub percent: RwSignal<u32>,
    /// Quarter turns to the right, from 0 to 3.
    pub quarters: RwSignal<u8>,
    /// Pages that a key asks to go on or back; taken by whoever shows pages.
    pub paged: RwSignal<Option<i32>>,
}

impl Look {
    /// As it is, as large as fits.
    pub fn new() -> Self {
        Self { percent: RwSignal::new(100), quarters: RwSignal::new(0), paged: RwSignal::new(None) }
    }

    /// One quarter to the right.
    pub fn turn(self) {
        self.quarters.update(|quarters| *quarters = (*quarters + 1) % 4);
    }

    /// Whether it fits the frame, so that moving sideways means the next piece.
    pub fn fits(self) -> bool {
        self.percent.get_untracked() == 100
    }
}

/// What fingers, or the mouse, are doing in the frame.
#[derive(Clone, Debug, Default)]
struct Hands {
    down: Vec<(i32, Pair)>,
    swipe: Option<Swipe>,
    tapped: Option<(f64, Pair)>,
    by_finger: bool,
}

/// The frame with what lies in it.
#[derive(Clone, Copy)]
struct Frame {
    look: Look,
    natural: Signal<Option<Pair>>,
    step: Callback<isize>,
    stage: NodeRef<html::Div>,
    sheet: NodeRef<html::Div>,
    hands: StoredValue<Hands>,
}

/// A frame whose contents, one element, are laid by the look at them.
#[component]
pub fn Zoomable(
    /// How it is looked at.
    look: Look,
    /// Width and height of the contents, once they are known.
    #[prop(into)]
    natural: Signal<Option<Pair>>,
    /// Goes to the piece before or after, by a finger.
    step: Callback<isize>,
    /// What it shows, for screen readers.
    label: String,
    /// The contents.
    children: Children,
) -> impl IntoView {
    let hands = StoredValue::new(Hands::default());
    let frame = Frame { look, natural, step, stage: NodeRef::new(), sheet: NodeRef::new(), hands };
    Effect::new(move |_| frame.lay(look.percent.get(), look.quarters.get(), natural.get()));
    let resized = window_event_listener(ev::resize, move |_| {
        frame.lay(look.percent.get_untracked(), look.quarters.get_untracked(), natural.get_untracked());
    });
    on_cleanup(move || resized.remove());
    view! {
        <div
            class="viewer-stage"
            class=("viewer-stage--near", move || look.percent.get() > 100)
            tabindex="0"
            role="group"
            aria-label=label
            data-testid="viewer-stage"
            node_ref=frame.stage
            on:pointerdown=move |event| frame.down(&event)
            on:pointermove=move |event| frame.moves(&event)
            on:pointerup=move |event| frame.up(&event)
            on:pointercancel=move |event| frame.leave(&event)
            on:dblclick=move |event| frame.double_click(&event)
            on:wheel=move |event| frame.wheel(&event)
        >
            <div class="viewer-sheet" node_ref=frame.sheet>{children()}</div>
        </div>
    }
}

impl Frame {
    /// Gives the contents their size and their turn.
    fn lay(self, percent: u32, quarters: u8, natural: Option<Pair>) {
        let (Some(stage), Some(sheet), Some(natural)) =
            (self.stage.get_untracked(), self.sheet.get_untracked(), natural)
        else {
            return;
        };
        let room = (f64::from(stage.client_width()), f64::from(stage.client_height()));
        let laid = laid(natural, room, quarters, percent);
        let style = web_sys::HtmlElement::style(&sheet);
        for (name, value) in [
            ("--sheet-width", format!("{:.2}px", laid.sheet.0)),
            ("--sheet-height", format!("{:.2}px", laid.sheet.1)),
            ("--picture-width", format!("{:.2}px", laid.picture.0)),
            ("--picture-height", format!("{:.2}px", laid.picture.1)),
            ("--turned", format!("{}deg", u32::from(quarters) * 90)),
        ] {
            let _ = style.set_property(name, &value);
        }
    }

    /// Takes another size; what lies under a point of the screen stays there.
    fn zoom(self, percent: u32, at: Pair) {
        let before = self.look.percent.get_untracked();
        let (Some(stage), Some(natural)) = (self.stage.get_untracked(), self.natural.get_untracked()) else {
            return;
        };
        if before == percent {
            return;
        }
        let room = (f64::from(stage.client_width()), f64::from(stage.client_height()));
        let quarters = self.look.quarters.get_untracked();
        let [old, new] = [before, percent].map(|percent| laid(natural, room, quarters, percent).sheet);
        let corner = stage.get_bounding_client_rect();
        let point = (at.0 - corner.left(), at.1 - corner.top());
        let left = held(f64::from(stage.scroll_left()), point.0, room.0, (old.0, new.0));
        let top = held(f64::from(stage.scroll_top()), point.1, room.1, (old.1, new.1));
        self.lay(percent, quarters, Some(natural));
        self.look.percent.set(percent);
        stage.set_scroll_left(left.round() as i32);
        stage.set_scroll_top(top.round() as i32);
    }

    fn down(self, event: &PointerEvent) {
        let by_finger = event.pointer_type() == "touch";
        if !by_finger && event.button() != 0 {
            return;
        }
        // What is dragged out of the frame is still held.
        if let Some(stage) = self.stage.get_untracked() {
            let _ = stage.set_pointer_capture(event.pointer_id());
        }
        let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default();
        let fits = self.look.fits();
        self.hands.update_value(|hands| {
            hands.by_finger = by_finger;
            hands.down.push((event.pointer_id(), at(event)));
            let alone = hands.down.len() == 1 && by_finger && fits;
            hands.swipe = alone.then(|| Swipe::begin(at(event), width)).flatten();
        });
    }

    fn moves(self, event: &PointerEvent) {
        let now = at(event);
        let held = self.hands.try_update_value(|hands| {
            let before = hands.down.clone();
            let known = hands.down.iter_mut().find(|(id, _)| *id == event.pointer_id())?;
            let from = std::mem::replace(&mut known.1, now);
            if let Some(swipe) = &mut hands.swipe {
                swipe.moves(now);
            }
            Some((before, hands.down.clone(), from))
        });
        let Some(Some((before, after, from))) = held else { return };
        match (before.as_slice(), after.as_slice()) {
            ([_], [_]) => self.drag((from.0 - now.0, from.1 - now.1)),
            ([(_, a), (_, b)], [(_, c), (_, d)]) => {
                let percent =
                    pinched(self.look.percent.get_untracked(), (distance(*a, *b), distance(*c, *d)));
                self.zoom(percent, (f64::midpoint(c.0, d.0), f64::midpoint(c.1, d.1)));
            }
            _ => {}
        }
    }

    fn drag(self, by: Pair) {
        if let Some(stage) = self.stage.get_untracked().filter(|_| !self.look.fits()) {
            stage.set_scroll_left(stage.scroll_left() + by.0.round() as i32);
            stage.set_scroll_top(stage.scroll_top() + by.1.round() as i32);
        }
    }

    fn up(self, event: &PointerEvent) {
        let (now, when) = (at(event), event.time_stamp());
        let ended = self.hands.try_update_value(|hands| {
            let alone = hands.down.len() == 1;
            hands.down.retain(|(id, _)| *id != event.pointer_id());
            let turn = hands.swipe.take().filter(|_| alone).and_then(|swipe| swipe.ends(now));
            let near = |(then, place): (f64, Pair)| when - then < DOUBLE.0 && distance(place, now) < DOUBLE.1;
            let double = alone && hands.by_finger && turn.is_none() && hands.tapped.is_some_and(near);
            hands.tapped = (alone && hands.by_finger && !double).then_some((when, now));
            (turn, double)
        });
        match ended {
            Some((Some(Turn::Next), _)) => self.step.run(1),
            Some((Some(Turn::Previous), _)) => self.step.run(-1),
            Some((None, true)) => self.zoom(tapped(self.look.percent.get_untracked()), now),
            _ => {}
        }
    }

    fn leave(self, event: &PointerEvent) {
        self.hands.update_value(|hands| {
            hands.down.retain(|(id, _)| *id != event.pointer_id());
            hands.swipe = None;
        });
    }

    /// Fingers tap by themselves: not every browser makes a double click of it.
    fn double_click(self, event: &MouseEvent) {
        if !self.hands.with_value(|hands| hands.by_finger) {
            let at = (f64::from(event.client_x()), f64::from(event.client_y()));
            self.zoom(tapped(self.look.percent.get_untracked()), at);
        }
    }

    /// With Ctrl, as two fingers on a touchpad say it too; without, the frame scrolls.
    fn wheel(self, event: &WheelEvent) {
        if !event.ctrl_key() {
            return;
        }
        event.prevent_default();
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let by = (-event.delta_y() / 300.0).clamp(-0.5, 0.5).exp();
        self.zoom(pinched(self.look.percent.get_untracked(), (1.0, by)), at);
    }
}

fn at(event: &PointerEvent) -> Pair {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

fn distance(one: Pair, other: Pair) -> f64 {
    (one.0 - other.0).hypot(one.1 - other.1)
}
