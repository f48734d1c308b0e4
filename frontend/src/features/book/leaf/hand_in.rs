//! Nộp: what is missing, the pledge, and the quieter acts of the leaf.

mod dialogs;

use api::{InitiativeView, MissingView, Submit};
use domain::record::Part;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::go_to;
use super::super::model::leaf::part_to_hand_in;
use super::row::Row;
use super::use_opens;
use crate::act::use_act;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{Button, ButtonKind, CheckField, Dialog, Icon, Symbol, use_toasts};
use crate::words;

pub use dialogs::More;

/// Gives the words of the act that hands a part in.
pub fn act_words(lang: Locale, part: Part) -> &'static str {
    match part {
        Part::Registration => td_string!(lang, book.hand_in.registration),
        Part::Dossier => td_string!(lang, book.hand_in.dossier),
    }
}

fn missing(view: &InitiativeView, part: Part) -> Vec<MissingView> {
    match part {
        Part::Registration => view.missing_registration.clone(),
        Part::Dossier => view.missing_dossier.clone(),
    }
}

/// The row that says what is missing, and hands in.
#[component]
pub fn HandIn() -> impl IntoView {
    let editor = use_editor();
    let part = editor.part(part_to_hand_in);
    view! {
        {move || part.get().map(|part| view! { <Ready part/> })}
        <Asking part/>
    }
}

#[component]
fn Ready(part: Part) -> impl IntoView {
    let (lang, editor, opens) = (use_locale(), use_editor(), use_opens());
    let lacks = editor.part(move |view| missing(view, part));
    let warnings = editor.part(|view| view.warnings.clone());
    let twins = editor.part(|view| view.same_title.clone());
    let quiet = move |_| opens.hand_in.set(true);
    view! {
        <Row title=td_string!(lang, book.hand_in.part) at="hand-in">
            {move || if lacks.with(Vec::is_empty) {
                view! { <p>{td_string!(lang, book.hand_in.complete)}</p> }.into_any()
            } else {
                view! {
                    <p>{td_string!(lang, book.hand_in.missing)}</p> <Missing lacks=lacks.get()/>
                }.into_any()
            }}
            {move || warnings.with(|warnings| !warnings.is_empty()).then(|| view! {
                <p class="soft">{td_string!(lang, book.hand_in.warnings)}</p>
                <Missing lacks=warnings.get()/>
            })}
            {move || twins.get().into_iter().map(|twin| view! {
                <p class="soft" data-testid="same-title">
                    {td_string!(lang, book.hand_in.same_title, authors = words::list(lang, &twin.authors), department = twin.department).to_string()}
                </p>
            }).collect_view()}
            <div class="row">
                <Button
                    icon=Symbol::Forward
                    testid="open-hand-in"
                    on_press=quiet
                >
                    {act_words(lang, part)}
                </Button>
            </div>
        </Row>
    }
}

/// What is missing or doubtful, each with the way to its field.
#[component]
fn Missing(lacks: Vec<MissingView>) -> impl IntoView {
    let (lang, opens) = (use_locale(), use_opens());
    let items = lacks.into_iter().map(|lack| {
        let words = words::missing(lang, &lack.path, &lack.reason);
        let path = lack.path;
        let go = move |_| {
            opens.hand_in.set(false);
            let path = path.clone();
            // The dialog gives the focus back first.
            set_timeout(move || go_to(&path), std::time::Duration::from_millis(30));
        };
        view! {
            <li><button type="button" class="book-way" data-testid="missing" on:click=go><Icon symbol=Symbol::Forward/>{words}</button></li>
        }
    });
    let items = items.collect_view();
    view! { <ul class="book-missing">{items}</ul> }
}

/// The dialog with the pledge; while something is missing it says what instead.
#[component]
fn Asking(part: Memo<Option<Part>>) -> impl IntoView {
    let (lang, opens) = (use_locale(), use_opens());
    let title = move || part.get().map(|part| act_words(lang, part)).unwrap_or_default();
    view! {
        <Dialog open=opens.hand_in title size=DialogSize::Medium testid="hand-in-dialog">
            {move || part.get().map(|part| view! { <Pledge part/> })}
        </Dialog>
    }
}

#[component]
fn Pledge(part: Part) -> impl IntoView {
    let (lang, editor, opens, act, toasts) =
        (use_locale(), use_editor(), use_opens(), use_act(), use_toasts());
    let lacks = editor.part(move |view| missing(view, part));
    let pledged = RwSignal::new(false);
    let submit = move |_| {
        act.call(Submit { id: editor.id(), part, pledge: true }, move |view| {
            editor.accept(view);
            opens.hand_in.set(false);
            toasts.say(td_string!(lang, book.hand_in.done));
        });
    };
    let complete = move || lacks.with(Vec::is_empty);
    let unsaved = Signal::derive(move || editor.saving() == super::super::editor::Saving::Typing);
    view! {
        {move || if complete() {
            view! {
                <p>{td_string!(lang, book.hand_in.what_happens)}</p>
                <p class="book-pledge">{td_string!(lang, book.hand_in.pledge_text)}</p>
                <CheckField
                    label=td_string!(lang, book.hand_in.pledge)
                    value=pledged
                    testid="pledge"
                    on_change=move |given| pledged.set(given)
                />
                <ErrorNote error=act.error()/>
                <div class="dialog-acts">
                    <Button
                        kind=ButtonKind::Main
                        icon=Symbol::Forward
                        busy=act.busy()
                        disabled=Signal::derive(move || !pledged.get() || unsaved.get())
                        testid="confirm-submit"
                        on_press=submit
                    >
                        {act_words(lang, part)}
                    </Button>
                </div>
            }.into_any()
        } else {
            view! {
                <p>{td_string!(lang, book.hand_in.missing)}</p>
                <Missing lacks=lacks.get()/>
                <p class="faint">{td_string!(lang, book.hand_in.kept)}</p>
            }.into_any()
        }}
    }
}
