use domain::date::Moment;
use domain::node::Node;
use domain::sheet::{FieldError, Value};
use proptest::prelude::*;
use protocol::ActorId;
use rstest::rstest;

use super::{Committed, Document, DocumentError, Edit, Snapshot};
use crate::Shape;

const NOW: Moment = Moment::from_millis(1_790_000_000_000);
const RESULT: &str = "results/00000000000000a1";
const LAN: &str = "authors/000000000000000000000000000000b2";

fn actor(number: u8) -> ActorId {
    ActorId::from_bytes([number; 16])
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn book() -> Document {
    Document::new(Shape::Initiative, actor(1), NOW).0
}

/// The same document on another machine.
fn copy(document: &Document, number: u8) -> Document {
    Document::load(&document.save(), actor(number), Shape::Initiative).expect("it was just saved")
}

fn set(document: &mut Document, path: &str, value: Value) -> Option<Committed> {
    document.edit(&[Edit::new(path, value)], NOW).expect("the field takes the value")
}

fn merge(into: &mut Document, from: &Document) {
    for change in from.changes() {
        into.apply(&change.chunk).expect("changes of one document fit");
    }
}

fn read<'a>(node: &'a Node, path: &str) -> &'a str {
    node.at(path).and_then(Node::text).unwrap_or_default()
}

#[test]
fn an_edit_is_one_change_that_others_can_apply() {
    let mut lan = book();
    let mut khoi = copy(&lan, 2);

    let edits = [Edit::new("title", text("Thẻ lỗi sai")), Edit::new(format!("{RESULT}/unit"), text("em"))];
    let change = lan.edit(&edits, NOW).expect("both fit").expect("both are new");
    assert_eq!(khoi.apply(&change.chunk), Ok(change.hash));

    assert_eq!(khoi.node(), lan.node());
    assert_eq!(read(&khoi.node(), "results/00000000000000a1/unit"), "em");
}

#[test]
fn a_one_field_change_is_small() {
    let mut lan = book();
    set(&mut lan, "results/00000000000000a1/label", text("học sinh yếu"));

    let change = set(&mut lan, "results/00000000000000a1/unit", text("em")).expect("it is new");
    assert!(change.chunk.len() <= 200, "{} bytes", change.chunk.len());
}

#[test]
fn what_is_there_already_makes_no_change() {
    let mut lan = book();
    set(&mut lan, "title", text("Thẻ lỗi sai"));

    assert_eq!(set(&mut lan, "title", text("Thẻ lỗi sai")), None);
    assert_eq!(set(&mut lan, "sponsor", Value::Remove), None);
}

#[rstest]
#[case::no_such_field("status", text("approved"))]
#[case::wrong_type("title", Value::Integer(1))]
fn a_bad_value_leaves_the_document_as_it_was(#[case] path: &str, #[case] value: Value) {
    let mut lan = book();
    let heads = lan.heads();

    let refused = lan.edit(&[Edit::new("title", text("Thẻ")), Edit::new(path, value)], NOW);
    assert!(matches!(
        refused,
        Err(DocumentError::Field(FieldError::UnknownField { .. } | FieldError::WrongType { .. }))
    ));
    assert_eq!((lan.heads(), read(&lan.node(), "title")), (heads, ""));
}

#[test]
fn a_list_takes_no_more_entries_than_it_may_have() {
    let mut lan = book();
    let many: Vec<_> =
        (0..=200).map(|number| Edit::new(format!("log/{number:016x}"), Value::Flag(true))).collect();

    let refused = lan.edit(&many, NOW);
    assert_eq!(refused, Err(DocumentError::TooManyEntries { list: "log".into(), most: 200 }));
    assert!(lan.edit(&many[..200], NOW).is_ok());
}

#[test]
fn one_value_set_twice_apart_shows_both_and_either_can_be_chosen() {
    let mut lan = book();
    set(&mut lan, &format!("{RESULT}/label"), text("học sinh yếu"));
    let mut khoi = copy(&lan, 2);
    set(&mut lan, &format!("{RESULT}/actual"), Value::Number(14.into()));
    set(&mut khoi, &format!("{RESULT}/actual"), Value::Number(12.into()));
    merge(&mut lan, &khoi);
    merge(&mut khoi, &lan);

    let conflicts = lan.conflicts();
    assert_eq!(conflicts, khoi.conflicts());
    let mut values: Vec<_> =
        conflicts[0].candidates.iter().map(|one| one.value.text().unwrap_or_default()).collect();
    assert_eq!(read(&lan.node(), "results/00000000000000a1/actual"), values[0]);
    values.sort_unstable();
    assert_eq!(values, ["12", "14"]);

    let other = &conflicts[0].candidates[1];
    let chosen = khoi.choose(&conflicts[0].path, &other.token, NOW).expect("it waits");
    lan.apply(&chosen.chunk).expect("it fits");
    assert_eq!((lan.conflicts(), lan.node()), (Vec::new(), khoi.node()));
    assert_eq!(lan.node().at(&conflicts[0].path), Some(&other.value));
}

