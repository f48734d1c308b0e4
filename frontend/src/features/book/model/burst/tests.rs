use domain::sheet::Value;

use super::Burst;

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

#[test]
fn one_burst_has_one_edit_a_field() {
    let mut burst = Burst::default();
    burst.put("title", text("Th"));
    burst.put("problem", text("x"));
    burst.put("title", text("Thẻ"));

    let sent = burst.send();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].value, text("Thẻ"));
    assert!(burst.is_empty() && burst.is_under_way() && burst.holds("title"));
}

#[test]
fn nothing_is_sent_while_a_call_is_under_way() {
    let mut burst = Burst::default();
    burst.put("title", text("a"));
    assert_eq!(burst.send().len(), 1);
    burst.put("title", text("ab"));
    assert!(burst.send().is_empty());
    burst.saved();
    assert_eq!(burst.send()[0].value, text("ab"));
}

#[test]
fn a_page_that_goes_sends_what_was_typed_while_a_call_was_under_way() {
    let mut burst = Burst::default();
    burst.put("title", text("a"));
    burst.send();
    burst.put("title", text("ab"));
    assert_eq!(burst.hurry()[0].value, text("ab"));
    burst.saved();
    assert!(burst.sends("title"), "the answer to the first call knows nothing of the second");
    burst.failed();
    assert_eq!(burst.send()[0].value, text("ab"), "the page stayed, and goes on with the newest words");
}

#[test]
fn a_failed_call_loses_nothing_and_newer_words_win() {
    let mut burst = Burst::default();
    burst.put("title", text("a"));
    burst.put("problem", text("b"));
    burst.send();
    burst.put("title", text("newer"));
    burst.failed();

    let again = burst.send();
    assert_eq!(again[0].value, text("newer"));
    assert_eq!(again[1].value, text("b"));
}

#[test]
fn a_removed_entry_takes_its_waiting_edits_along() {
    let mut burst = Burst::default();
    burst.put("results/00000000000000a1/unit", text("HS"));
    burst.put("results/00000000000000a10/unit", text("HS"));
    burst.drop_entry("results/00000000000000a1");
    assert_eq!(burst.send().len(), 1);
}
