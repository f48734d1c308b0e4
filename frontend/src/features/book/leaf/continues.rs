//! Nối tiếp sáng kiến: the earlier initiative that this one carries on, folded until it is wanted.

use api::ListMyInitiatives;
use domain::sheet::Value;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::model::choices::earlier;
use super::super::model::leaf::anchor;
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::live;
use crate::ui::{Choice, SelectField};

/// The earlier initiative, named in the folded line; who only reads sees it where there is one.
#[component]
pub fn Continues() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let shown = editor.part(|view| view.can_edit || view.continues.is_some());
    let title = editor.part(move |view| view.continues.map(|_| titled(lang, &view.continues_title)));
    // The others are asked for when somebody opens the part.
    let opened = RwSignal::new(false);
    move || {
        shown.get().then(|| {
            view! {
                <details
                    class="book-more"
                    id=anchor("continues")
                    data-testid="continues"
                    on:toggle=move |_| opened.set(true)
                >
                    <summary>
                        {td_string!(lang, book.sheet.continues)} " "
                        <span class="faint">{move || title.get()}</span>
                    </summary>
                    {move || opened.get().then(|| view! { <Earlier/> })}
                </details>
            }
        })
    }
}

/// Names an earlier initiative, which may have no title yet.
fn titled(lang: Locale, title: &str) -> String {
    if title.trim().is_empty() { td_string!(lang, book.untitled).to_owned() } else { title.to_owned() }
}

/// The asker's other initiatives, one of them to be chosen.
#[component]
fn Earlier() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let mine = live(|| ListMyInitiatives {}, Vec::new);
    let value = editor.part(|view| view.continues.map(|id| id.to_string()).unwrap_or_default());
    let chosen = editor
        .part(move |view| view.continues.map(|id| (id.to_string(), titled(lang, &view.continues_title))));
    let choices = Memo::new(move |_| {
        let mine = mine.get().unwrap_or_default();
        Choice::all(earlier(&mine, editor.id(), chosen.get()))
    });
    let nothing = Memo::new(move |_| mine.with(|_| ()).is_some() && choices.with(Vec::is_empty));
    let disabled = editor.part(|view| !view.can_edit);
    let set = move |chosen: String| {
        let value = if chosen.is_empty() { Value::Remove } else { Value::Text(chosen) };
        editor.set("continues", value);
    };
    move || {
        if nothing.get() {
            return view! { <p class="soft">{td_string!(lang, book.sheet.continues_none)}</p> }.into_any();
        }
        view! {
            <SelectField
                label=td_string!(lang, book.sheet.continues)
                choices
                value
                none=td_string!(lang, book.sheet.choose)
                hint=td_string!(lang, book.sheet.continues_hint)
                disabled
                testid="field-continues"
                on_change=set
            />
        }
        .into_any()
    }
}
