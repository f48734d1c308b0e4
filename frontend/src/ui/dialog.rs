//! A dialog: the page behind it waits, Escape and Back close it, the focus comes back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::i18n::{td_string, use_locale};

use super::{Button, ButtonKind, Symbol, close_on_back, new_id};

/// How much room a dialog takes on a wide screen; on a phone it fills the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogSize {
    /// A question.
    #[default]
    Small,
    /// A form.
    Medium,
    /// A picture or a table.
    Large,
}

impl DialogSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "dialog",
            Self::Medium => "dialog dialog--medium",
            Self::Large => "dialog dialog--large",
        }
    }
}

/// Whether the dialog about something is open: while there is something; who closes it forgets what.
pub fn open_about<T: Send + Sync + 'static>(about: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(about.with(Option::is_some)));
    Effect::new(move || {
        if !open.get() && about.with_untracked(Option::is_some) {
            about.set(None);
        }
    });
    open
}

/// A dialog. Its contents are made when it opens and thrown away when it closes.
#[component]
pub fn Dialog(
    /// Whether it is open; the dialog sets it to false when it is closed.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: TextProp,
    /// How much room it takes.
    #[prop(optional)]
    size: DialogSize,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// What is in it; acts belong into an element with class `dialog-acts` at its end.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = new_id("dialog");
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            focus_first(&dialog);
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    close_on_back(open);
    let content = StoredValue::new(children);
    view! {
        <dialog
            node_ref=node
            class=size.class()
            aria-labelledby=title_id.clone()
            data-testid=testid
            on:close=move |_| open.set(false)
        >
            <div class="dialog-head">
                <h2 id=title_id.clone()>{move || title.get()}</h2>
                <Button
                    kind=ButtonKind::Bare
                    icon=Symbol::Cross
                    label=td_string!(use_locale(), common.ui.close)
                    testid="close-dialog"
                    on_press=move |_| open.set(false)
                />
            </div>
            <div class="dialog-body stack">{move || open.get().then(|| content.with_value(|content| content()))}</div>
        </dialog>
    }
}

/// What a person most likely wants to use first: a field, else an act.
const FIRST: &str = ".dialog-body input:not([type=file]), .dialog-body textarea, .dialog-body select, .dialog-body button, .dialog-body a";

/// Moves the focus from the closing cross into the contents, once they are there.
fn focus_first(dialog: &web_sys::HtmlDialogElement) {
    let dialog = dialog.clone();
    request_animation_frame(move || {
        let first = dialog.query_selector(FIRST).ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
}