#[test]
fn one_value_set_alike_apart_is_no_conflict() {
    let mut lan = book();
    let mut khoi = copy(&lan, 2);
    set(&mut lan, "content_area", text("teaching"));
    set(&mut khoi, "content_area", text("teaching"));
    merge(&mut lan, &khoi);

    assert_eq!(lan.conflicts(), []);
}

#[test]
fn an_unknown_token_is_refused() {
    let refused = book().choose("title", "1@aa", NOW);

    assert_eq!(refused, Err(DocumentError::UnknownToken { path: "title".into() }));
}

#[test]
fn two_who_replace_one_word_apart_both_keep_theirs() {
    let mut lan = book();
    set(&mut lan, "problem", text("Lớp còn yếu môn Toán"));
    let mut khoi = copy(&lan, 2);
    set(&mut lan, "problem", text("Lớp còn kém môn Toán"));
    set(&mut khoi, "problem", text("Lớp còn chậm môn Toán"));
    merge(&mut lan, &khoi);

    let node = lan.node();
    let words: Vec<_> = read(&node, "problem").split(' ').collect();
    assert!(words.contains(&"kém") && words.contains(&"chậm") && !words.contains(&"yếu"), "{words:?}");
}

#[test]
fn an_author_added_twice_apart_is_one_with_the_fields_of_both() {
    let mut lan = book();
    let mut khoi = copy(&lan, 2);
    set(&mut lan, &format!("{LAN}/share"), Value::Integer(60));
    set(&mut khoi, &format!("{LAN}/titles/ldtt"), Value::Flag(true));
    merge(&mut lan, &khoi);

    let node = lan.node();
    assert_eq!(node.at(&format!("{LAN}/share")), Some(&Node::Integer(60)));
    assert_eq!(node.at(&format!("{LAN}/titles/ldtt")), Some(&Node::Flag(true)));
}

#[test]
fn an_edit_outlives_a_removal_made_apart() {
    let mut lan = book();
    set(&mut lan, &format!("{RESULT}/unit"), text("em"));
    let mut khoi = copy(&lan, 2);
    set(&mut lan, RESULT, Value::Remove);
    assert_eq!(lan.node().at(RESULT), None);
    set(&mut khoi, &format!("{RESULT}/label"), text("học sinh yếu"));
    merge(&mut lan, &khoi);

    assert_eq!(read(&lan.node(), "results/00000000000000a1/label"), "học sinh yếu");
    assert_eq!(read(&lan.node(), "results/00000000000000a1/unit"), "em", "the entry is whole again");
}

#[test]
fn an_entry_made_again_begins_empty() {
    let mut lan = book();
    set(&mut lan, &format!("{LAN}/share"), Value::Integer(60));
    set(&mut lan, LAN, Value::Remove);
    set(&mut lan, LAN, Value::Flag(true));

    assert_eq!(lan.node().at(&format!("{LAN}/share")), None);
}

#[test]
fn two_who_plan_a_month_apart_write_in_one_text() {
    let mut lan = book();
    set(&mut lan, "school_year", text("2026-2027"));
    let mut khoi = copy(&lan, 2);
    set(&mut lan, "plan/2026-09", text("soạn thẻ"));
    set(&mut khoi, "plan/2026-09", text("in thẻ"));
    merge(&mut lan, &khoi);

    let node = lan.node();
    assert!(["soạn thẻ", "in thẻ"].iter().all(|plan| read(&node, "plan/2026-09").contains(plan)));
}

#[test]
fn undo_takes_back_one_change_and_nothing_of_others() {
    let mut lan = book();
    set(&mut lan, "problem", text("Lớp còn yếu"));
    let mut khoi = copy(&lan, 2);
    let mine =
        [Edit::new("problem", text("Lớp còn yếu lắm")), Edit::new(format!("{RESULT}/unit"), text("em"))];
    let change = lan.edit(&mine, NOW).expect("both fit").expect("both are new");
    set(&mut khoi, "problem", text("Lớp 8A còn yếu"));
    merge(&mut lan, &khoi);

    lan.undo(&change.hash, NOW).expect("it is here").expect("it did something");
    assert_eq!(read(&lan.node(), "problem"), "Lớp 8A còn yếu");
    assert_eq!(lan.node().at(RESULT), None);
}

