//! Hai giá trị khác nhau – chọn một: fields where two people wrote apart.

use api::{ChooseValue, ConflictView};
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::go_to;
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{Button, ButtonKind, Callout, Symbol, Tone};
use crate::words;

/// Fields with several values, each to be chosen with one press.
#[component]
pub fn Conflicts() -> impl IntoView {
    let editor = use_editor();
    let conflicts = editor.part(|view| view.conflicts.clone());
    view! {
        <div class="stack" id="at-conflicts" tabindex="-1">
            {move || conflicts.get().into_iter().map(|conflict| view! {
                <Conflict conflict/>
            }).collect_view()}
        </div>
    }
}

#[component]
fn Conflict(conflict: ConflictView) -> impl IntoView {
    let (lang, editor, act) = (use_locale(), use_editor(), use_act());
    let can_edit = editor.peek(|view| view.can_edit);
    let field = words::field(lang, &conflict.path);
    let path = StoredValue::new(conflict.path);
    let choices = conflict.candidates.into_iter().enumerate().map(|(index, candidate)| {
        let token = candidate.token;
        let choose = move |_| {
            let request = ChooseValue { id: editor.id(), path: path.get_value(), token: token.clone() };
            act.call(request, move |view| editor.accept(view));
        };
        let shown = if candidate.value.is_empty() {
            td_string!(lang, book.conflicts.empty).to_owned()
        } else {
            candidate.value
        };
        view! {
            <li>
                <span class="book-value num">{shown}</span>
                <span class="faint">{td_string!(lang, book.conflicts.by, person = candidate.person)}</span>
                {(index == 0).then(|| view! {
                    <span class="faint">{td_string!(lang, book.conflicts.shown)}</span>
                })}
                {can_edit.then(|| view! {
                    <Button testid=format!("choose-{index}") busy=act.busy() on_press=choose>
                        {td_string!(lang, book.conflicts.choose)}
                    </Button>
                })}
            </li>
        }
    });
    let choices = choices.collect_view();
    let title = td_string!(lang, book.conflicts.title, field = field);
    view! {
        <Callout tone=Tone::Attention title testid="conflict">
            <ul class="book-choices">{choices}</ul>
            <ErrorNote error=act.error()/>
            <Button
                kind=ButtonKind::Quiet
                icon=Symbol::Forward
                on_press=move |_| path.with_value(|path| go_to(path))
            >
                {td_string!(lang, book.conflicts.look)}
            </Button>
        </Callout>
    }
}
