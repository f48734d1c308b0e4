//! One initiative as the leaf of a notebook.

mod authors;
mod conflicts;
mod continues;
mod difficulties;
mod evidence;
mod hand_in;
mod head;
mod linked;
mod months;
mod plan;
mod pupils;
mod quantities;
mod remarks;
mod results;
mod row;
mod saving;
mod sheet;
mod timeline;

use domain::date::Month;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::editor::use_editor;
use super::fields::show;
use super::log::LogDialog;
use super::model::log::first_choice;
use super::model::people::{shows_authors, shows_pupils};
use crate::ui;

pub use difficulties::ADDRESSEES;

/// What the parts of the leaf open for one another.
#[derive(Clone, Copy)]
pub struct Opens {
    /// The form that logs a month.
    pub log: RwSignal<bool>,
    /// The month that it opens with.
    pub month: RwSignal<Option<Month>>,
    /// The form that hands a part in.
    pub hand_in: RwSignal<bool>,
}

impl Opens {
    /// Opens the form that logs a month.
    pub fn log_month(self, month: Option<Month>) {
        self.month.set(month);
        self.log.set(true);
    }
}

/// Gives what the parts of the leaf open for one another.
pub fn use_opens() -> Opens {
    expect_context()
}

/// The whole leaf.
#[component]
pub fn Leaf() -> impl IntoView {
    let editor = use_editor();
    let opens =
        Opens { log: RwSignal::new(false), month: RwSignal::new(None), hand_in: RwSignal::new(false) };
    provide_context(opens);
    arrive(opens);
    let of_pupils = editor.part(|view| shows_pupils(view.participant_kind, view.pupils.len(), view.sponsor));
    let of_authors = editor.part(|view| shows_authors(view.participant_kind, &view.authors, view.sponsor));
    let dossier = editor.part(|view| view.state.registration.name() != "draft" || !view.evidence.is_empty());
    view! {
        <head::LeafHead/>
        <div class="stack">
            <remarks::Remarks/>
            <conflicts::Conflicts/>
            <ui::Leaf>
                <months::Months/>
                <sheet::Sheet/>
                {move || of_pupils.get().then(|| view! { <pupils::Pupils/> })}
                {move || of_authors.get().then(|| view! { <authors::Authors/> })}
                <quantities::Quantities/>
                <results::Results/>
                <plan::Plan/>
                <evidence::Evidence/>
                <difficulties::Difficulties/>
                <hand_in::HandIn/>
                {move || dossier.get().then(|| view! { <timeline::Timeline/> })}
            </ui::Leaf>
        </div>
        <LogDialog opens/>
    }
}

/// Does what the address asks for: opens the form of a month, or goes to a part.
fn arrive(opens: Opens) {
    let (editor, query) = (use_editor(), use_query_map());
    Effect::new(move || {
        let (log, at) = query.with(|query| (query.get("log"), query.get("at")));
        if let Some(month) = log {
            let month = month.parse().ok().or_else(|| editor.peek(first_choice));
            opens.log_month(month);
        }
        if let Some(element) = at.and_then(|at| document().get_element_by_id(&format!("at-{at}"))) {
            show(&element);
        }
    });
}
