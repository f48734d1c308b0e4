//! Học sinh và người bảo trợ: pupils by code and class, and the adult who signs for them.

use api::{ListPeople, Topic};
use domain::id::EntryId;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::{Line, Pick};
use super::super::model::choices::sponsors;
use super::super::model::find::pupil;
use super::super::model::leaf::anchor;
use super::quantities::{RemoveEntry, focus_entry};
use super::row::Row;
use crate::i18n::{td_string, use_locale};
use crate::live::live;
use crate::ui::{Button, ButtonKind, Choice, Symbol, use_toasts};
use crate::words;

/// Pupils with their classes, and their sponsor.
#[component]
pub fn Pupils() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let ids = editor.part(|view| {
        view.pupils.iter().filter_map(|pupil| pupil.id.parse::<EntryId>().ok()).collect::<Vec<_>>()
    });
    let can_edit = editor.part(|view| view.can_edit);
    let add = move |_| {
        let id = editor.add("pupils", ids.with_untracked(Vec::len), &[]);
        request_animation_frame(move || focus_entry("pupils", id));
    };
    view! {
        <Row title=td_string!(lang, book.pupils.part) at="pupils">
            <p class="soft">{td_string!(lang, book.pupils.names)}</p>
            <div id=anchor("pupils")>
                <ul class="book-authors">
                    <For each=move || ids.get() key=|id| *id let:id><Pupil id/></For>
                </ul>
                {move || can_edit.get().then(|| view! {
                    <Button kind=ButtonKind::Quiet icon=Symbol::Plus testid="add-pupil" on_press=add>
                        {td_string!(lang, book.pupils.add)}
                    </Button>
                })}
            </div>
            <Sponsor/>
        </Row>
    }
}

#[component]
fn Pupil(id: EntryId) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let path = format!("pupils/{id}");
    let code = words::pupil_code(&id.to_string());
    let whole = path.clone();
    let remove = move |_| {
        editor.remove(&whole);
        toasts.say(td_string!(lang, book.pupils.removed));
    };
    view! {
        <li id=anchor(&path) data-testid="pupil">
            <div class="what"><strong class="num">{td_string!(lang, book.pupils.code, code = code)}</strong></div>
            <Line
                path=format!("{path}/class")
                label=td_string!(lang, book.pupils.class)
                read=|view, path| pupil(view, path).map(|pupil| pupil.class.clone()).unwrap_or_default()
                example=td_string!(lang, book.pupils.class_example)
                testid="pupil-class"
            />
            <RemoveEntry
                label=td_string!(lang, book.pupils.remove)
                testid="remove-pupil"
                on_press=remove
            />
        </li>
    }
}

/// The adult who writes and signs for the pupils.
#[component]
fn Sponsor() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let people = live(|| ListPeople {}, || vec![Topic::People]);
    let chosen =
        editor.part(|view| view.sponsor.map(|member| (member.to_string(), view.sponsor_name.clone())));
    let choices = Memo::new(move |_| {
        let members = people.get().map(|people| people.members).unwrap_or_default();
        Choice::all(sponsors(&members, chosen.get()))
    });
    view! {
        <Pick
            path="sponsor"
            label=td_string!(lang, book.pupils.sponsor)
            read=|view, _| view.sponsor.map(|member| member.to_string()).unwrap_or_default()
            choices
            none=td_string!(lang, book.pupils.choose_sponsor)
            testid="field-sponsor"
        />
    }
}
