//! The head of an item: where it stands in the queue, whose it is, how it stands, its neighbours.

use api::ReviewView;
use domain::id::InitiativeId;
use leptos::prelude::*;

use crate::features::review::reading::Reading;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Button, ButtonKind, Head, Icon, Symbol, Tone};
use crate::words;

/// The head of an item; each part of it is drawn anew only when it differs.
#[component]
pub fn ItemHead(reading: Reading) -> impl IntoView {
    let lang = use_locale();
    let there = reading.part(|_| ());
    let title = reading.part(move |view| {
        let title = view.initiative.summary.title.trim();
        if title.is_empty() { td_string!(lang, review.untitled).to_owned() } else { title.to_owned() }
    });
    let above = reading.part(move |view| crumb(lang, view));
    let standing = reading.part(|view| {
        let material = view.changes.iter().filter(|change| change.material).count();
        (view.initiative.summary.clone(), view.since.clone(), material, view.initiative.version_code.clone())
    });
    let below = move || {
        standing.track();
        Some(badges(lang, &reading.now()?))
    };
    move || {
        there.get()?;
        Some(view! {
            <Head title=move || title.get().unwrap_or_default() above=move || move || above.get() below=move || below>
                <Neighbours reading named=Named::InHead/>
            </Head>
        })
    }
}

fn crumb(lang: Locale, view: &ReviewView) -> String {
    let offer = view.initiative.can_decide.first();
    let stage =
        offer.map(|offer| format!("{} · {}", words::part(lang, offer.part), words::stage(lang, offer.stage)));
    let place = (view.position > 0).then(|| {
        td_string!(lang, review.item.place, position = view.position, total = view.total).to_string()
    });
    let parts = [Some(td_string!(lang, review.place).to_owned()), stage, place];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn badges(lang: Locale, view: &ReviewView) -> AnyView {
    let summary = &view.initiative.summary;
    let by = [words::list(lang, &summary.authors), summary.department.clone()];
    let by = by.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let since = view.since.as_ref().map(|since| {
        let (person, date) = (since.person.clone(), words::date(lang, since.at.date()));
        let words = match since.verb.as_str() {
            "return" => {
                td_string!(lang, review.item.returned_since, person = person, date = date).to_string()
            }
            "settle" => td_string!(lang, review.item.settled_since, person = person, date = date).to_string(),
            _ => td_string!(lang, review.item.decided_since, person = person, date = date).to_string(),
        };
        let icon = if since.verb == "return" { Symbol::Undo } else { Symbol::Check };
        (icon, words)
    });
    let material = view.changes.iter().filter(|change| change.material).count();
    let changes = match material {
        0 => None,
        1 => Some(td_string!(lang, review.item.changes_one).to_owned()),
        count => Some(td_string!(lang, review.item.changes, count = count).to_string()),
    };
    let status = words::status(lang, &summary.status, &summary.waiting_for);
    let version =
        td_string!(lang, review.item.version, code = view.initiative.version_code.clone()).to_string();
    view! {
        <span class="soft">{by}</span>
        {match since {
            Some((icon, since)) => view! { <Badge tone=Tone::Seal icon=icon>{since}</Badge> }.into_any(),
            None => view! { <Badge tone=words::status_tone(&summary.status)>{status}</Badge> }.into_any(),
        }}
        {changes.map(|changes| view! { <Badge tone=Tone::Attention icon=Symbol::Pencil>{changes}</Badge> })}
        <span class="faint num">{version}</span>
    }
    .into_any()
}

/// Where the neighbours stand; tests tell them apart by it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// At the top, on wide screens.
    InHead,
    /// Within the thumb's reach, on narrow ones.
    InBar,
}

/// The items before and after this one.
#[component]
pub fn Neighbours(
    /// The item.
    reading: Reading,
    /// Where they stand.
    named: Named,
) -> impl IntoView {
    let lang = use_locale();
    let beside = reading.part(|view| (view.previous, view.next));
    let (before, behind) = match named {
        Named::InHead => ("previous", "next"),
        Named::InBar => ("bar-previous", "bar-next"),
    };
    move || {
        let (previous, next) = beside.get()?;
        Some(view! {
            <span class="neighbours">
                {neighbour(previous, Symbol::Back, td_string!(lang, review.item.previous), before)}
                {neighbour(next, Symbol::Forward, td_string!(lang, review.item.next), behind)}
            </span>
        })
    }
}

fn neighbour(to: Option<InitiativeId>, symbol: Symbol, label: &'static str, testid: &'static str) -> AnyView {
    let Some(to) = to else {
        let disabled = Signal::stored(true);
        return view! { <Button kind=ButtonKind::Bare icon=symbol label disabled testid on_press=|_| ()/> }
            .into_any();
    };
    view! {
        <a class="button button--bare" href=format!("/review/{to}") aria-label=label data-testid=testid>
            <Icon symbol/>
        </a>
    }
    .into_any()
}
