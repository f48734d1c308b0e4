//! What the initiative is linked to: sub-items of its area, campaigns, tasks of the year.

use api::InitiativeView;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::Tick;
use super::super::model::find::last;
use super::super::model::leaf::anchor;
use super::super::page::use_rules;
use crate::i18n::{td_string, use_locale};

/// The sub-items of the chosen area.
#[component]
pub fn SubItems() -> impl IntoView {
    let (lang, editor, rules) = (use_locale(), use_editor(), use_rules());
    let area = editor.part(|view| view.summary.content_area.clone());
    move || {
        let slug = area.get()?;
        let items = rules.with_value(|rules| {
            let area = rules.movement.content_areas.iter().find(|area| area.slug == slug)?;
            Some(
                area.sub_items.iter().map(|item| (item.slug.clone(), item.title.clone())).collect::<Vec<_>>(),
            )
        })?;
        let has = |view: &InitiativeView, path: &str| view.sub_items.iter().any(|item| item == last(path));
        Some(view! { <Ticks name=td_string!(lang, book.sheet.sub_items) list="sub_items" items has/> })
    }
}

/// Campaigns, and tasks of the year.
#[component]
pub fn Linked() -> impl IntoView {
    let (lang, rules) = (use_locale(), use_rules());
    let (campaigns, tasks) = rules.with_value(|rules| {
        let campaigns = rules.movement.campaigns.iter().map(|item| (item.slug.clone(), item.title.clone()));
        let tasks = rules.movement.tasks.iter().map(|item| (item.slug.clone(), item.title.clone()));
        (campaigns.collect::<Vec<_>>(), tasks.collect::<Vec<_>>())
    });
    let campaign = |view: &InitiativeView, path: &str| view.campaigns.iter().any(|item| item == last(path));
    let task = |view: &InitiativeView, path: &str| view.tasks.iter().any(|item| item == last(path));
    view! {
        <Ticks name=td_string!(lang, book.sheet.campaigns) list="campaigns" items=campaigns has=campaign/>
        <Ticks name=td_string!(lang, book.sheet.tasks) list="tasks" items=tasks has=task/>
    }
}

/// A folded list of things to tick, which says how many are.
#[component]
pub fn Ticks(
    /// What the list is called.
    #[prop(into)]
    name: String,
    /// The path of the set, such as `campaigns`.
    #[prop(into)]
    list: String,
    /// Slugs with their titles, in order.
    items: Vec<(String, String)>,
    /// Tells whether the element at a path is in the set.
    has: fn(&InitiativeView, &str) -> bool,
) -> impl IntoView {
    if items.is_empty() {
        return ().into_any();
    }
    let (lang, editor) = (use_locale(), use_editor());
    let paths: Vec<String> = items.iter().map(|(slug, _)| format!("{list}/{slug}")).collect();
    let count = editor.part(move |view| paths.iter().filter(|path| has(view, path)).count());
    let ticks = items.into_iter().map(|(slug, title)| {
        view! { <Tick path=format!("{list}/{slug}") label=title read=has/> }
    });
    let ticks = ticks.collect_view();
    view! {
        <details class="book-more" id=anchor(&list) data-testid=format!("list-{}", last(&list))>
            <summary>
                {name} <span class="faint">{move || td_string!(lang, book.sheet.ticked, count = count.get())}</span>
            </summary>
            <div class="book-ticks">{ticks}</div>
        </details>
    }
    .into_any()
}
