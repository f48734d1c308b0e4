//! The list of my initiatives.

use api::{CreateInitiative, InitiativeSummary, ListMyInitiatives, Topic};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::act::use_act;
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::live;
use crate::parts::{ErrorNote, Whereabouts};
use crate::ui::{Badge, Button, ButtonKind, Empty, Head, Loading, Page, Symbol, Tone};
use crate::words;

/// The list of my initiatives, newest first.
#[component]
pub fn BookPage() -> impl IntoView {
    let lang = use_locale();
    let mine = live(|| ListMyInitiatives {}, || vec![Topic::Initiatives, Topic::Delivery]);
    let act = use_act();
    let navigate = use_navigate();
    let begin = move |replace: bool| {
        let navigate = navigate.clone();
        act.call(CreateInitiative { title: String::new(), content_area: None, period: None }, move |view| {
            let options = NavigateOptions { replace, ..NavigateOptions::default() };
            navigate(&format!("/book/{}", view.summary.id), options);
        });
    };
    let begin = StoredValue::new(begin);
    // Today leads here with `?new`: the leaf is opened at once.
    let query = use_query_map();
    Effect::new(move || {
        if query.with_untracked(|query| query.get("new").is_some()) {
            begin.with_value(|begin| begin(true));
        }
    });
    let create = move || {
        view! {
            <Button
                kind=ButtonKind::Main
                icon=Symbol::Plus
                busy=act.busy()
                testid="new-initiative"
                on_press=move |_| begin.with_value(|begin| begin(false))
            >
                {td_string!(lang, book.list.new)}
            </Button>
        }
    };
    let body = move || match mine.get() {
        None if mine.error().is_some() => ().into_any(),
        None => view! { <Loading label=td_string!(lang, book.opening)/> }.into_any(),
        Some(all) if all.is_empty() => view! {
            <Page class="pad">
                <Empty symbol=Symbol::Book sentence=td_string!(lang, book.list.empty)>{create()}</Empty>
            </Page>
        }
        .into_any(),
        Some(all) => {
            view! { <ul class="items page book-list" data-testid="my-initiatives">{rows(lang, all)}</ul> }
                .into_any()
        }
    };
    let some = move || mine.with(|all| !all.is_empty()).unwrap_or_default();
    view! {
        <Head title=td_string!(lang, book.title)>{move || some().then(create)}</Head>
        <div class="stack">
            <ErrorNote error=act.error()/>
            <ErrorNote error=Signal::derive(move || mine.error())/>
            {body}
        </div>
    }
}

fn rows(lang: Locale, all: Vec<InitiativeSummary>) -> impl IntoView {
    all.into_iter().map(|summary| row(lang, summary)).collect_view()
}

fn row(lang: Locale, summary: InitiativeSummary) -> impl IntoView {
    let untitled = summary.title.trim().is_empty();
    let title = if untitled { td_string!(lang, book.untitled).to_owned() } else { summary.title.clone() };
    let facts = facts(lang, &summary).into_iter().map(|fact| view! { <span>{fact}</span> }).collect_view();
    let changed = summary.changed_since_approval.then(|| {
        view! {
            <Badge tone=Tone::Attention>{td_string!(lang, book.head.changed, count = summary.changes)}</Badge>
        }
    });
    let conflicts = (summary.conflicts > 0).then(|| {
        view! {
            <Badge tone=Tone::Attention>
                {td_string!(lang, book.list.choose, count = summary.conflicts)}
            </Badge>
        }
    });
    view! {
        <li>
            <div class="what">
                <strong>
                    <a class="book-open" class:faint=untitled href=format!("/book/{}", summary.id)>{title}</a>
                </strong>
                <span class="book-facts">{facts}</span>
            </div>
            <div class="book-states">
                {changed} {conflicts}
                <Badge tone=words::status_tone(&summary.status)>
                    {words::status(lang, &summary.status, &summary.waiting_for)}
                </Badge>
                <Whereabouts state=summary.delivery/>
            </div>
        </li>
    }
}

fn facts(lang: Locale, summary: &InitiativeSummary) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(period) = summary.period {
        facts.push(words::period(lang, period).to_string());
    }
    if summary.authors.len() > 1 {
        facts.push(words::list(lang, &summary.authors));
    }
    if summary.months_due > 0 {
        let (logged, due) = (summary.months_logged, summary.months_due);
        facts.push(td_string!(lang, book.list.months, logged = logged, due = due));
    }
    if summary.results > 0 {
        let (met, all) = (summary.results_met, summary.results);
        facts.push(td_string!(lang, book.list.results, met = met, all = all));
    }
    facts.push(td_string!(lang, book.list.evidence, count = summary.evidence));
    facts
}
