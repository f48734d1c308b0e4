//! The quiet line that tells where the written words are.

use api::UndoEdit;
use leptos::prelude::*;

use super::super::editor::{Saving, use_editor};
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::parts::{ErrorNote, Whereabouts};
use crate::ui::{Button, ButtonKind, Symbol, use_toasts};

/// Tells whether everything is saved on this machine, and how far it got from here.
#[component]
pub fn SavedLine() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let delivery = editor.part(|view| view.summary.delivery);
    let saved_at = editor.part(|view| view.saved_at.hour_minute());
    let words = Memo::new(move |_| match editor.saving() {
        Saving::Typing => td_string!(lang, book.saving.typing).to_owned(),
        Saving::Failed => td_string!(lang, book.saving.failed).to_owned(),
        Saving::Saved => {
            let (hour, minute) = saved_at.get();
            td_string!(lang, book.saving.saved, time = format!("{hour:02}:{minute:02}"))
        }
    });
    let failed = move || editor.saving() == Saving::Failed;
    view! {
        <Whereabouts state=delivery/>
        <span
            class="faint"
            role="status"
            data-testid="saved-line"
            class:book-unsaved=failed
        >
            {move || words.get()}
        </span>
        <Undo/>
        {move || failed().then(|| view! {
            <Button
                testid="save-again"
                on_press=move |_| editor.flush()
            >
                {td_string!(lang, book.saving.again)}
            </Button>
        })}
    }
}

/// Says why saving failed, if it did.
#[component]
pub fn SavingError() -> impl IntoView {
    let editor = use_editor();
    view! { <ErrorNote error=Signal::derive(move || editor.error())/> }
}

/// Takes back this machine's last edit: by its button, or by Ctrl Z outside of a field.
#[component]
fn Undo() -> impl IntoView {
    let (lang, editor, act, toasts) = (use_locale(), use_editor(), use_act(), use_toasts());
    let can = editor.part(|view| view.can_undo);
    let undo = move || {
        act.call(UndoEdit { id: editor.id() }, move |view| {
            editor.accept(view);
            toasts.say(td_string!(lang, book.saving.undone));
        });
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let wanted = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key() == "z";
        // Inside a field the keys belong to the words that are being typed.
        if wanted && !event.default_prevented() && !in_a_field() && can.get_untracked() {
            event.prevent_default();
            undo();
        }
    });
    on_cleanup(move || keys.remove());
    move || {
        can.get().then(|| {
            view! {
                <Button
                    kind=ButtonKind::Quiet
                    icon=Symbol::Undo
                    busy=act.busy()
                    testid="undo"
                    on_press=move |_| undo()
                >
                    {td_string!(lang, book.saving.undo)}
                </Button>
            }
        })
    }
}

fn in_a_field() -> bool {
    let active = document().active_element();
    active.is_some_and(|element| {
        let tag = element.tag_name();
        tag == "TEXTAREA"
            || (tag == "INPUT"
                && !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "file")))
    })
}
