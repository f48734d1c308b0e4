//! One result while it is written: what is measured, how, and its three values.

use api::{InitiativeView, ResultView};
use domain::date::Date;
use domain::decimal::Decimal;
use leptos::prelude::*;

use super::super::super::editor::use_editor;
use super::super::super::fields::{Day, Line, Number, Pick, Words};
use super::super::super::model::find::result;
use super::super::quantities::RemoveEntry;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Choice, use_toasts};
use crate::words;

const KINDS: [&str; 7] = ["count", "ratio", "mean", "per_month", "duration", "money", "statistic"];
const DIRECTIONS: [&str; 5] = ["higher", "lower", "keep_at_least", "keep_at_most", "none"];

/// The row below a result in which it is written.
#[component]
pub fn Edit(path: String) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let key = path.clone();
    let ratio = editor.part(move |view| {
        result(view, &key).is_some_and(|result| result.quantity_kind.as_deref() == Some("ratio"))
    });
    let whole = path.clone();
    let remove = move |_| {
        editor.remove(&whole);
        toasts.say(td_string!(lang, book.results.removed));
    };
    view! {
        <tr class="book-editing">
            <td colspan="7">
                <div class="book-entry book-result">
                    <What path=path.clone()/>
                    <div class="book-figures">
                        <Figure path=path.clone() which=Which::Baseline ratio/>
                        <Figure path=path.clone() which=Which::Target ratio/>
                        <Figure path=path.clone() which=Which::Actual ratio/>
                    </div>
                    <RemoveEntry
                        label=td_string!(lang, book.results.remove)
                        testid="remove-result"
                        on_press=remove
                    />
                </div>
            </td>
        </tr>
    }
}

/// What is measured, in which unit, how, and which way is good.
#[component]
fn What(path: String) -> impl IntoView {
    let lang = use_locale();
    let field = |name: &str| format!("{path}/{name}");
    let kinds =
        KINDS.iter().map(|kind| Choice::new(*kind, words::quantity_kind(lang, kind))).collect::<Vec<_>>();
    let directions =
        DIRECTIONS.iter().map(|way| Choice::new(*way, words::direction(lang, way))).collect::<Vec<_>>();
    view! {
        <Words
            path=field("label")
            label=td_string!(lang, book.results.label)
            read=|view, path| text(view, path, |result| result.label.clone())
            rows=1
            one_line=true
            example=td_string!(lang, book.results.label_example)
            testid="result-label"
        />
        <div class="book-three">
            <Pick
                path=field("quantity_kind")
                label=td_string!(lang, book.results.kind)
                read=|view, path| text(view, path, |result| result.quantity_kind.clone().unwrap_or_default())
                choices=Signal::stored(kinds)
                none=td_string!(lang, book.sheet.choose)
                testid="result-kind"
            />
            <Pick
                path=field("direction")
                label=td_string!(lang, book.results.direction)
                read=|view, path| text(view, path, |result| result.direction.clone().unwrap_or_default())
                choices=Signal::stored(directions)
                none=td_string!(lang, book.sheet.choose)
                testid="result-direction"
            />
            <Line
                path=field("unit")
                label=td_string!(lang, book.results.unit)
                read=|view, path| text(view, path, |result| result.unit.clone())
                example=td_string!(lang, book.results.unit_example)
                testid="result-unit"
            />
        </div>
        <Words
            path=field("how_measured")
            label=td_string!(lang, book.results.how)
            read=|view, path| text(view, path, |result| result.how_measured.clone())
            rows=1
            example=td_string!(lang, book.results.how_example)
            testid="result-how"
        />
    }
}

/// One of the three values: a number, or a part of a whole, and the day it was measured.
#[component]
fn Figure(path: String, which: Which, ratio: Memo<bool>) -> impl IntoView {
    let lang = use_locale();
    let (name, title) = match which {
        Which::Baseline => ("baseline", td_string!(lang, book.results.baseline)),
        Which::Target => ("target", td_string!(lang, book.results.target)),
        Which::Actual => ("actual", td_string!(lang, book.results.actual)),
    };
    let (number, whole_number) = which.readers();
    let whole = format!("{path}/{name}_whole");
    let on = which.day().map(|read| (format!("{path}/{name}_on"), read));
    let label = move || {
        if ratio.get() {
            td_string!(lang, book.results.part_of)
        } else {
            td_string!(lang, book.results.number)
        }
    };
    view! {
        <fieldset class="book-figure">
            <legend class="field-label">{title}</legend>
            <div class="book-ratio">
                <Number path=format!("{path}/{name}") label read=number testid=format!("result-{name}")/>
                {move || ratio.get().then(|| view! {
                    <Number
                        path=whole.clone()
                        label=td_string!(lang, book.results.whole)
                        read=whole_number
                        testid=format!("result-{name}-whole")
                    />
                })}
            </div>
            {on.map(|(on, read)| view! {
                <Day
                    path=on
                    label=td_string!(lang, book.results.measured_on) read
                    testid=format!("result-{name}-on")
                />
            })}
        </fieldset>
    }
}

#[derive(Clone, Copy)]
enum Which {
    Baseline,
    Target,
    Actual,
}

type ReadNumber = fn(&InitiativeView, &str) -> Option<Decimal>;
type ReadDay = fn(&InitiativeView, &str) -> Option<Date>;

impl Which {
    /// Gives what reads the number, or part, and the whole.
    fn readers(self) -> (ReadNumber, ReadNumber) {
        match self {
            Self::Baseline => (
                |view, path| result(view, path).and_then(|result| result.baseline.value),
                |view, path| result(view, path).and_then(|result| result.baseline.whole),
            ),
            Self::Target => (
                |view, path| result(view, path).and_then(|result| result.target.value),
                |view, path| result(view, path).and_then(|result| result.target.whole),
            ),
            Self::Actual => (
                |view, path| result(view, path).and_then(|result| result.actual.value),
                |view, path| result(view, path).and_then(|result| result.actual.whole),
            ),
        }
    }

    /// Gives what reads the day; a target is not measured on one.
    fn day(self) -> Option<ReadDay> {
        match self {
            Self::Baseline => Some(|view, path| result(view, path).and_then(|result| result.baseline_on)),
            Self::Target => None,
            Self::Actual => Some(|view, path| result(view, path).and_then(|result| result.actual_on)),
        }
    }
}

fn text(view: &InitiativeView, path: &str, read: fn(&ResultView) -> String) -> String {
    result(view, path).map(read).unwrap_or_default()
}
