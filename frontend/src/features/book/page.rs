//! The places of the book: the list, and one leaf.

use api::{GetInitiative, GetMovement, InitiativeView, MovementView, Topic};
use domain::id::InitiativeId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::editor::Editor;
use super::leaf::Leaf;
use crate::i18n::{td_string, use_locale};
use crate::live::{Live, live};
use crate::parts::ErrorNote;
use crate::ui::{ButtonLink, Empty, Head, Loading, Symbol};

pub use super::list::BookPage;

/// One initiative as the leaf of a notebook.
#[component]
pub fn LeafPage() -> impl IntoView {
    let lang = use_locale();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<InitiativeId>().ok()));
    move || match id.get() {
        Some(id) => view! { <Opening id/> }.into_any(),
        None => view! {
            <Empty symbol=Symbol::Book sentence=td_string!(lang, book.no_such)>
                <ButtonLink href="/book">{td_string!(lang, book.back)}</ButtonLink>
            </Empty>
        }
        .into_any(),
    }
}

/// Loads the initiative and the movement's rules, and opens the leaf once both are here.
#[component]
fn Opening(id: InitiativeId) -> impl IntoView {
    let lang = use_locale();
    let loaded = live(move || GetInitiative { id }, move || vec![Topic::Initiative(id), Topic::Delivery]);
    let movement = live(|| GetMovement {}, || vec![Topic::Movement]);
    let here = Memo::new(move |_| loaded.with(|_| ()).is_some() && movement.with(|_| ()).is_some());
    move || {
        if !here.get() {
            let error = Signal::derive(move || loaded.error().or_else(|| movement.error()));
            if error.with(Option::is_some) {
                return view! { <Head title=td_string!(lang, book.title)/> <ErrorNote error/> }.into_any();
            }
            return view! { <Loading label=td_string!(lang, book.opening)/> }.into_any();
        }
        match (loaded.get_untracked(), movement.get_untracked()) {
            (Some(view), Some(rules)) => view! { <Writing view rules loaded/> }.into_any(),
            _ => ().into_any(),
        }
    }
}

/// The open leaf; what is loaded again flows into it and never over what is being typed.
#[component]
fn Writing(view: InitiativeView, rules: MovementView, loaded: Live<InitiativeView>) -> impl IntoView {
    let editor = Editor::open(view);
    provide_context(editor);
    provide_context(StoredValue::new(rules));
    Effect::new(move || {
        if let Some(view) = loaded.get() {
            editor.refresh(view);
        }
    });
    view! { <Leaf/> }
}

/// Gives the movement's rules to the parts of the leaf.
pub fn use_rules() -> StoredValue<MovementView> {
    expect_context()
}
