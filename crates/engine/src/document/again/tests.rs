use domain::date::Moment;
use domain::node::Node;
use domain::sheet::Value;
use protocol::ActorId;

use crate::{Document, Edit, Shape};

const NOW: Moment = Moment::from_millis(1_790_000_000_000);
const RESULT: &str = "results/00000000000000a1";

fn actor(number: u8) -> ActorId {
    ActorId::from_bytes([number; 16])
}

fn copy(document: &Document, number: u8) -> Document {
    Document::load(&document.save(), actor(number), Shape::Initiative).expect("it was just saved")
}

/// Sets one text and gives the change.
fn sets(document: &mut Document, path: &str, value: &str) -> Vec<u8> {
    let edit = Edit::new(path, Value::Text(value.to_owned()));
    document.edit(&[edit], NOW).expect("the field takes the value").expect("it is new").chunk
}

fn read<'a>(node: &'a Node, path: &str) -> &'a str {
    node.at(path).and_then(Node::text).unwrap_or_default()
}

/// Lan's document, and Sơn's copy of it.
fn apart() -> (Document, Document) {
    let mut lan = Document::new(Shape::Initiative, actor(1), NOW).0;
    sets(&mut lan, "problem", "Học sinh ngại nhận lỗi.");
    let son = copy(&lan, 2);
    (lan, son)
}

#[test]
fn words_of_lost_changes_join_what_was_written_since() {
    let (mut lan, mut son) = apart();
    let lost = [
        sets(&mut son, "problem", "Học sinh ngại nhận lỗi. Lớp 8A nhất."),
        sets(&mut son, &format!("{RESULT}/label"), "học sinh yếu"),
    ];
    let since = sets(&mut lan, "problem", "Đầu năm học sinh ngại nhận lỗi.");
    let mut khoi = copy(&lan, 3);

    let again = lan.say_again(&lost, actor(4), NOW).expect("it fits").expect("it says something");
    let node = lan.node();
    assert_eq!(read(&node, "problem"), "Đầu năm học sinh ngại nhận lỗi. Lớp 8A nhất.");
    assert_eq!(read(&node, &format!("{RESULT}/label")), "học sinh yếu");
    khoi.apply(&since).expect("it is here already");
    khoi.apply(&again.chunk).expect("it rests on nothing that is lost");
    assert_eq!(khoi.node(), node);
    assert_eq!(lan.actor(), Some(actor(1)), "Lan goes on as before");
    sets(&mut lan, "title", "Thẻ lỗi sai");
}

#[test]
fn a_value_that_was_set_since_waits_for_a_choice() {
    let (mut lan, mut son) = apart();
    let unit = format!("{RESULT}/unit");
    let lost = [sets(&mut son, &unit, "em")];
    sets(&mut lan, &unit, "học trò");

    lan.say_again(&lost, actor(4), NOW).expect("it fits").expect("it says something");
    let conflicts = lan.conflicts();
    let values: Vec<_> =
        conflicts[0].candidates.iter().filter_map(|candidate| candidate.value.text()).collect();
    assert!(conflicts[0].path == unit && values.contains(&"em") && values.contains(&"học trò"), "{values:?}");
}

#[test]
fn what_was_lost_can_be_read_and_what_is_here_is_not_lost() {
    let (mut lan, mut son) = apart();
    let chunk = sets(&mut son, "title", "Thẻ lỗi sai");

    let said = lan.said_by(std::slice::from_ref(&chunk)).expect("it fits");
    assert_eq!(said, [Edit::new("title", Value::Text("Thẻ lỗi sai".to_owned()))]);
    lan.apply(&chunk).expect("it fits");
    assert_eq!(lan.said_by(std::slice::from_ref(&chunk)), Ok(Vec::new()));
    assert_eq!(lan.say_again(&[chunk], actor(4), NOW), Ok(None));
}

#[test]
fn a_lost_removal_is_said_again_and_an_edit_made_since_outlives_it() {
    let (mut lan, _) = apart();
    for entry in ["a", "b"] {
        sets(&mut lan, &format!("results/00000000000000{entry}1/unit"), "em");
    }
    let mut son = copy(&lan, 2);
    let removals =
        ["a", "b"].map(|entry| Edit::new(format!("results/00000000000000{entry}1"), Value::Remove));
    let lost = [son.edit(&removals, NOW).expect("both are there").expect("it is new").chunk];
    sets(&mut lan, "results/00000000000000b1/unit", "học trò");

    lan.say_again(&lost, actor(4), NOW).expect("it fits").expect("it says something");
    let node = lan.node();
    assert!(node.at("results/00000000000000a1").is_none());
    assert_eq!(read(&node, "results/00000000000000b1/unit"), "học trò");
}

#[test]
fn words_of_a_copied_book_are_said_again_though_their_actor_went_on_elsewhere() {
    let (mut lan, _) = apart();
    let mut copied = copy(&lan, 1);
    sets(&mut lan, "title", "Thẻ lỗi sai");
    let lost = [sets(&mut copied, "solution", "Mỗi lỗi một thẻ")];

    let again = lan.say_again(&lost, actor(4), NOW).expect("it fits").expect("it says something");

    let node = lan.node();
    assert_eq!((read(&node, "title"), read(&node, "solution")), ("Thẻ lỗi sai", "Mỗi lỗi một thẻ"));
    assert_ne!(again.chunk, lost[0], "it is another change");
    assert_eq!(lan.said_by(&lost).expect("it fits").len(), 1, "what it was can still be read");
}