#[test]
fn undo_brings_a_removed_entry_back_whole() {
    let mut lan = book();
    set(&mut lan, &format!("{RESULT}/unit"), text("em"));
    let before = lan.node();
    let change = set(&mut lan, RESULT, Value::Remove).expect("it was there");

    lan.undo(&change.hash, NOW).expect("it is here").expect("it did something");
    assert_eq!(lan.node(), before);
}

#[test]
fn undo_leaves_a_value_that_somebody_set_again() {
    let mut lan = book();
    let change = set(&mut lan, "scope", text("school")).expect("it is new");
    set(&mut lan, "scope", text("department"));

    assert_eq!(lan.undo(&change.hash, NOW), Ok(None));
    assert_eq!(read(&lan.node(), "scope"), "department");
}

#[test]
fn an_earlier_version_can_be_read_and_an_unknown_one_cannot() {
    let mut lan = book();
    set(&mut lan, "title", text("Bản đầu"));
    let (heads, before) = (lan.heads(), lan.node());
    set(&mut lan, "title", text("Bản sau"));

    assert_eq!(lan.node_at(&heads), Some(before));
    assert_eq!(lan.node_at(&[protocol::ChangeHash::from_bytes([7; 32])]), None);
}

#[test]
fn a_fresh_copy_says_the_same_in_one_change_and_hides_what_was_deleted() {
    let mut lan = book();
    set(&mut lan, "school_year", text("2026-2027"));
    set(&mut lan, "problem", text("điều riêng tư"));
    set(&mut lan, "problem", text("Lớp còn yếu"));
    set(&mut lan, &format!("{RESULT}/label"), text("học sinh yếu"));
    set(&mut lan, "log/00000000000000a9", Value::Flag(true));
    set(&mut lan, "log/00000000000000a9", Value::Remove);

    let (fresh, changes) = lan.fresh_copy(actor(9), NOW).expect("it can be written again");
    assert_eq!((fresh.node(), changes.len()), (lan.node(), 1));
    let travelled = fresh.save();
    assert!(!travelled.windows("riêng".len()).any(|bytes| bytes == "riêng".as_bytes()));
}

#[test]
fn a_long_document_leaves_the_device_in_changes_that_others_admit() {
    let mut lan = book();
    for path in ["problem", "solution", "beneficiaries"] {
        set(&mut lan, path, text(&"dài ".repeat(4_900)));
    }

    let (fresh, changes) = lan.fresh_copy(actor(9), NOW).expect("it can be written again");
    assert_eq!(fresh.node(), lan.node());
    assert!(changes.len() > 1);
}

#[rstest]
#[case::a_flipped_byte(|bytes: &mut Vec<u8>| bytes[40] ^= 1)]
#[case::a_flipped_checksum(|bytes: &mut Vec<u8>| bytes[5] ^= 1)]
#[case::cut_off(|bytes: &mut Vec<u8>| bytes.truncate(30))]
#[case::something_behind(|bytes: &mut Vec<u8>| bytes.push(0))]
#[case::nothing(Vec::clear)]
fn a_damaged_change_is_refused_and_the_document_goes_on(#[case] damage: impl Fn(&mut Vec<u8>)) {
    let mut lan = book();
    let mut khoi = copy(&lan, 2);
    let change = set(&mut lan, "title", text("Thẻ lỗi sai")).expect("it is new");
    let mut damaged = change.chunk.clone();
    damage(&mut damaged);

    assert!(matches!(khoi.apply(&damaged), Err(DocumentError::Damaged { .. })));
    assert_eq!(khoi.apply(&change.chunk), Ok(change.hash));
    assert_eq!(khoi.node(), lan.node());
}

#[test]
fn a_change_before_its_time_names_what_is_missing() {
    let mut lan = book();
    let mut khoi = copy(&lan, 2);
    let first = set(&mut lan, "title", text("Một")).expect("it is new");
    let second = set(&mut lan, "title", text("Hai")).expect("it is new");

    assert_eq!(khoi.apply(&second.chunk), Err(DocumentError::MissingChanges { missing: vec![first.hash] }));
    assert!(khoi.apply(&first.chunk).and_then(|_| khoi.apply(&second.chunk)).is_ok());
}

