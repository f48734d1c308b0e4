use super::{Arrival, Stack, Step};

/// A browser's history as far as layers concern it: the depths of its entries, and where it stands.
struct Browser {
    entries: Vec<usize>,
    at: usize,
    stack: Stack<&'static str>,
}

impl Browser {
    fn new() -> Self {
        Self { entries: vec![0], at: 0, stack: Stack::new() }
    }

    fn fit(&mut self) {
        match self.stack.fit(self.entries[self.at]) {
            Step::Stay => {}
            Step::Add { from, to } => {
                self.entries.truncate(self.at + 1);
                self.entries.extend(from + 1..=to);
                self.at = self.entries.len() - 1;
            }
            Step::Go(way) => {
                self.at = self.at.checked_add_signed(way as isize).expect("the history has that entry");
                assert_eq!(self.stack.arrive(self.entries[self.at]), Arrival::Own);
                self.fit();
            }
        }
    }

    fn open(&mut self, layer: &'static str) {
        self.stack.open(layer);
        self.fit();
    }

    fn close(&mut self, layer: &'static str) {
        self.stack.close(layer);
        self.fit();
    }

    /// Presses Back, or goes several entries at once; gives the layers that this closed.
    fn go(&mut self, way: isize) -> Vec<&'static str> {
        self.at = self.at.checked_add_signed(way).expect("the history has that entry");
        let Arrival::Pressed(closed) = self.stack.arrive(self.entries[self.at]) else {
            panic!("a person pressed");
        };
        self.fit();
        closed
    }

    /// Another place: an entry without layers.
    fn navigate(&mut self) {
        self.entries.truncate(self.at + 1);
        self.entries.push(0);
        self.at += 1;
    }
}

#[test]
fn back_closes_the_layer_and_stays_on_the_page() {
    let mut browser = Browser::new();
    browser.open("dialog");
    assert_eq!((browser.go(-1), browser.at), (vec!["dialog"], 0));
}

#[test]
fn back_closes_the_uppermost_layer_first() {
    let mut browser = Browser::new();
    browser.open("log");
    browser.open("viewer");
    assert_eq!(browser.go(-1), ["viewer"]);
    assert_eq!(browser.go(-1), ["log"]);
    assert_eq!(browser.at, 0);
}

#[test]
fn two_entries_back_close_two_layers() {
    let mut browser = Browser::new();
    browser.open("log");
    browser.open("viewer");
    assert_eq!(browser.go(-2), ["viewer", "log"]);
}

#[test]
fn a_layer_that_closes_by_itself_leaves_no_entry_to_go_back_through() {
    let mut browser = Browser::new();
    browser.navigate();
    browser.open("dialog");
    browser.close("dialog");
    assert_eq!(browser.at, 1);
    assert_eq!((browser.go(-1), browser.at), (Vec::new(), 0), "one press leaves the page");
}

#[test]
fn a_layer_that_makes_room_for_another_hands_its_entry_on() {
    let mut browser = Browser::new();
    browser.open("more");
    browser.stack.close("more");
    browser.open("search");
    assert_eq!(browser.entries, [0, 1]);
    assert_eq!(browser.go(-1), ["search"]);
}

#[test]
fn a_place_reached_out_of_a_layer_is_left_with_one_press() {
    let mut browser = Browser::new();
    browser.open("viewer");
    browser.stack.close("viewer");
    browser.navigate();
    browser.fit();
    assert_eq!((browser.go(-1), browser.at), (Vec::new(), 0), "the closed layer's entry is passed over");
}

#[test]
fn forward_to_a_closed_layer_opens_nothing() {
    let mut browser = Browser::new();
    browser.open("dialog");
    browser.go(-1);
    assert_eq!((browser.go(1), browser.at), (Vec::new(), 0));
}

#[test]
fn a_page_loaded_again_with_a_layers_entry_goes_back_to_its_own() {
    let mut browser = Browser { entries: vec![0, 1], at: 1, stack: Stack::new() };
    browser.fit();
    assert_eq!(browser.at, 0);
}

#[test]
fn a_layer_opened_on_the_way_back_gets_its_entry_on_arrival() {
    let mut stack = Stack::new();
    assert_eq!(stack.fit(1), Step::Go(-1));
    stack.open("dialog");
    assert_eq!(stack.fit(1), Step::Stay, "the history is still on its way");
    assert_eq!(stack.arrive(0), Arrival::Own);
    assert_eq!(stack.fit(0), Step::Add { from: 0, to: 1 });
}

#[test]
fn opening_twice_is_opening_once() {
    let mut stack = Stack::new();
    stack.open("dialog");
    stack.open("dialog");
    assert!(stack.close("dialog"));
    assert!(!stack.close("dialog"), "nothing of it is left");
}
