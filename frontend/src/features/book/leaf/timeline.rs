//! Dòng thời gian: records and versions, with where each is.

use api::TimelineItem;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::row::Row;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::Whereabouts;
use crate::words;

/// Everything that happened, the newest first.
#[component]
pub fn Timeline() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let items = editor.part(|view| view.timeline.iter().rev().cloned().collect::<Vec<_>>());
    let readers = editor.part(move |view| {
        let names =
            |names: &[String]| if names.is_empty() { String::new() } else { words::list(lang, names) };
        (names(&view.received_by), names(&view.seen_by))
    });
    view! {
        <Row title=td_string!(lang, book.timeline.part) at="timeline">
            {move || { let (received, seen) = readers.get(); view! {
                {(!received.is_empty()).then(|| view! {
                    <p class="soft">
                        {td_string!(lang, book.timeline.received_by, people = received).to_string()}
                    </p>
                })}
                {(!seen.is_empty()).then(|| view! {
                    <p class="soft">{td_string!(lang, book.timeline.seen_by, people = seen).to_string()}</p>
                })}
            }}}
            <ol
                class="book-timeline"
                data-testid="timeline"
            >
                {move || items.get().into_iter().map(|item| entry(lang, item)).collect_view()}
            </ol>
        </Row>
    }
}

fn entry(lang: Locale, item: TimelineItem) -> impl IntoView {
    let stage = item.stage.map(|stage| format!(" · {}", words::stage(lang, stage)));
    let decided = matches!(item.verb.as_str(), "approve" | "settle");
    view! {
        <li class:is-decided=decided>
            <span class="num faint">{words::moment(lang, item.at)}</span>
            <span class="what">
                <strong>{item.person}</strong> " " {words::verb(lang, &item.verb)} {stage}
                {(!item.text.is_empty()).then(|| view! { <span class="book-quote">{item.text}</span> })}
            </span>
            <Whereabouts state=Signal::stored(item.delivery) dots_only=true/>
        </li>
    }
}