#[test]
fn a_second_change_with_one_actor_s_number_is_refused() {
    let mut lan = book();
    let mut clone = copy(&lan, 1);
    let one = set(&mut lan, "title", text("Một")).expect("it is new");
    let other = set(&mut clone, "title", text("Hai")).expect("it is new");

    let mut khoi = copy(&book(), 2);
    khoi.apply(&one.chunk).expect("it fits");
    assert!(matches!(khoi.apply(&other.chunk), Err(DocumentError::Refused { .. })));
    assert_eq!(read(&khoi.node(), "title"), "Một");
    assert!(set(&mut khoi, "title", text("Ba")).is_some());
}

/// The same change, as if it spoke of another field: what it says to replace is not there.
fn about_another_field(change: &Committed, field: &[u8], other: &[u8]) -> Vec<u8> {
    let mut chunk = change.chunk.clone();
    let at = chunk.windows(field.len()).position(|part| part == field).expect("the change names the field");
    chunk[at..at + field.len()].copy_from_slice(other);
    let hash = automerge::Change::try_from(chunk.as_slice()).expect("it is a change").hash();
    chunk[4..8].copy_from_slice(&hash.0[..4]);
    chunk
}

#[test]
fn a_change_that_could_not_be_loaded_again_is_refused_and_harms_nothing() {
    let mut lan = book();
    set(&mut lan, "campaigns/dan-chu", Value::Flag(true));
    let khoi = copy(&lan, 2);
    let change = set(&mut lan, "campaigns/dan-chu", Value::Flag(false)).expect("it is new");
    let hostile = about_another_field(&change, b"dan-chu", b"den-chu");

    let mut one_by_one = khoi.clone();
    assert!(matches!(one_by_one.apply(&hostile), Err(DocumentError::Refused { .. })));
    assert_eq!((one_by_one.heads(), one_by_one.node()), (khoi.heads(), khoi.node()));
    assert_eq!(one_by_one.apply(&change.chunk), Ok(change.hash), "a colleague's work goes on");
    assert_eq!(copy(&one_by_one, 3).node(), lan.node(), "and is loaded again");
    let at_once = khoi.clone().apply_all(&[hostile, change.chunk]);
    assert!(matches!(at_once, Err(DocumentError::Refused { .. })));
}

#[test]
fn a_change_whose_operations_do_not_follow_those_before_is_refused() {
    use automerge::transaction::Transactable as _;
    let khoi = copy(&book(), 2);
    let mut ahead = automerge::AutoCommit::load(&khoi.save()).expect("it was just saved");
    ahead.put(automerge::ROOT, "one", 1).expect("it is a map");
    ahead.commit();
    ahead.put(automerge::ROOT, "two", 2).expect("it is a map");
    let last = ahead.get_last_local_change().expect("it was made");
    let expanded = automerge::ExpandedChange { deps: khoi.automerge.get_heads(), seq: 1, ..last.decode() };
    let hostile = automerge::Change::from(expanded);

    let applied = khoi.clone().apply(hostile.raw_bytes());
    assert!(matches!(applied, Err(DocumentError::Refused { .. })), "{applied:?}");
}

#[test]
fn what_is_no_text_hides_no_text_that_others_write() {
    use automerge::transaction::Transactable as _;
    let (mut lan, mut apart) = (book(), Document::new_empty(Shape::Initiative, actor(9)));
    let mut change = apart.automerge.transaction();
    change.put_object(automerge::ROOT, "support_needed", automerge::ObjType::Map).expect("it is a map");
    change.commit();
    merge(&mut lan, &apart);

    set(&mut lan, "support_needed", text("Máy chiếu"));
    assert_eq!(read(&lan.node(), "support_needed"), "Máy chiếu");
    assert_eq!(read(&copy(&lan, 2).node(), "support_needed"), "Máy chiếu");
}

#[test]
fn bytes_that_are_no_document_are_refused() {
    let refused = Document::load(b"no document", actor(1), Shape::Initiative);

    assert!(matches!(refused, Err(DocumentError::Damaged { .. })));
}

