//! The palette: a field, and what was found below it.

use api::{Search, SearchHit};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::model::{Group, Line, lines, places, step};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::session::use_session;
use crate::ui::{Dialog, Icon, new_id};

/// The palette; Ctrl K opens it.
#[component]
pub fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let lang = use_locale();
    view! {
        <Dialog open title=td_string!(lang, search.title) size=crate::ui::dialog::DialogSize::Medium testid="search">
            <Finder open/>
        </Dialog>
    }
}

#[component]
fn Finder(open: RwSignal<bool>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let words = RwSignal::new(String::new());
    let hits = RwSignal::new(Vec::<SearchHit>::new());
    let chosen = RwSignal::new(0_usize);
    let list_id = new_id("found");
    ask(words, hits);
    let found = Memo::new(move |_| {
        let mut found =
            session.current().map(|current| places(lang, &current, &words.get())).unwrap_or_default();
        let hits = hits.with(|hits| lines(hits));
        if words.with(|words| words.trim().is_empty()) {
            return found;
        }
        found.splice(0..0, hits);
        found
    });
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| {
        open.set(false);
        // The place takes the palette's own entry in the history.
        navigate(&href, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let length = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|chosen| *chosen = step(*chosen, 1, length)),
            "ArrowUp" => chosen.update(|chosen| *chosen = step(*chosen, -1, length)),
            "Enter" => {
                if let Some(line) = found.with(|found| found.get(chosen.get_untracked()).cloned()) {
                    go.run(line.href);
                }
            }
            _ => return,
        }
        event.prevent_default();
        show_chosen();
    };
    let lines_id = list_id.clone();
    view! {
        <input
            class="input search-field"
            type="search"
            autocomplete="off"
            role="combobox"
            aria-expanded="true"
            aria-controls=list_id.clone()
            aria-label=td_string!(lang, search.field)
            aria-activedescendant=move || format!("{list_id}-{}", chosen.get())
            placeholder=td_string!(lang, search.example)
            data-testid="search-words"
            autofocus=true
            on:input:target=move |event| {
                chosen.set(0);
                words.set(event.target().value());
            }
            on:keydown=on_key
        />
        <p class="faint" role="status">
            {move || match found.with(Vec::len) {
                0 => td_string!(lang, search.none, words = words.get()).to_string(),
                count => td_string!(lang, search.found, count = count).to_string(),
            }}
        </p>
        <Found found chosen on_choose=go id=lines_id/>
        <p class="faint search-hint">{td_string!(lang, search.hint)}</p>
    }
}

/// Asks for what was typed; an answer that was overtaken is dropped.
fn ask(words: RwSignal<String>, hits: RwSignal<Vec<SearchHit>>) {
    Effect::new(move || {
        let typed = words.get();
        if typed.trim().is_empty() {
            hits.set(Vec::new());
            return;
        }
        spawn_local(async move {
            let answer = ipc::call(Search { words: typed.clone() }).await.unwrap_or_default();
            if words.try_get_untracked().as_ref() == Some(&typed) {
                hits.set(answer);
            }
        });
    });
}

#[component]
fn Found(
    found: Memo<Vec<Line>>,
    chosen: RwSignal<usize>,
    on_choose: Callback<String>,
    id: String,
) -> impl IntoView {
    let lang = use_locale();
    let list_id = id.clone();
    let item = move |at: usize, line: Line, before: Option<Group>| {
        let heading = (before != Some(line.group)).then(
            || view! { <li class="search-group faint" role="presentation">{group(lang, line.group)}</li> },
        );
        let href = line.href;
        view! {
            {heading}
            <li
                role="option"
                id=format!("{list_id}-{at}")
                class="search-line"
                data-testid="search-hit"
                aria-selected=move || if chosen.get() == at { "true" } else { "false" }
                on:click=move |_| on_choose.run(href.clone())
            >
                <Icon symbol=line.symbol/>
                <span><strong>{line.title}</strong><span class="faint search-excerpt">{line.excerpt}</span></span>
            </li>
        }
    };
    view! {
        <ul class="search-list" role="listbox" id=id aria-label=td_string!(lang, search.title)>
            {move || {
                let mut before = None;
                found
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(at, line)| {
                        let group = line.group;
                        item(at, line, before.replace(group))
                    })
                    .collect_view()
            }}
        </ul>
    }
}

fn group(lang: Locale, group: Group) -> &'static str {
    match group {
        Group::Places => td_string!(lang, search.group.places),
        Group::Initiatives => td_string!(lang, search.group.initiatives),
        Group::People => td_string!(lang, search.group.people),
    }
}

/// Keeps the chosen line in sight.
fn show_chosen() {
    request_animation_frame(|| {
        let line = document().query_selector(".search-line[aria-selected='true']").ok().flatten();
        if let Some(line) = line.and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            line.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}
