use api::QueueItem;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::features::review::keys::use_keys;
use crate::features::review::model::{Deadline, Focus, Kept, Urgency, grouped, step, together};
use crate::features::review::waiting::use_waiting;
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::session::use_session;
use crate::ui::field::LineKind;
use crate::ui::{
    Badge, Button, ButtonLink, Drawn, Empty, Head, Loading, MoreRows, Page, Symbol, TextField, Tone,
    use_parts,
};
use crate::words;

mod alike;

use alike::{AlikeDialog, Asked, use_asked};

/// What waits for the asker's decision, most urgent first.
#[component]
pub fn QueuePage() -> impl IntoView {
    let lang = use_locale();
    let queue = use_waiting().queue();
    let items = Memo::new(move |_| queue.get());
    let kept = RwSignal::new(Kept::All);
    let words = RwSignal::new(String::new());
    // Words narrow the list further; the rest of the kind is offered only while none are typed.
    let total = Signal::derive(move || {
        let all = items.with(|items| kept.get().count(items.as_deref().unwrap_or_default()));
        if words.with(|words| words.trim().is_empty()) { all } else { 0 }
    });
    let drawn = use_parts(total);
    let asked = use_asked();
    use_keys(walk);
    let title = move || match items.with(|items| items.as_ref().map(Vec::len)) {
        None => td_string!(lang, review.place).to_owned(),
        Some(0) => td_string!(lang, review.queue.title_none).to_owned(),
        Some(1) => td_string!(lang, review.queue.title_one).to_owned(),
        Some(count) => td_string!(lang, review.queue.title, count = count).to_string(),
    };
    view! {
        <Head title=title above=move || td_string!(lang, review.place)/>
        <ErrorNote error=Signal::derive(move || queue.error())/>
        {move || match items.with(|items| items.as_ref().map(Vec::len)) {
            None if queue.error().is_some() => ().into_any(),
            None => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
            Some(0) => view! { <NothingWaits/> }.into_any(),
            Some(_) => {
                view! {
                    <p class="soft queue-lead">{td_string!(lang, review.queue.lead)}</p>
                    <QueueFilter items kept words/>
                    <QueueList items kept words drawn asked/>
                    <MoreRows drawn/>
                    <p class="faint keys">{td_string!(lang, review.queue.keys)}</p>
                }
                    .into_any()
            }
        }}
        <AlikeDialog asked/>
    }
}

#[component]
fn NothingWaits() -> impl IntoView {
    let lang = use_locale();
    let overview = untrack(|| use_session().current()).is_some_and(|session| session.can_overview);
    let (href, words) = if overview {
        ("/overview", td_string!(lang, review.queue.empty_action))
    } else {
        ("/records", td_string!(lang, review.queue.empty_records))
    };
    view! {
        <Page class="pad">
            <Empty symbol=Symbol::Check sentence=td_string!(lang, review.queue.empty)>
                <ButtonLink href=href testid="empty-action">{words}</ButtonLink>
            </Empty>
        </Page>
    }
}

/// Which kind of item, and words; only kinds that there are.
#[component]
fn QueueFilter(
    items: Memo<Option<Vec<QueueItem>>>,
    kept: RwSignal<Kept>,
    words: RwSignal<String>,
) -> impl IntoView {
    let lang = use_locale();
    let chip = move |choice: Kept| {
        let count = move || items.with(|items| choice.count(items.as_deref().unwrap_or_default()));
        move || {
            let count = count();
            (choice == Kept::All || count > 0).then(|| {
                view! {
                    <button
                        type="button"
                        class="chip"
                        aria-pressed=move || if kept.get() == choice { "true" } else { "false" }
                        data-testid=format!("kept-{choice:?}").to_lowercase()
                        on:click=move |_| kept.set(choice)
                    >
                        {kept_words(lang, choice)}
                        <span class="chip-count num">{count}</span>
                    </button>
                }
            })
        }
    };
    let chips = Kept::ALL.map(chip).collect_view();
    view! {
        <div class="filter">
            <div class="chips" role="group" aria-label=td_string!(lang, review.queue.filter)>{chips}</div>
            <div class="filter-words">
                <TextField
                    label=td_string!(lang, review.queue.words)
                    example=td_string!(lang, review.queue.words)
                    kind=LineKind::Search
                    value=words
                    on_input=move |typed: String| words.set(typed)
                    testid="queue-words"
                />
            </div>
        </div>
    }
}

fn kept_words(lang: Locale, kept: Kept) -> &'static str {
    match kept {
        Kept::All => td_string!(lang, review.queue.kept.all),
        Kept::Registrations => td_string!(lang, review.queue.kept.registrations),
        Kept::Dossiers => td_string!(lang, review.queue.kept.dossiers),
        Kept::Changes => td_string!(lang, review.queue.kept.changes),
        Kept::Differing => td_string!(lang, review.queue.kept.differing),
    }
}