/// One edit of a random session, by number.
fn step(kind: u8, value: u8) -> Edit {
    let words = ["một", "hai", "ba", "bốn", "năm"];
    let word = |number: u8| words[usize::from(number) % words.len()];
    match kind % 6 {
        0 => Edit::new("problem", text(&format!("{} {} {}", word(value), word(value / 5), word(value / 25)))),
        1 => Edit::new("scope", text(["class", "school"][usize::from(value % 2)])),
        2 => Edit::new(format!("results/{:016x}/actual", value % 3), Value::Number(u32::from(value).into())),
        3 => Edit::new(format!("results/{:016x}", value % 3), Value::Remove),
        4 => Edit::new(format!("campaigns/c{}", value % 3), Value::Flag(value.is_multiple_of(2))),
        _ => Edit::new(format!("results/{:016x}/label", value % 3), text(word(value))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_of_the_same_changes_gives_the_same(
        steps in prop::collection::vec((0u8..3, any::<u8>(), any::<u8>(), any::<bool>()), 1..24),
        order in any::<prop::sample::Index>(),
    ) {
        let first = book();
        let mut machines: Vec<_> = (1..4).map(|number| copy(&first, number)).collect();
        for (machine, kind, value, meets) in steps {
            let machine = usize::from(machine);
            let _ = machines[machine].edit(&[step(kind, value)], NOW).expect("every step fits");
            if meets {
                let other = machines[(machine + 1) % 3].clone();
                merge(&mut machines[machine], &other);
            }
        }
        let mut one = first.clone();
        let mut other = first.clone();
        for machine in &machines {
            merge(&mut one, machine);
        }
        let start = order.index(machines.len());
        for machine in machines.iter().cycle().skip(start).take(3) {
            merge(&mut other, machine);
        }

        prop_assert_eq!(one.node(), other.node());
        prop_assert_eq!(one.conflicts(), other.conflicts());
        prop_assert_eq!(one.heads(), other.heads());
        prop_assert_eq!(one.content_hash(&one.heads()), other.content_hash(&other.heads()));
        let (fresh, _) = one.fresh_copy(actor(9), NOW).expect("it can be written again");
        prop_assert_eq!(fresh.node(), one.node());
    }

    #[test]
    fn no_word_is_lost_when_two_edit_one_text_apart(
        base in "([a-e]{1,3} ){0,6}", mine in "([f-m]{2,4} ?){1,4}", theirs in "([n-z]{2,4} ?){1,4}",
        place in any::<prop::sample::Index>(), their_place in any::<prop::sample::Index>(), replaces in any::<bool>(),
    ) {
        let put_in = |place: &prop::sample::Index, words: &str| {
            let mut all: Vec<&str> = base.split_whitespace().collect();
            let place = place.index(all.len() + 1);
            if replaces && place < all.len() {
                all[place] = words.trim();
            } else {
                all.insert(place, words.trim());
            }
            all.join(" ")
        };
        let mut lan = book();
        set(&mut lan, "problem", text(&base));
        let mut khoi = copy(&lan, 2);
        set(&mut lan, "problem", text(&put_in(&place, &mine)));
        set(&mut khoi, "problem", text(&put_in(&their_place, &theirs)));
        merge(&mut lan, &khoi);

        let node = lan.node();
        for word in mine.split_whitespace().chain(theirs.split_whitespace()) {
            prop_assert!(read(&node, "problem").contains(word), "{word} in {}", read(&node, "problem"));
        }
    }
}

#[test]
fn a_snapshot_is_the_document_for_who_has_nothing_and_merges_with_what_is_there() {
    let mut lan = book();
    let mut khoi = copy(&lan, 2);
    set(&mut lan, "title", text("Thẻ lỗi sai"));
    set(&mut khoi, "solution", text("Cho từng em"));
    let made = lan.snapshot().expect("it can be saved");

    let mut empty = Document::new_empty(Shape::Initiative, actor(3));
    let told = empty.absorb(&made).expect("it can be loaded");
    assert_eq!((empty.node(), empty.actor()), (lan.node(), Some(actor(3))));
    assert_eq!(told.len() as u64, lan.change_count());
    assert_eq!(told.iter().map(|change| change.seq).collect::<Vec<_>>(), [1, 2]);

    khoi.absorb(&made).expect("it can be merged");
    assert_eq!(read(&khoi.node(), "title"), "Thẻ lỗi sai");
    assert_eq!(read(&khoi.node(), "solution"), "Cho từng em");
}

#[test]
fn a_snapshot_of_another_version_than_it_says_is_refused() {
    let mut lan = book();
    let older = lan.snapshot().expect("it can be saved");
    set(&mut lan, "title", text("Thẻ lỗi sai"));
    let now = lan.snapshot().expect("it can be saved");
    let mut empty = Document::new_empty(Shape::Initiative, actor(3));

    let less = Snapshot { n_changes: 2, ..older.clone() };
    let other = Snapshot { bytes: older.bytes, ..now.clone() };
    let torn = Snapshot { bytes: now.bytes[..now.bytes.len() - 1].to_vec(), ..now };
    for hostile in [less, other, torn] {
        assert!(matches!(empty.absorb(&hostile), Err(DocumentError::Damaged { .. })));
        assert_eq!(empty.change_count(), 0);
    }
}
