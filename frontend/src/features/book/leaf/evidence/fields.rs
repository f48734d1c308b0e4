//! What an author writes of one file: its words, its day, and what it supports.

use domain::id::EntryId;
use leptos::prelude::*;

use super::super::super::editor::use_editor;
use super::super::super::fields::{Day, Tick, Words};
use super::super::super::model::find::{evidence, last};
use super::super::super::model::leaf::{Claim, claims};
use crate::i18n::{td_string, use_locale};
use crate::ui::{Button, ButtonKind, Symbol, use_toasts};
use crate::words;

/// The fields of the file that is looked at, and the way to remove it.
#[component]
pub fn Fields(id: EntryId, looked_at: RwSignal<Option<EntryId>>) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let path = format!("evidence/{id}");
    let whole = path.clone();
    let can_edit = editor.peek(|view| view.can_edit);
    let remove = move |_| {
        editor.remove(&whole);
        toasts.say(td_string!(lang, book.evidence.removed));
        looked_at.set(None);
    };
    view! {
        <Words
            path=format!("{path}/title")
            label=td_string!(lang, book.evidence.title)
            read=|view, path| evidence(view, path).map(|item| item.title.clone()).unwrap_or_default()
            rows=1
            one_line=true
            testid="evidence-title"
        />
        <Words
            path=format!("{path}/caption")
            label=td_string!(lang, book.evidence.caption)
            read=|view, path| evidence(view, path).map(|item| item.caption.clone()).unwrap_or_default()
            rows=2
            testid="evidence-caption"
        />
        <Day
            path=format!("{path}/captured_on")
            label=td_string!(lang, book.evidence.captured_on)
            read=|view, path| evidence(view, path).and_then(|item| item.captured_on)
            testid="evidence-captured-on"
        />
        <Supports path/>
        {can_edit.then(|| view! {
            <Button kind=ButtonKind::Quiet icon=Symbol::Bin testid="remove-evidence" on_press=remove>
                {td_string!(lang, book.evidence.remove)}
            </Button>
        })}
    }
}

/// What the file supports, to be ticked.
#[component]
fn Supports(path: String) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let claims = editor.part(claims);
    let ticks = move || {
        let ticks = claims.get().into_iter().map(|(claim, words)| {
            let label = match words {
                Claim::Named(name) if name.trim().is_empty() => td_string!(lang, book.results.untitled).to_owned(),
                Claim::Named(name) => name,
                Claim::Month(month) => td_string!(lang, book.evidence.month, month = words::month_year(lang, month)).to_string(),
            };
            view! {
                <Tick
                    path=format!("{path}/supports/{claim}") label
                    read=|view, path| evidence(view, path).is_some_and(|item| item.supports.iter().any(|claim| claim == last(path)))
                />
            }
        });
        ticks.collect_view()
    };
    view! {
        <fieldset class="book-ticks">
            <legend class="field-label">{td_string!(lang, book.evidence.supports)}</legend>
            {ticks}
        </fieldset>
    }
}