#[component]
fn QueueList(
    items: Memo<Option<Vec<QueueItem>>>,
    kept: RwSignal<Kept>,
    words: RwSignal<String>,
    drawn: Drawn,
    asked: Asked,
) -> impl IntoView {
    let lang = use_locale();
    let groups = Memo::new(move |_| {
        let (kept, words, limit) = (kept.get(), words.get(), drawn.limit());
        items.with(|items| grouped(items.as_deref().unwrap_or_default(), kept, &words, limit))
    });
    let show_all = move |_| {
        kept.set(Kept::All);
        words.set(String::new());
    };
    let list = move || {
        let groups = groups.get();
        if groups.is_empty() {
            return view! {
                <Page class="pad">
                    <Empty symbol=Symbol::Filter sentence=td_string!(lang, review.queue.nothing_kept)>
                        <Button testid="show-all" on_press=show_all>{td_string!(lang, review.queue.show_all)}</Button>
                    </Empty>
                </Page>
            }
            .into_any();
        }
        groups
            .into_iter()
            .map(|(urgency, items)| group(lang, urgency, &items, asked))
            .collect_view()
            .into_any()
    };
    view! { <div class="stack" data-testid="queue">{list}</div> }
}

fn group(lang: Locale, urgency: Urgency, items: &[QueueItem], asked: Asked) -> impl IntoView + use<> {
    let heading = match urgency {
        Urgency::Differing => td_string!(lang, review.queue.urgency.differing),
        Urgency::Over => td_string!(lang, review.queue.urgency.over),
        Urgency::Week => td_string!(lang, review.queue.urgency.week),
        Urgency::Later => td_string!(lang, review.queue.urgency.later),
        Urgency::Open => td_string!(lang, review.queue.urgency.open),
    };
    let rows = together(items).iter().map(|items| alike::rows(lang, items, asked)).collect_view();
    view! {
        <section class="stack-s">
            <h2>{heading}</h2>
            <ul class="page rows">{rows}</ul>
        </section>
    }
}

/// The title of an item, and whose it is.
fn named(lang: Locale, item: &QueueItem) -> (String, String) {
    let initiative = &item.initiative;
    let title = if initiative.title.trim().is_empty() {
        td_string!(lang, review.untitled).to_owned()
    } else {
        initiative.title.clone()
    };
    let by = [words::list(lang, &initiative.authors), initiative.department.clone()];
    (title, by.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
}

fn row(lang: Locale, item: &QueueItem) -> impl IntoView + use<> {
    let (title, by) = named(lang, item);
    let opened = if item.opened {
        td_string!(lang, review.queue.opened)
    } else {
        td_string!(lang, review.queue.not_opened)
    };
    view! {
        <li>
            <a class="row-link" href=format!("/review/{}", item.initiative.id) data-testid="queue-item">
                <span class="row-what">
                    <strong>{title}</strong>
                    <span class="faint">{by}</span>
                    <span class="badges">{badges(lang, item)}</span>
                </span>
                <span class="row-side">
                    {deadline(lang, item)}
                    <span class="faint">{opened}</span>
                </span>
            </a>
        </li>
    }
}

fn badges(lang: Locale, item: &QueueItem) -> impl IntoView + use<> {
    let changes = item.difference_only.then(|| match item.initiative.changes {
        1 => td_string!(lang, review.queue.changes_one).to_owned(),
        count => td_string!(lang, review.queue.changes, count = count).to_string(),
    });
    let part = format!("{} · {}", words::part(lang, item.part), words::stage(lang, item.stage));
    view! {
        <Badge icon=Symbol::Sheet>{part}</Badge>
        {item.differing.then(|| view! { <Badge tone=Tone::Attention icon=Symbol::People>{td_string!(lang, review.queue.kept.differing)}</Badge> })}
        {changes.map(|changes| view! { <Badge tone=Tone::Attention icon=Symbol::Pencil>{changes}</Badge> })}
        {item.late.then(|| view! { <Badge icon=Symbol::Clock>{td_string!(lang, review.queue.late)}</Badge> })}
    }
}

fn deadline(lang: Locale, item: &QueueItem) -> impl IntoView + use<> {
    let (tone, left) = match Deadline::of(item.days_left) {
        Deadline::None => return None,
        Deadline::Over(1) => (Tone::Attention, td_string!(lang, review.queue.over_one).to_owned()),
        Deadline::Over(days) => {
            (Tone::Attention, td_string!(lang, review.queue.over, days = days).to_string())
        }
        Deadline::Today => (Tone::Attention, td_string!(lang, review.queue.today).to_owned()),
        Deadline::Left(1) => (Tone::Attention, td_string!(lang, review.queue.left_one).to_owned()),
        Deadline::Left(days) => (Tone::Plain, td_string!(lang, review.queue.left, days = days).to_string()),
    };
    let due =
        item.due.map(|day| td_string!(lang, review.queue.due, date = words::date(lang, day)).to_string());
    Some(view! {
        <Badge tone icon=Symbol::Clock>{left}</Badge>
        {due.map(|due| view! { <span class="faint num">{due}</span> })}
    })
}

/// J, K and arrows walk the list; Enter is the link's own.
fn walk(event: &KeyboardEvent, focus: Focus) {
    if focus != Focus::Elsewhere || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let Ok(links) = document().query_selector_all("[data-testid=queue-item]") else { return };
    let active = document().active_element();
    let is_active = |place: &u32| {
        let link = links.item(*place).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        link.is_some() && link == active
    };
    let place = (0..links.length()).find(is_active).map(|place| place as usize);
    let Some(to) = step(&event.key(), place, links.length() as usize) else { return };
    if let Some(link) = links.item(to as u32).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        let _ = link.focus();
    }
}
