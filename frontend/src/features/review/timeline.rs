//! Dòng thời gian: records and versions, newest first.

use api::{InitiativeView, TimelineItem};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Button, ButtonKind, Page, Symbol};
use crate::words;

use super::remarks::target_words;

/// Things that are shown before somebody asks for all.
const SHOWN: usize = 12;

/// What happened to an initiative.
#[component]
pub fn Timeline(
    /// The initiative.
    view: InitiativeView,
) -> impl IntoView {
    let lang = use_locale();
    if view.timeline.is_empty() {
        return ().into_any();
    }
    let all = RwSignal::new(view.timeline.len() <= SHOWN);
    let count = view.timeline.len();
    let lines = move || {
        let shown = if all.get() { count } else { SHOWN };
        view.timeline.iter().rev().take(shown).map(|item| line(lang, &view, item)).collect_view()
    };
    let more = move || {
        (!all.get()).then(|| {
            view! {
                <Button kind=ButtonKind::Quiet icon=Symbol::Down testid="timeline-all" on_press=move |_| all.set(true)>
                    {td_string!(lang, review.timeline.all, count = count).to_string()}
                </Button>
            }
        })
    };
    view! {
        <Page class="pad stack-s" label=td_string!(lang, review.timeline.title) testid="timeline">
            <h2>{td_string!(lang, review.timeline.title)}</h2>
            <ol class="timeline">{lines}</ol>
            {more}
        </Page>
    }
    .into_any()
}

fn line(lang: Locale, view: &InitiativeView, item: &TimelineItem) -> impl IntoView + use<> {
    let role = item.capacity.map(|role| format!(" · {}", words::role(lang, role))).unwrap_or_default();
    let who = format!("{}{role}", item.person);
    let about: Vec<String> = item
        .targets
        .iter()
        .filter(|target| **target != domain::record::RemarkTarget::Whole)
        .map(|target| target_words(lang, view, target))
        .collect();
    let about = (!about.is_empty())
        .then(|| td_string!(lang, review.opinions.about, what = words::list(lang, &about)).to_string());
    let class = if matches!(item.verb.as_str(), "approve" | "return" | "settle") { "decided" } else { "" };
    let text = item.text.clone();
    view! {
        <li class=class>
            <p><strong>{words::verb(lang, &item.verb)}</strong>" "<span class="soft">{who}</span></p>
            <p class="faint">{words::moment(lang, item.at)}</p>
            {(!text.trim().is_empty()).then(|| view! { <p class="written">{text}</p> })}
            {about.map(|about| view! { <p class="faint">{about}</p> })}
        </li>
    }
}
