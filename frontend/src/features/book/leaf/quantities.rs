//! Số lượng dự kiến: how much is planned, and how much the months add up to.

use api::QuantityView;
use domain::id::EntryId;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::{Line, Number, Pick, Words, show};
use super::super::model::find::quantity;
use super::super::model::leaf::anchor;
use super::row::Row;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Bar, Button, ButtonKind, Choice, Symbol, use_toasts};
use crate::words;
use domain::period::Period;

/// Planned quantities with what is done of them.
#[component]
pub fn Quantities() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let ids = editor.part(|view| view.quantities.iter().map(|quantity| quantity.id).collect::<Vec<_>>());
    let can_edit = editor.part(|view| view.can_edit);
    let add = move |_| {
        let id = editor.add("quantities", ids.with_untracked(Vec::len), &[]);
        request_animation_frame(move || focus_entry("quantities", id));
    };
    view! {
        <Row title=td_string!(lang, book.quantities.part) at="quantities">
            <div class="stack-s" id=anchor("quantities")>
                {move || ids.with(Vec::is_empty).then(|| view! {
                    <p class="soft">{td_string!(lang, book.quantities.empty)}</p>
                })}
                <For each=move || ids.get() key=|id| *id let:id><Quantity id/></For>
            </div>
            {move || can_edit.get().then(|| view! {
                <Button kind=ButtonKind::Quiet icon=Symbol::Plus testid="add-quantity" on_press=add>
                    {td_string!(lang, book.quantities.add)}
                </Button>
            })}
        </Row>
    }
}

/// Puts the focus into an entry that was just made, as soon as it is there; not when somebody is
/// already writing in a field.
pub fn focus_entry(list: &str, id: EntryId) {
    let name = anchor(&format!("{list}/{id}"));
    // The entry comes with the answer; a few frames pass until then.
    let tries = StoredValue::new(30_u8);
    look(name, tries);
}

fn is_writing() -> bool {
    let field =
        |element: web_sys::Element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    document().active_element().is_some_and(field)
}

fn look(name: String, tries: StoredValue<u8>) {
    if let Some(element) = document().get_element_by_id(&name) {
        if !is_writing() {
            show(&element);
        }
        return;
    }
    if tries.try_update_value(|left| std::mem::replace(left, left.saturating_sub(1))).unwrap_or_default() > 0
    {
        set_timeout(move || look(name, tries), std::time::Duration::from_millis(30));
    }
}

#[component]
fn Quantity(id: EntryId) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let path = format!("quantities/{id}");
    let field = |name: &str| format!("{path}/{name}");
    let key = path.clone();
    let done = editor.part(move |view| quantity(view, &key).map(|quantity| done(lang, quantity)));
    let semesters = [Period::SemesterI, Period::SemesterII];
    let semesters =
        semesters.iter().map(|period| Choice::new(period.name(), words::period(lang, *period).to_string()));
    let whole = path.clone();
    let remove = move |_| {
        editor.remove(&whole);
        toasts.say(td_string!(lang, book.quantities.removed));
    };
    view! {
        <div class="book-entry book-quantity" id=anchor(&path) data-testid="quantity">
            <Words
                path=field("what")
                label=td_string!(lang, book.quantities.what)
                read=|view, path| quantity(view, path).map(|entry| entry.what.clone()).unwrap_or_default()
                rows=1
                one_line=true
                example=td_string!(lang, book.quantities.what_example)
                testid="quantity-what"
            />
            <Number
                path=field("planned")
                label=td_string!(lang, book.quantities.planned)
                read=|view, path| quantity(view, path).and_then(|entry| entry.planned)
                testid="quantity-planned"
            />
            <Line
                path=field("unit")
                label=td_string!(lang, book.quantities.unit)
                read=|view, path| quantity(view, path).map(|entry| entry.unit.clone()).unwrap_or_default()
                example=td_string!(lang, book.quantities.unit_example)
                testid="quantity-unit"
            />
            <Pick
                path=field("semester")
                label=td_string!(lang, book.quantities.semester)
                read=|view, path| quantity(view, path).and_then(|entry| entry.semester).map(|period| period.name().to_owned()).unwrap_or_default()
                choices=Signal::stored(semesters.collect::<Vec<_>>())
                none=td_string!(lang, book.quantities.whole_year)
                testid="quantity-semester"
            />
            <RemoveEntry
                label=td_string!(lang, book.quantities.remove)
                testid="remove-quantity"
                on_press=remove
            />
            <div class="book-entry-wide">{move || done.get().map(|(tenths, words)| view! {
                <div class="book-bar">
                    <Bar
                        tenths
                        label=words.clone()
                        reached={tenths >= 1_000}
                    />
                    <span class="faint num">{words}</span>
                </div>
            })}</div>
        </div>
    }
}

/// Takes an entry away; only who may edit sees it.
#[component]
pub fn RemoveEntry(
    /// What it takes away, for screen readers.
    #[prop(into)]
    label: String,
    /// Name for tests.
    #[prop(into)]
    testid: String,
    /// Takes it away.
    #[prop(into)]
    on_press: Callback<leptos::ev::MouseEvent>,
) -> impl IntoView {
    let editor = use_editor();
    let can_edit = editor.part(|view| view.can_edit);
    move || {
        let (label, testid) = (label.clone(), testid.clone());
        can_edit
            .get()
            .then(|| view! { <Button kind=ButtonKind::Bare icon=Symbol::Bin label testid on_press/> })
    }
}

fn done(lang: Locale, quantity: &QuantityView) -> (i64, String) {
    let tenths = quantity.completion.unwrap_or_default() as i64;
    let done = words::number(lang, quantity.done);
    let Some(planned) = quantity.planned.filter(|_| quantity.completion.is_some()) else {
        return (tenths, td_string!(lang, book.quantities.done, done = done));
    };
    let (planned, unit, percent) =
        (words::number(lang, planned), quantity.unit.clone(), words::percent(lang, tenths));
    let words = td_string!(
        lang,
        book.quantities.done_of,
        done = done,
        planned = planned,
        unit = unit,
        percent = percent
    );
    (tenths, words)
}
